"""The shipped snapshots: one file per release line, each release as a change to the last.

Written by scripts/surfaces.py. A file is compressed and holds JSON lines, oldest release first; a
line gives for modules, objects, outside and notes (see scripts/surface_probe.py) the entries
that are new or different, with null for those that are gone. So a release takes the room of what
changed in it, and reading one takes the time of the lines before it in its own file.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict, cast

from packaging.version import InvalidVersion, Version

from lift.errors import UsageError

__all__ = ["SECTIONS", "Entry", "ModuleEntry", "Snapshot", "line_of", "nearest", "read", "released"]

SECTIONS = ("modules", "objects", "outside", "notes")


class _Module(TypedDict):
    names: dict[str, str]


class ModuleEntry(_Module, total=False):
    """One module: what its names are, as references."""

    needs: str
    """Why it could not be imported without more packages; read from its source instead."""
    lazy: bool
    """`import dspy` does not import it."""


class _Class(TypedDict):
    bases: list[str]
    """Every class that it inherits from, nearest first."""
    members: dict[str, str | None]
    """Parameters of methods; null for attributes and properties."""


class Entry(_Class, total=False):
    """One class."""

    open: bool
    """It answers to names that it does not list."""
    meta: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one release offers, as it was written down."""

    modules: dict[str, ModuleEntry] = field(default_factory=dict[str, ModuleEntry])
    objects: dict[str, Entry | str] = field(default_factory=dict[str, "Entry | str"])
    outside: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    notes: dict[str, str] = field(default_factory=dict[str, str])


def line_of(version: str) -> str:
    """`2.6` for `2.6.27`: the file that a release is in."""
    return ".".join(version.split(".")[:2])


@lru_cache(maxsize=1)
def released() -> tuple[str, ...]:
    """Every release that has a snapshot, oldest first."""
    index = json.loads(_data("index.json").decode("ascii"))
    return tuple(version for line in index["lines"].values() for version in line)


def nearest(version: str) -> str:
    """The newest known release that is not after `version`; the oldest for what is before it.

    Raises:
        UsageError: this is no version.
    """
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise UsageError(f"{version!r} is no version", hint="write it as in 2.6.27") from error
    known = released()
    return next((one for one in reversed(known) if Version(one) <= wanted), known[0])


def read(version: str) -> Snapshot:
    """Read the snapshot of one release.

    Raises:
        UsageError: there is none; the message names the releases that there are.
    """
    if version not in released():
        raise UsageError(
            f"lift has no API surface of DSPy {version!r}; it has those of {', '.join(released())}",
            hint="take one of these versions, or the one before it",
        )
    line = line_of(version)
    before = [one for one in released() if line_of(one) == line]
    text = gzip.decompress(_data(f"{line}.jsonl.gz"))
    changes = text.split(b"\n")[: before.index(version) + 1]
    return _applied(cast("Mapping[str, dict[str, object]]", json.loads(one)) for one in changes)


def _applied(changes: Iterable[Mapping[str, dict[str, object]]]) -> Snapshot:
    whole: dict[str, dict[str, object]] = {section: {} for section in SECTIONS}
    for change in changes:
        for section in SECTIONS:
            whole[section].update(change.get(section, {}))
    kept = {
        section: {name: one for name, one in entries.items() if one is not None}
        for section, entries in whole.items()
    }
    return Snapshot(
        modules=cast("dict[str, ModuleEntry]", kept["modules"]),
        objects=cast("dict[str, Entry | str]", kept["objects"]),
        outside=cast("dict[str, list[str]]", kept["outside"]),
        notes=cast("dict[str, str]", kept["notes"]),
    )


def _data(name: str) -> bytes:
    return files("lift.migrate.surface").joinpath("data").joinpath(name).read_bytes()
