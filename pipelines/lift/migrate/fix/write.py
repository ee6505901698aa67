"""Write planned files: each in one step, so that a kill leaves it old or new."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.fix.plan import FileFix
from lift.store.files import write_atomic

__all__ = ["Skipped", "Written", "write_fixes"]

_LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d{1,9})-[0-9a-f]{8}\.tmp")
"""How `write_atomic` names a file until it is whole."""
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that is not written, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of writing."""

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def write_fixes(root: Path, fixes: Iterable[FileFix]) -> Written:
    """Write every changed file that may be written.

    A file is left alone when it is read-only, when it changed since it was read, or when it is a
    link that leads out of `root`. Of two links to one file, the first writes it.

    Raises:
        StoreError: the disk refuses; files written before it stay written.
    """
    paths: list[str] = []
    skipped: list[Skipped] = []
    done: set[Path] = set()
    changed = [fix for fix in fixes if fix.changed]
    for folder in {(root / fix.path).resolve().parent for fix in changed}:
        _clean(folder, {(root / fix.path).resolve().name for fix in changed})
    for fix in changed:
        target = (root / fix.path).resolve()
        if target in done:
            continue
        if reason := _obstacle(root, root / fix.path, fix.before):
            skipped.append(Skipped(path=fix.path, reason=reason))
            continue
        write_atomic(target, fix.after)
        done.add(target)
        paths.append(fix.path)
    return Written(paths=tuple(paths), skipped=tuple(skipped))


def _clean(folder: Path, names: Collection[str]) -> None:
    """Remove what a killed run left beside files that are about to be written again."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            match = _LEFTOVER.fullmatch(entry.name)
            if match is not None and match["name"] in names and not _runs(int(match["pid"])):
                Path(entry.path).unlink()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _obstacle(root: Path, path: Path, before: bytes) -> str:
    target = path.resolve()
    if path.is_symlink() and root.resolve() not in target.parents:
        return f"it is a link to {target}, outside of the folder checked"
    try:
        if not stat.S_IMODE(target.stat().st_mode) & _ANY_WRITE:
            return "it is read-only"
        if target.read_bytes() != before:
            return "it changed while lift was working; run the command again"
    except OSError as error:
        return f"it cannot be read any more: {error.strerror or error}"
    return ""
