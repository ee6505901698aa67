"""Write planned files: each in one step, so that a kill leaves it old or new."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.fix.plan import FileFix
from lift.store.files import write_atomic

__all__ = ["Skipped", "Written", "write_fixes"]

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
    for fix in fixes:
        if not fix.changed:
            continue
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
