"""Findings about what is asked for of DSPy itself: LFT401, 402, 403, 405, 410."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from lift.migrate.finding import Edit, Finding, Fix
from lift.migrate.pins.overlap import allows
from lift.migrate.pins.pin import Pin
from lift.migrate.pins.places import Report
from lift.migrate.pins.releases import RENAMED, Release, newest, releases
from lift.migrate.pins.rewrite import at_target, removed, renamed, with_version

__all__ = ["dspy_findings"]

_LAST_EXACT = Version("2.5.20")
"""The last release of dspy-ai that holds DSPy, or asks for exactly its own number."""
_FAR = "99999"


def dspy_findings(
    report: Report, *, target: str, release: Release, decided: bool, siblings: Sequence[Pin]
) -> Iterator[Finding]:
    """Yield what is wrong with one pin of DSPy for the target.

    Args:
        release: The target's own metadata.
        decided: A lock or constraints file decides what is installed.
        siblings: All pins of DSPy in the same manifest.
    """
    pin = report.pin
    if pin.source:
        yield report.finding(
            "LFT405",
            f"DSPy is installed from {pin.source}; which version that is cannot be told",
            f"see what differs from DSPy {target} there, or write `dspy=={target}`",
        )
        return
    specifier = pin.specifier
    if specifier is None:
        return
    kept = tuple(one for one in pin.extras if canonicalize_name(one) in release.extras)
    fix = Fix.SAFE if kept == pin.extras else Fix.UNSAFE
    edits = _moved(report, target, kept, siblings)
    advice = _advice(pin, target, edits)
    if _installs_newest(pin, specifier):
        yield report.finding("LFT401", _open_ended(pin), advice, edits=edits, fix=fix)
    elif not allows(specifier, target):
        message = f"`{pin.written}` keeps the project on another DSPy than {target}"
        yield report.finding("LFT402", message, advice, edits=edits, fix=fix)
    elif _reaches_beyond(specifier, target) and not decided and not pin.constraint:
        message = (
            f"`{pin.written}` has no upper end: an installation gets the newest DSPy "
            f"({newest().version} when this lift was made), not {target}"
        )
        yield report.finding("LFT403", message, advice, edits=edits)
    if gone := [one for one in pin.extras if one not in kept]:
        names = ", ".join(gone)
        yield report.finding(
            "LFT410",
            f"DSPy {target} has no extra {names}; pip warns and installs nothing for it",
            "declare the packages that the program imports itself",
        )


def _installs_newest(pin: Pin, specifier: SpecifierSet) -> bool:
    """Whether this asks for a dspy-ai that brings whatever DSPy is newest."""
    if pin.name != "dspy-ai":
        return False
    return any(
        allows(specifier, one.version) for one in releases() if one.version > _LAST_EXACT
    ) or allows(specifier, _FAR)


def _open_ended(pin: Pin) -> str:
    return (
        f"`{pin.written}` does not install the DSPy of that number: dspy-ai only asks for a lowest "
        f"dspy, so the newest is installed ({newest().version} when this lift was made)"
    )


def _reaches_beyond(specifier: SpecifierSet, target: str) -> bool:
    """Whether versions of a later minor series are allowed."""
    series = Version(target).release[:2]
    later = [one.version for one in releases() if one.version.release[:2] > series]
    return allows(specifier, _FAR) or any(allows(specifier, one) for one in later)


def _moved(
    report: Report, target: str, kept: tuple[str, ...], siblings: Sequence[Pin]
) -> tuple[Edit, ...]:
    """Return the edits that make a pin ask for the target."""
    pin = report.pin
    version = with_version(pin, at_target(pin, target))
    rename = pin.name == "dspy-ai" and Version(target) >= RENAMED
    if not rename or not version:
        return version
    if any(one.name == "dspy" and one.group == pin.group for one in siblings):
        return removed(pin, report.manifest)  # two requirements on one distribution
    name = renamed(pin, "dspy")
    if not name:
        return ()
    extras: tuple[Edit, ...] = ()
    if pin.extras_span is not None and kept != pin.extras:
        span = pin.extras_span
        text = f"[{','.join(kept)}]" if kept else ""
        extras = (Edit(start=span.start, end=span.end, text=text),)
    return (*name, *extras, *version)


def _advice(pin: Pin, target: str, edits: tuple[Edit, ...]) -> str:
    name = "dspy" if Version(target) >= RENAMED else "dspy-ai"
    if not edits and pin.fixed:
        return f"ask for {name} {target} here by hand; hashes and locks have to be made anew"
    return f"ask for {name} {target}"
