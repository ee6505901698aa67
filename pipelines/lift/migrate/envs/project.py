"""What a project itself needs, so that its programs run in an environment of another DSPy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from lift.migrate.pins.overlap import overlap
from lift.migrate.pins.pin import Pin
from lift.migrate.pins.read import is_manifest, read_manifest
from lift.migrate.pins.releases import release

__all__ = ["ProjectRequirements", "project_constraints", "project_requirements"]

_NOT_FOR_US = frozenset({"dspy", "dspy-ai", "python", "pip", "setuptools", "wheel", "lift-dspy"})
_FOR_DEVELOPERS = ("dev", "test", "lint", "docs", "typing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRequirements:
    """What to install beside DSPy, and what was left out or loosened."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def project_requirements(root: Path, version: str) -> ProjectRequirements:
    """Return what the manifests in a project's own folder ask for.

    A pin that excludes what this DSPy needs of the same package is loosened, because it was made
    for another DSPy. Packages from a path or an address, and those for developers, are left out.

    Args:
        version: The DSPy of the environment.
    """
    lines: dict[str, str] = {}
    notes: list[str] = []
    for pin in _pins(root):
        if pin.name in _NOT_FOR_US or pin.constraint or _for_developers(pin):
            continue
        if pin.source or pin.specifier is None:
            notes.append(f"{pin.path}: `{pin.written}` is left out, because it is no index package")
            continue
        specifier = _fitting(pin.name, pin.specifier, version)
        if specifier != pin.specifier:
            notes.append(f"{pin.path}: `{pin.written}` is loosened, it excludes DSPy {version}")
        extras = f"[{','.join(pin.extras)}]" if pin.extras else ""
        marker = f" ; {pin.marker}" if pin.marker else ""
        lines.setdefault(pin.name, f"{pin.name}{extras}{specifier}{marker}")
    return ProjectRequirements(lines=tuple(sorted(lines.values())), notes=tuple(notes))


def project_constraints(root: Path) -> str:
    """Return the text of the project's constraints.txt; empty when it has none."""
    try:
        return (root / "constraints.txt").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _pins(root: Path) -> Iterator[Pin]:
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.is_file() and is_manifest(path.name):
            yield from read_manifest(path.name, path.read_bytes()).pins


def _for_developers(pin: Pin) -> bool:
    words = (pin.group.lower(), pin.path.lower())
    return any(one in word for word in words for one in _FOR_DEVELOPERS)


def _fitting(name: str, specifier: SpecifierSet, version: str) -> SpecifierSet:
    known = release(version)
    for one in known.requires if known is not None else ():
        if canonicalize_name(one.name) == name and not overlap(specifier, one.specifier):
            return SpecifierSet()
    return specifier
