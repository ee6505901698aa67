"""The report of a migration as data: what `lift migrate report --json` prints."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from lift.migrate.finding import Fix, Severity
from lift.migrate.report.record import FixRun, Verification

__all__ = [
    "CodeCount",
    "EnvironmentEntry",
    "FindingEntry",
    "MigrationReport",
    "State",
    "TierCount",
    "TierProposal",
    "Timings",
]

State = Literal["open", "unverified", "different", "done"]
"""open: something that counts is left; unverified: nothing is, but no verification was run since;
different: the verification found differences; done: nothing is left, and both versions agree."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FindingEntry(_Part):
    """One finding that is left."""

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    cell: int | None
    tier: int | None
    message: str
    advice: str
    fix: Fix


class CodeCount(_Part):
    """How much of one code was fixed and is left."""

    code: str
    summary: str
    fixed: int
    left: int


class TierCount(_Part):
    """How much was fixed and is left in files of one tier."""

    tier: int | None
    """None for files that have no tier."""
    fixed: int
    errors: int
    warnings: int
    infos: int


class EnvironmentEntry(_Part):
    """One environment under `.lift/envs`."""

    version: str
    state: str
    python: str
    packages: int
    problems: tuple[str, ...]


class TierProposal(_Part):
    """What to change in the criticality guide."""

    path: str
    tier: int
    was: int | None
    reason: str


class Timings(_Part):
    """Seconds; None for what was not done."""

    check: float
    fix: float | None
    verify: float | None
    environments: float | None


class MigrationReport(_Part):
    """Everything about one migration, as it is now."""

    schema_version: int = 1
    kind: str = "migrate-report"
    lift: str
    """The version of lift."""
    made_at: datetime
    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    state: State
    sentence: str
    """What that means, for people."""
    notes: tuple[str, ...]
    files: int
    """Files looked into."""
    known: int
    """Findings that the baseline file knows; they are not counted as left."""
    environments: tuple[EnvironmentEntry, ...]
    codes: tuple[CodeCount, ...]
    tiers: tuple[TierCount, ...]
    fixes: tuple[FixRun, ...]
    left: tuple[FindingEntry, ...]
    verification: Verification | None
    timings: Timings
    proposals: tuple[TierProposal, ...]
    guide: str | None
    """The criticality guide, relative to the project."""
    guide_diff: str
    """The proposed change of the guide, as a unified diff; empty when there is none."""
