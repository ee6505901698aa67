"""Pins -> findings with edits. Called by the check, and again by the fix on changed text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.pins.declared import NAMES, load_manifests
from lift.migrate.pins.dspy_pin import dspy_findings
from lift.migrate.pins.others import other_findings, python_findings
from lift.migrate.pins.pin import Manifest, Pin
from lift.migrate.pins.places import Report
from lift.migrate.pins.read import read_manifest
from lift.migrate.pins.releases import Release, newest, release
from lift.migrate.pins.undeclared import undeclared_findings
from lift.migrate.pins.uses import Use, uses
from lift.migrate.sources.discovery import relative

__all__ = ["PinCheck", "load_pin_check"]

_LOCKS = ("uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pixi.lock")


@dataclass(frozen=True)
class PinCheck:
    """Everything that the findings about pins depend on; pure from here on."""

    manifests: tuple[Manifest, ...]
    uses: tuple[Use, ...]
    """Imports of packages that the source version brought and the target does not."""
    locked: frozenset[str]
    """Folders with a lock file."""
    source: str
    target: str

    def with_manifest(self, path: str, data: bytes) -> PinCheck:
        """Return the same check as if one manifest had other content."""
        changed = read_manifest(path, data)
        manifests = tuple(changed if one.path == path else one for one in self.manifests)
        return PinCheck(manifests, self.uses, self.locked, self.source, self.target)

    @cached_property
    def target_release(self) -> Release:
        return release(self.target) or newest()

    def findings(self) -> tuple[Finding, ...]:
        """Return every finding about pins, by file and place."""
        found: list[Finding] = []
        for manifest in self.manifests:
            found += self._of_manifest(manifest)
        found += undeclared_findings(self.manifests, self.uses, self.target_release)
        return tuple(sorted(found, key=lambda one: (one.path, one.line, one.column, one.code)))

    def without_declared(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Leave out what LFT407 and LFT408 say at a pin: packages that DSPy brings no more."""
        homes = {
            posixpath.dirname(one.path)
            for one in self.manifests
            if any(pin.name in NAMES and not pin.constraint for pin in one.pins)
        }
        for one in findings:
            inside = any(not home or one.path.startswith(f"{home}/") for home in homes)
            if one.code != "LFT176" or not inside:
                yield one

    def _of_manifest(self, manifest: Manifest) -> Iterator[Finding]:
        if manifest.problem:
            if manifest.path.endswith((".toml", "Pipfile")):
                yield _unreadable(manifest)
            return
        pins = [one for one in manifest.pins if one.name in NAMES]
        folder = posixpath.dirname(manifest.path)
        for pin in pins:
            yield from dspy_findings(
                Report(manifest=manifest, pin=pin),
                target=self.target,
                release=self.target_release,
                decided=self._decided(folder, pin),
                siblings=pins,
            )
            yield from self._contradiction(manifest, pin)
        if pins:
            others = [one for one in manifest.pins if one.name not in NAMES]
            reports = [Report(manifest=manifest, pin=one) for one in others]
            yield from other_findings(reports, target=self.target, release=self.target_release)
            yield from python_findings(reports, target=self.target, release=self.target_release)

    def _decided(self, folder: str, pin: Pin) -> bool:
        """Whether a lock or a constraints file decides what an open pin installs."""
        if folder in self.locked:
            return True
        near = [one for one in self.manifests if posixpath.dirname(one.path) in {folder, ""}]
        return any(
            other.constraint and other is not pin and other.name == "dspy" and bool(other.version)
            for one in near
            for other in one.pins
        )

    def _contradiction(self, manifest: Manifest, pin: Pin) -> Iterator[Finding]:
        """Find an earlier pin of the same folder that has no version in common with this one."""
        folder = posixpath.dirname(manifest.path)
        for other in self.manifests:
            if posixpath.dirname(other.path) != folder:
                continue
            for earlier in other.pins:
                if earlier is pin:
                    return
                if earlier.name in NAMES and _contradict(earlier, pin):
                    yield Report(manifest=manifest, pin=pin).finding(
                        "LFT404",
                        f"`{pin.written}` and `{earlier.written}` in {other.path} have no DSPy "
                        "version in common; which one the program meets depends on the file that "
                        "was installed from",
                        "decide on one version and repeat or include it in the other file",
                    )
                    return


def _contradict(one: Pin, other: Pin) -> bool:
    from lift.migrate.pins.overlap import overlap

    if one.marker or other.marker or one.source or other.source:
        return False
    first, second = one.specifier, other.specifier
    return first is not None and second is not None and not overlap(first, second)


def _unreadable(manifest: Manifest) -> Finding:
    line = manifest.problem_line
    return Finding(
        code="LFT001",
        severity=Severity.ERROR,
        path=manifest.path,
        line=line,
        column=1,
        end_line=line,
        end_column=1,
        message=f"the pins of this file are not checked: {manifest.problem}",
        advice="repair the file, or exclude it",
        fix=Fix.NONE,
        edits=(),
    )


def load_pin_check(
    *, root: Path, paths: Sequence[Path], source: str, target: str, python_files: Iterable[Path]
) -> PinCheck:
    """Read manifests and imports.

    Args:
        python_files: The project's modules, in which imports are looked for.
    """
    manifests = load_manifests(root, paths)
    before, after = release(source), release(target) or newest()
    lost = (before.brings - after.brings - {"dspy", "dspy-ai"}) if before else frozenset[str]()
    used: tuple[Use, ...] = ()
    if lost and any(pin.name in NAMES for one in manifests for pin in one.pins):
        named = ((relative(root, one), one) for one in python_files)
        used = tuple(sorted(uses(named, lost)))
    folders = {posixpath.dirname(one.path) for one in manifests}
    locked = {one for one in folders if any((root / one / lock).exists() for lock in _LOCKS)}
    return PinCheck(manifests, used, frozenset(locked), source, target)
