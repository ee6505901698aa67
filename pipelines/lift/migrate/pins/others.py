"""Findings about Python and about packages that DSPy needs: LFT406, 409."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from lift.migrate.finding import Edit, Finding, Severity
from lift.migrate.pins.overlap import allows, overlap
from lift.migrate.pins.places import Report
from lift.migrate.pins.releases import Release
from lift.migrate.pins.rewrite import with_version

__all__ = ["other_findings", "python_findings"]

_MINORS = tuple(range(6, 30))
_LOWER = re.compile(r"(>=\s*|\^|~(?!=)\s*)3\.(\d+)(?:\.\d+)?")


def other_findings(
    reports: Iterable[Report], *, target: str, release: Release
) -> Iterator[Finding]:
    """Yield pins of other packages that exclude every version that the target accepts."""
    needed: dict[str, Requirement] = {
        canonicalize_name(one.name): one for one in release.requires if _applies(one)
    }
    for report in reports:
        pin, wanted = report.pin, needed.get(report.pin.name)
        if wanted is None or pin.source or pin.specifier is None:
            continue
        if not overlap(pin.specifier, wanted.specifier):
            yield report.finding(
                "LFT409",
                f"`{pin.written}` cannot be installed beside DSPy {target}, which needs {wanted}",
                f"ask for {wanted.name}{wanted.specifier}, and see what that changes for you",
                edits=with_version(pin, str(wanted.specifier)),
            )


def _applies(requirement: Requirement) -> bool:
    environment = {**default_environment(), "python_version": "3.12", "extra": ""}
    return requirement.marker is None or requirement.marker.evaluate(
        {name: str(value) for name, value in environment.items()}
    )


def python_findings(
    reports: Iterable[Report], *, target: str, release: Release
) -> Iterator[Finding]:
    """Yield ranges of Python that reach outside of what the target installs on."""
    supported = _pythons(release.python)
    lowest = min(supported)
    for report in reports:
        pin, specifier = report.pin, report.pin.specifier
        if pin.name != "python" or specifier is None or not len(specifier):
            continue
        allowed = _pythons(specifier)
        too_old = [one for one in allowed if one < lowest]
        both = [one for one in allowed if one in supported]
        poetry = pin.style == "poetry" and any(one > max(supported) for one in allowed)
        if both and not too_old and not poetry:
            continue
        edits = _raised(report, lowest)
        if poetry:
            edits = with_version(pin, _joined(max(lowest, min(allowed)), supported))
        yield report.finding(
            "LFT406",
            _message(pin.written, target, str(release.python), both=bool(both), poetry=poetry),
            f"allow Python {_joined(lowest, supported)} only",
            edits=edits if both else (),
            severity=Severity.WARNING if both else Severity.ERROR,
        )


def _message(written: str, target: str, needed: str, *, both: bool, poetry: bool) -> str:
    if not both:
        return (
            f"Python `{written}` has no version in common with DSPy {target}, which needs {needed}"
        )
    who = "Poetry refuses to lock" if poetry else "resolvers for the whole range refuse"
    return f"Python `{written}` allows versions that DSPy {target} ({needed}) does not; {who}"


def _pythons(specifier: SpecifierSet) -> list[int]:
    """Return the minor versions of Python 3 that are allowed, by their last patch release."""
    return [minor for minor in _MINORS if allows(specifier, f"3.{minor}.99")]


def _joined(lowest: int, supported: list[int]) -> str:
    above = max(supported) + 1
    return f">=3.{lowest},<3.{above}" if above <= max(_MINORS) else f">=3.{lowest}"


def _raised(report: Report, lowest: int) -> tuple[Edit, ...]:
    """Raise the lower end of a range, and leave the rest as it is written."""
    pin = report.pin
    found = _LOWER.search(pin.version)
    if found is None or pin.fixed or int(found[2]) >= lowest:
        return ()
    start = pin.version_span.start + found.start()
    end = pin.version_span.start + found.end()
    return (Edit(start=start, end=end, text=f"{found[1]}3.{lowest}"),)
