"""Whether writing to files could lose somebody's work. Asks git, changes nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from pathlib import Path

__all__ = ["uncommitted"]

_TIMEOUT_S = 60


def uncommitted(root: Path, *, about_to_change: Collection[str]) -> tuple[str, ...]:
    """Return the files under `root` whose content git does not have.

    Changed tracked files count wherever they are; untracked ones only when they are about to be
    changed. Empty outside of a git repository and where there is no git: nothing is known there.

    Args:
        about_to_change: Paths relative to `root`, with forward slashes.
    """
    # A repository may name a program to run as its file-system monitor; it is not ours to start.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), "status", "--porcelain=v1"]
    command += ["-z", "--untracked-files=all", "--no-renames", "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT_S)
        prefix = _prefix(root)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    if done.returncode != 0:
        return ()
    found: list[str] = []
    for record in done.stdout.decode("utf-8", "surrogateescape").split("\0"):
        state, path = record[:2], record[3:].removeprefix(prefix)
        if path and (state != "??" or path in about_to_change):
            found.append(path)
    return tuple(sorted(found))


def _prefix(root: Path) -> str:
    """Return where `root` lies inside its repository; git prints paths from the top."""
    command = ["git", "-C", str(root), "rev-parse", "--show-prefix"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT_S)
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
