"""Find the manifests of a project and read each by its name."""

from __future__ import annotations

import codecs
import fnmatch
import posixpath
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lift.migrate.pins.pin import Manifest
from lift.migrate.pins.read_lines import read_conda, read_requirements, read_setup_cfg
from lift.migrate.pins.read_setup import read_setup_py
from lift.migrate.pins.read_toml import read_pipfile, read_pyproject
from lift.migrate.sources.discovery import discover, relative

__all__ = ["find_manifests", "is_manifest", "read_manifest"]

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


def find_manifests(root: Path, paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield manifests under the given files and folders, with their path relative to `root`."""
    seen: set[str] = set()
    for path in discover(paths, ("",)):
        name = relative(root, path)
        if name not in seen and is_manifest(name):
            seen.add(name)
            try:
                small = path.stat().st_size <= _LARGEST
            except OSError:
                continue
            if small:
                yield name, path
