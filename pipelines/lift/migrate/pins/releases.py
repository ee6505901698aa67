"""What each DSPy release asks for and brings along; data written by scripts/releases.py."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

__all__ = ["RENAMED", "Release", "as_published", "newest", "release", "releases"]

RENAMED = Version("2.5.1")
"""From here on there is a distribution named dspy; before, it is called dspy-ai."""
_BY_OTHERS = frozenset({"httpx", "jinja2"})
"""Packages that earlier releases asked for themselves, and that openai and litellm bring now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release, in the words of its own metadata."""

    version: Version
    python: SpecifierSet
    """The Pythons that it installs on."""
    requires: tuple[Requirement, ...]
    extras: frozenset[str]
    brings: frozenset[str]
    """Canonical names of packages that an installation has besides those of the newest release."""


@lru_cache(maxsize=1)
def releases() -> tuple[Release, ...]:
    """Return every release from 2.4.0 on, oldest first."""
    data = files("lift.migrate.pins").joinpath("data").joinpath("releases.json").read_text("utf-8")
    found: list[Release] = []
    for name, entry in json.loads(data)["releases"].items():
        requires = tuple(Requirement(one) for one in entry["requires"])
        own = {canonicalize_name(one.name) for one in requires}
        found.append(
            Release(
                version=Version(name),
                python=SpecifierSet(entry["python"]),
                requires=requires,
                extras=frozenset(canonicalize_name(one) for one in entry["extras"]),
                brings=frozenset(entry["brings"]) | own | _BY_OTHERS,
            )
        )
    return tuple(sorted(found, key=lambda one: one.version))


def newest() -> Release:
    """Return the newest release that lift knows."""
    return releases()[-1]


def as_published(version: str) -> str:
    """Return a version as its release spells it: `2.6.0` for `2.6`; itself where there is none."""
    try:
        wanted = Version(version)
    except InvalidVersion:
        return version
    return next((str(one.version) for one in releases() if one.version == wanted), version)


def release(version: str) -> Release | None:
    """Return a release, the last one before it where lift does not know it, or None."""
    try:
        wanted = Version(version)
    except InvalidVersion:
        return None
    before = [one for one in releases() if one.version <= wanted]
    return before[-1] if before else None
