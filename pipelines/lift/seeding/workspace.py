"""A private copy of the package, so that nothing of the user's is ever written to."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from lift.errors import DataError, EnvironmentFault
from lift.seeding.layout import Layout

__all__ = ["copy_project", "private_environment", "read_python"]

_LEFT_OUT = frozenset(
    ".git .hg .svn .venv .tox .nox .lift .mypy_cache .ruff_cache .pytest_cache __pycache__ "
    "node_modules .idea .vscode".split()
)
_LEFT_OUT_AT_ROOT = frozenset({"build", "dist", "env", "htmlcov", "venv"})
_LARGEST_FILE_BYTES = 32 * 1024 * 1024
_LARGEST_COPY_BYTES = 512 * 1024 * 1024


def copy_project(layout: Layout, target: Path) -> None:
    """Copy what belongs to the package into `target`, which must not exist.

    Version control, environments, caches and files over 32 MB stay behind, and so do links that
    lead out of the project.

    Raises:
        DataError: the project is larger than 512 MB without them.
        EnvironmentFault: a file cannot be read or there is no space.
    """
    ignore = _Ignore(layout.root)
    try:
        if layout.copied is None:
            shutil.copytree(layout.root, target, ignore=ignore, ignore_dangling_symlinks=True)
            return
        for relative in layout.copied:
            source, place = layout.root / relative, target / relative
            if place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place, ignore=ignore, ignore_dangling_symlinks=True)
            else:
                shutil.copy2(source, place)
    except (OSError, shutil.Error) as error:
        raise EnvironmentFault(
            f"{layout.root} cannot be copied: {error}", hint="check its permissions and the disk"
        ) from error


class _Ignore:
    """What `shutil.copytree` leaves out; adds up what it takes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._taken_bytes = 0

    def __call__(self, folder: str, names: list[str]) -> set[str]:
        return {name for name in names if not self._wanted(Path(folder) / name)}

    def _wanted(self, path: Path) -> bool:
        at_root = path.parent == self._root and path.name in _LEFT_OUT_AT_ROOT
        if at_root or path.name in _LEFT_OUT or (path / "pyvenv.cfg").exists():
            return False
        if path.is_symlink() and not path.resolve().is_relative_to(self._root):
            return False
        if path.is_dir():
            return not (path.is_symlink() and path.parent.is_relative_to(path.resolve()))
        if not path.is_file():
            return False
        size = path.stat().st_size
        if size > _LARGEST_FILE_BYTES:
            return False
        self._taken_bytes += size
        if self._taken_bytes > _LARGEST_COPY_BYTES:
            raise DataError(
                f"{self._root} is larger than {_LARGEST_COPY_BYTES // 1024**2} MB",
                hint="name the package's own folder instead of the project",
            )
        return True


def read_python(path: Path) -> str:
    """Text of a UTF-8 source file with plain line ends and without a byte order mark.

    Raises:
        ValueError: it is in another encoding.
    """
    with path.open("rb") as file:
        raw = file.read()
    head = raw.split(b"\n", 2)[:2]
    for line in head:
        if line.lstrip().startswith(b"#") and b"coding" in line and b"utf" not in line.lower():
            raise ValueError(f"{path.name} is not UTF-8")
    text = raw.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def private_environment(work: Path, *, python_path: list[Path]) -> dict[str, str]:
    """The environment in which the package's tests run: no secrets, nothing of the user's home."""
    home, temporary = work / "home", work / "tmp"
    for folder in (home, temporary):
        folder.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(map(str, python_path)),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
