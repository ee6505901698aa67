"""Whether writing to files could lose somebody's work. Asks git, changes nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from pathlib import Path

from lift.errors import EnvironmentFault

__all__ = ["uncommitted"]

_TIMEOUT_S = 60


def uncommitted(root: Path, *, about_to_change: Collection[str]) -> tuple[str, ...]:
    """Return the files under `root` whose content git does not have.

    Changed tracked files count wherever they are; untracked ones only when they are about to be
    changed. Empty outside of a git repository.

    Args:
        about_to_change: Paths relative to `root`, with forward slashes.

    Raises:
        EnvironmentFault: this is a repository, and git does not tell.
    """
    if not any((one / ".git").exists() for one in (root, *root.absolute().parents)):
        return ()
    status = _git(
        root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", "."
    )
    prefix = _git(root, "rev-parse", "--show-prefix").rstrip("\n")  # it names files from its top
    found: list[str] = []
    for record in status.split("\0"):
        state, path = record[:2], record[3:].removeprefix(prefix)
        if path and (state != "??" or path in about_to_change):
            found.append(path)
    return tuple(sorted(found))


def _git(root: Path, *arguments: str) -> str:
    # A repository may name a program to run as its file-system monitor; it is not ours to start.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT_S)
    except OSError as error:
        raise _silent(root, f"git cannot be started: {error.strerror or error}") from error
    except subprocess.TimeoutExpired as error:
        raise _silent(root, f"no answer within {_TIMEOUT_S} s") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _silent(root, said[0] if said else f"status {done.returncode}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _silent(root: Path, why: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"git does not tell whether it has everything in {root}: {why}",
        hint="repair that, or write all the same: lift migrate fix --apply --allow-dirty",
    )
