"""Which files to look at: a byte search before anything is parsed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["SUFFIXES", "discover", "is_environment", "mentions_dspy", "relative"]

SUFFIXES = (".py", ".pyi", ".ipynb", ".md")
_NAMED = re.compile(
    rb"(?<![A-Za-z0-9])dspy(?![A-Za-z0-9])"
    rb"|\b(?:from|import)[ \t]+(?:[\w. \t]+,[ \t]*)*dsp(?![A-Za-z0-9])"
    rb"|import\w*\([ \t]*\\?[\"']dsp[\"'.\\]"
)
"""`dsp` alone is what signal processing is called too: it has to be imported."""
_SKIPPED = frozenset(
    {
        *(".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "env", ".env", ".lift"),
        *("node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
        *("site-packages", ".eggs", "build", "dist", ".ipynb_checkpoints"),
    }
)


def discover(paths: Sequence[Path], suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """Files under `paths`, sorted; folders of environments, caches and builds are left out.

    A file that is named itself is always taken. Links to folders are not followed, so that a
    circle of links ends and nothing outside is read.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path, suffixes)
        else:
            yield path


def _walk(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for current, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name not in _SKIPPED
            and not name.endswith(".egg-info")
            and not is_environment(Path(current, name))
        )
        for name in sorted(files):
            if name.endswith(suffixes):
                yield Path(current, name)


def is_environment(folder: Path) -> bool:
    """Whether a folder is a virtual environment; one that may not be looked into is none."""
    try:
        return (folder / "pyvenv.cfg").exists()
    except OSError:
        return False


def mentions_dspy(data: bytes) -> bool:
    """Whether a file names dspy, or imports `dsp`, which was half of it until 2.5."""
    return b"dsp" in data and _NAMED.search(data) is not None


def relative(root: Path, path: Path) -> str:
    """Return a path relative to `root` with forward slashes; outside of it, as it is."""
    absolute = Path(os.path.normpath(path.absolute()))
    try:
        return absolute.relative_to(os.path.normpath(root.absolute())).as_posix()
    except ValueError:
        return absolute.as_posix()
