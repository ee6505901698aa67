"""Whether two sets of versions have one in common. Versions are endless, so ends are tried."""

from __future__ import annotations

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

__all__ = ["allows", "overlap"]


def allows(specifier: SpecifierSet, version: str | Version) -> bool:
    """Whether a version is allowed; a pre-release counts as any other."""
    return specifier.contains(version, prereleases=True)


def overlap(one: SpecifierSet, other: SpecifierSet) -> bool:
    """Whether some version is allowed by both.

    Tried are the versions that the two name, and one just below and just above each: between
    these ends nothing changes.
    """
    tried = {"0", "99999"}
    for specifier in (*one, *other):
        base = specifier.version.removesuffix(".*")
        try:
            release = Version(base).release
        except InvalidVersion:
            continue
        tried |= {base, f"{base}.1", f"{base}.99999"}
        for at, number in enumerate(release):
            if number:
                lower = ".".join(str(part) for part in (*release[:at], number - 1))
                tried |= {lower, f"{lower}.99999"}
            upper = ".".join(str(part) for part in (*release[:at], number + 1))
            tried.add(upper)
    return any(allows(one, version) and allows(other, version) for version in tried)
