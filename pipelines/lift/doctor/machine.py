"""Sandbox, disk and the interpreter of the user's packages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from lift.doctor.finding import Finding, fail, ok, warn
from lift.errors import EnvironmentFault
from lift.interpreter import find_interpreter

__all__ = ["examine_disk", "examine_interpreter", "examine_sandbox"]

LOW_MB = 1024
EMPTY_MB = 100


def examine_sandbox() -> Iterator[Finding]:
    """Yield one finding per isolation layer; a missing one that is needed fails."""
    from lift.sandbox import layers

    for layer in layers():
        name = f"sandbox {layer.name}"
        if layer.available:
            yield ok(name, layer.detail)
        else:
            yield (fail if layer.required else warn)(name, layer.detail, layer.remedy)


def examine_disk(folders: Mapping[str, Path]) -> Iterator[Finding]:
    """Yield one finding per folder that lift writes to.

    Args:
        folders: By what they are for; folders that do not exist yet count as their parent.
    """
    for purpose, folder in folders.items():
        name = f"disk {purpose}"
        there = _nearest_existing(folder)
        try:
            with tempfile.TemporaryFile(dir=there):
                free_mb = shutil.disk_usage(there).free // 2**20
        except OSError as error:
            yield fail(name, f"{there} cannot be written: {error.strerror}", f"ls -ld {there}")
            continue
        detail = f"{free_mb / 1024:,.1f} GB free in {there}"
        if free_mb < EMPTY_MB:
            yield fail(name, detail, f"df -h {there}")
        elif free_mb < LOW_MB:
            yield warn(name, detail, f"df -h {there}")
        else:
            yield ok(name, detail)


def examine_interpreter(
    *, setting: str | None, env: Mapping[str, str], root: Path, own: str
) -> Finding:
    """Say which interpreter would run the user's packages."""
    try:
        found = find_interpreter(explicit=None, setting=setting, env=env, root=root, own=own)
    except EnvironmentFault as error:
        return fail("your python", error.message, error.hint)
    return ok("your python", f"{found.path} ({found.origin})")


def _nearest_existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.is_dir())
