"""Find the manifests of a project and read each by its name."""

from __future__ import annotations

import codecs
import fnmatch
import os
import posixpath
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from lift.migrate.pins.pin import Manifest
from lift.migrate.pins.read_lines import read_conda, read_requirements, read_setup_cfg
from lift.migrate.pins.read_setup import read_setup_py
from lift.migrate.pins.read_toml import read_pipfile, read_pyproject
from lift.migrate.sources.discovery import is_environment

__all__ = ["SKIPPED_FOLDERS", "find_manifests", "is_manifest", "read_manifest"]

SKIPPED_FOLDERS = frozenset(
    ".git .hg .svn .lift .tox .nox .venv venv node_modules site-packages __pycache__ "
    ".mypy_cache .pytest_cache .ruff_cache .eggs".split()
)
_READERS: dict[str, Callable[[str, str], Manifest]] = {
    "pyproject.toml": read_pyproject,
    "Pipfile": read_pipfile,
    "setup.py": read_setup_py,
    "setup.cfg": read_setup_cfg,
    "environment.yml": read_conda,
    "environment.yaml": read_conda,
    "environment*.y*ml": read_conda,
    "*requirements*.txt": read_requirements,
    "*requirements*.in": read_requirements,
    "constraints*.txt": read_requirements,
    "requirements/*.txt": read_requirements,
    "requirements/*.in": read_requirements,
}
"""By file name; patterns with a slash by the folder's name, too."""
_LARGEST = 2_000_000
"""Bytes; a larger file is no manifest that somebody wrote."""


def is_manifest(path: str) -> bool:
    """Whether a path (with forward slashes) has the name of a file that pins things."""
    return _reader(path) is not None


def _reader(path: str) -> Callable[[str, str], Manifest] | None:
    name = posixpath.basename(path)
    near = posixpath.join(posixpath.basename(posixpath.dirname(path)), name)
    for pattern, reader in _READERS.items():
        if fnmatch.fnmatchcase(near if "/" in pattern else name, pattern):
            return reader
    return None


def read_manifest(path: str, data: bytes) -> Manifest:
    """Read one manifest; what is wrong with it is its `problem`."""
    reader = _reader(path)
    text, problem = decode(data)
    if problem or reader is None:
        return Manifest(path=path, text=text, pins=(), problem=problem or "not a manifest")
    return reader(path, text)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text without its byte-order mark, and a problem or an empty string."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return data.decode("latin-1"), f"not UTF-8: byte {error.start}"


def find_manifests(
    root: Path, paths: Sequence[Path], *, excluded: Callable[[str], bool] = lambda _: False
) -> Iterator[tuple[str, Path]]:
    """Yield manifests under the given files and folders, with their path relative to `root`.

    Files that a requirements file includes are read where they are, if inside `root`.
    """
    seen: set[str] = set()
    pending: list[Path] = []
    for path in paths:
        pending += [path] if path.is_file() else sorted(_walk(path))
    for path in pending:
        name = relative(root, path)
        if name not in seen and is_manifest(name) and not excluded(name):
            seen.add(name)
            try:
                small = path.stat().st_size <= _LARGEST
            except OSError:
                continue
            if small:
                yield name, path


def _walk(folder: Path, skipped: Collection[str] = SKIPPED_FOLDERS) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [
            one for one in folders if one not in skipped and not is_environment(Path(at, one))
        ]
        for name in names:
            yield Path(at, name)


def relative(root: Path, path: Path) -> str:
    """Return a path relative to `root` with forward slashes; outside of it, as it is."""
    absolute = Path(os.path.normpath(path.absolute()))
    try:
        return absolute.relative_to(os.path.normpath(root.absolute())).as_posix()
    except ValueError:
        return absolute.as_posix()
