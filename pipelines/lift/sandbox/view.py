"""A private copy of a project for one run: read-only to the child, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lift.errors import UsageError

__all__ = ["View", "open_view"]

_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".hg", ".venv", "venv", ".tox", ".nox", "node_modules", "__pycache__", "*.pyc",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".lift", ".env*",
)  # fmt: skip
"""Not needed for running tests: tools' folders, other environments, secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The folders of one run."""

    project: Path
    """The copy with the changed files in it."""
    private: Path
    """Empty; the only folder that the child may write."""
    outside: Path
    """A file that the child must not be able to read."""


@contextmanager
def open_view(project: Path, overlay: Mapping[str, str]) -> Generator[View]:
    """Copy a project, put the changed files over it, and remove everything at the end.

    Args:
        project: Its root; files are hard-linked where the file system allows it, never changed.
        overlay: New text by path below the root.

    Raises:
        UsageError: The project is no folder, or a changed file lies outside it.
    """
    if not project.is_dir():
        raise UsageError(f"{project} is not a folder", hint="name the root of the project")
    base = Path(tempfile.mkdtemp(prefix="lift-sandbox-")).resolve()
    view = View(project=base / "project", private=base / "private", outside=base / "outside")
    try:
        shutil.copytree(
            project, view.project, symlinks=True, ignore=_LEFT_OUT, copy_function=_link_or_copy
        )
        for name, text in overlay.items():
            _put(view.project, name, text)
        view.outside.write_text("not for the child", encoding="utf-8")
        for folder in ("home", "tmp"):
            (view.private / folder).mkdir(parents=True)
        yield view
    finally:
        _remove(base)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system, or a file of somebody else
        shutil.copy2(source, target, follow_symlinks=False)


def _put(root: Path, name: str, text: str) -> None:
    """Replace a file of the copy; never write through a link into the original."""
    parts = PurePosixPath(name).parts
    target = root.joinpath(*parts)
    if PurePosixPath(name).is_absolute() or ".." in parts or not parts:
        raise UsageError(f"{name!r} lies outside the project", hint="name a path below its root")
    if target.parent.resolve() != root / Path(*parts).parent:
        raise UsageError(f"{name!r} goes through a link", hint="name the file by its real path")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_text(text, encoding="utf-8")


def _remove(base: Path) -> None:
    """Remove everything, also folders that the child made unreadable."""
    for root, folders, _ in os.walk(base):
        for folder in folders:
            path = Path(root, folder)
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(base)
