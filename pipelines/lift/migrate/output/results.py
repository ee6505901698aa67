"""What a check found, as the output formats and the gates need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lift.migrate.finding import Finding, Fix, Severity

__all__ = ["Counts", "Results", "in_cell", "sort_findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many findings there are, by what decides about them."""

    findings: int
    errors: int
    warnings: int
    infos: int
    safe: int
    """What `lift migrate fix` repairs without asking."""
    unsafe: int
    """What `lift migrate fix --unsafe` repairs."""
    by_code: Mapping[str, int]
    """In the order of the codes."""
    by_tier: Mapping[int, int]
    """By criticality tier, 1 first; findings without a tier are not counted here."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Counts:
        found = tuple(findings)
        severities = Counter(one.severity for one in found)
        fixes = Counter(one.fix for one in found)
        tiers = Counter(one.tier for one in found if one.tier is not None)
        return cls(
            findings=len(found),
            errors=severities[Severity.ERROR],
            warnings=severities[Severity.WARNING],
            infos=severities[Severity.INFO],
            safe=fixes[Fix.SAFE],
            unsafe=fixes[Fix.UNSAFE],
            by_code=dict(sorted(Counter(one.code for one in found).items())),
            by_tier=dict(sorted(tiers.items())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One check, whatever it looked at."""

    findings: tuple[Finding, ...]
    """In the order of `sort_findings`."""
    files: int
    """Files that were looked into."""
    source_version: str
    target_version: str
    seconds: float
    known: int = 0
    """Findings that the baseline file already knows; they are not in `findings`."""
    notes: tuple[str, ...] = field(default=())
    """What a person should know about the check itself, such as how the version was guessed."""

    @property
    def counts(self) -> Counts:
        return Counts.of(self.findings)

    def at_or_above(self, severity: Severity) -> int:
        """How many findings are of this severity or worse."""
        return sum(1 for one in self.findings if one.severity.rank >= severity.rank)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order findings by file, place and code; the same in every run."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (one.path, one.cell or 0, one.line, one.column, one.code, one.message),
        )
    )


def in_cell(finding: Finding) -> bool:
    """Whether line and column count in a cell of a notebook, not in the file."""
    return finding.cell is not None and finding.path.endswith(".ipynb")
