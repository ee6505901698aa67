"""The DSPy version that a project says it is written for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from packaging.version import Version

from lift.migrate.pins.overlap import allows
from lift.migrate.pins.pin import Manifest, Pin
from lift.migrate.pins.read import find_manifests, read_manifest
from lift.migrate.pins.releases import releases
from lift.migrate.sources.reading import content

__all__ = ["declared_version", "load_manifests", "version_of"]

NAMES = frozenset({"dspy", "dspy-ai"})


def declared_version(root: Path, paths: Sequence[Path]) -> str | None:
    """Return the version that the project's manifests name, or None when none does.

    Of several the lowest, because code written for it is what has to be found; an exact pin
    wins over a range, of which the lowest release is meant. `dspy-ai==2.6.27` means 2.6.27 here,
    although it installs another one.
    """
    pins = [pin for one in load_manifests(root, paths) for pin in one.pins if pin.name in NAMES]
    named = [version for pin in pins if (version := version_of(pin)) is not None]
    exact = [version for pin, version in zip(pins, map(version_of, pins), strict=True)
             if version is not None and _is_exact(pin)]  # fmt: skip
    found = min(exact or named, default=None)
    return None if found is None else str(found)


def load_manifests(root: Path, paths: Sequence[Path]) -> tuple[Manifest, ...]:
    """Read every manifest under some files and folders, in the order of their paths."""
    found: dict[str, Manifest] = {}
    for name, path in find_manifests(root, paths):
        try:
            found[name] = read_manifest(name, content(path))
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
            found[name] = Manifest(path=name, text="", pins=(), problem=problem)
    return tuple(found[name] for name in sorted(found))


def version_of(pin: Pin) -> Version | None:
    """Return the lowest release that a pin allows; None when it limits nothing."""
    specifier = pin.specifier
    if specifier is None or not len(specifier):
        return None
    return next((one.version for one in releases() if allows(specifier, one.version)), None)


def _is_exact(pin: Pin) -> bool:
    specifier = pin.specifier
    return specifier is not None and any(one.operator in {"==", "===", "~="} for one in specifier)
