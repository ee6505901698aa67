"""Findings about packages that only DSPy used to install: LFT407, 408."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from lift.migrate.finding import Finding
from lift.migrate.pins.declared import NAMES
from lift.migrate.pins.pin import Manifest, Pin
from lift.migrate.pins.places import Report
from lift.migrate.pins.releases import Release
from lift.migrate.pins.rewrite import with_extra, with_sibling
from lift.migrate.pins.uses import Use, module_of

__all__ = ["undeclared_findings"]

_PREFERRED = ("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile")


def undeclared_findings(
    manifests: Sequence[Manifest], uses: Sequence[Use], release: Release
) -> Iterator[Finding]:
    """Yield one finding per package and project, at the pin of DSPy that the file belongs to."""
    homes = _homes(manifests)
    grouped: dict[tuple[str, str, bool], list[Use]] = {}
    for use in uses:
        home = _home_of(use.path, homes)
        if home is None or _declares(manifests, home, use.package):
            continue
        if use.feature and use.package in release.extras:
            if use.package not in _extras(manifests, home):
                grouped.setdefault((home, use.package, True), []).append(use)
        elif use.package not in release.brings:
            grouped.setdefault((home, use.package, False), []).append(use)
    for (home, package, extra), found in grouped.items():
        make = _extra_finding if extra else _package_finding
        yield make(homes[home], package, found, release)


def _homes(manifests: Sequence[Manifest]) -> dict[str, Report]:
    """Return the pin of DSPy that stands for each folder with one."""
    homes: dict[str, Report] = {}
    for manifest in sorted(manifests, key=_preference):
        pin = next((one for one in manifest.pins if one.name in NAMES and not one.constraint), None)
        if pin is not None:
            homes.setdefault(posixpath.dirname(manifest.path), Report(manifest=manifest, pin=pin))
    return homes


def _preference(manifest: Manifest) -> tuple[int, str]:
    name = posixpath.basename(manifest.path)
    return (_PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED), manifest.path)


def _home_of(path: str, homes: dict[str, Report]) -> str | None:
    """Return the deepest folder with a pin of DSPy that a file lies in."""
    folder = posixpath.dirname(path)
    while folder not in homes:
        if not folder:
            return None
        folder = posixpath.dirname(folder)
    return folder


def _near(manifests: Sequence[Manifest], home: str) -> Iterator[Pin]:
    """Yield the pins of a folder, of what it includes, and of the folders above."""
    for manifest in manifests:
        folder = posixpath.dirname(manifest.path)
        above = not folder or home == folder or home.startswith(f"{folder}/")
        inside = posixpath.dirname(folder) == home  # requirements/dev.txt
        if above or inside:
            yield from manifest.pins


def _declares(manifests: Sequence[Manifest], home: str, package: str) -> bool:
    return any(pin.name == package and not pin.constraint for pin in _near(manifests, home))


def _extras(manifests: Sequence[Manifest], home: str) -> set[str]:
    return {extra for pin in _near(manifests, home) if pin.name == "dspy" for extra in pin.extras}


def _package_finding(report: Report, package: str, found: list[Use], release: Release) -> Finding:
    first, module = found[0], module_of(package)
    why = f"dspy.{first.feature} imports it" if first.feature else "the program imports it"
    return report.finding(
        "LFT407",
        f"{why} ({_where(found)}), and DSPy {release.version} does not bring {package} any more: "
        f"ModuleNotFoundError: No module named '{module}' in a fresh environment",
        f"declare {package}",
        edits=with_sibling(report.pin, package, report.manifest),
    )


def _extra_finding(report: Report, package: str, found: list[Use], release: Release) -> Finding:
    name = f"dspy.{found[0].feature}"
    return report.finding(
        "LFT408",
        f"{name} ({_where(found)}) needs the extra {package} from DSPy {release.version}: "
        f"ImportError ... Install it with `pip install dspy[{package}]`",
        f"ask for dspy[{package}]",
        edits=with_extra(report.pin, package, report.manifest),
    )


def _where(found: list[Use]) -> str:
    first = f"{found[0].path}:{found[0].line}"
    more = len(found) - 1
    return first if not more else f"{first} and {more} more"
