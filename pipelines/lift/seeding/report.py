"""What `seed_bugs` is told and what it tells: options, progress and the final count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lift.seeding.selection import SplitShares

__all__ = ["SeedOptions", "SeedProgress", "SeedReport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedOptions:
    """What kind of dataset is wanted; None means without limit."""

    limit: int | None = None
    """Most tasks in all."""
    per_class: int | None = None
    """Most tasks of one bug class."""
    per_function: int | None = 6
    """Most tasks made from one function."""
    shares: SplitShares = field(default_factory=SplitShares)
    timeout_s: float = 5.0
    """Seconds that the tests of one mutant may take beyond three times what they took unchanged."""
    suite_timeout_s: float = 600.0
    """Seconds for one run of the whole suite."""
    slow_test_s: float = 1.0
    """Tests that take longer do not judge mutants."""
    max_lines: int = 60
    """Longer functions are left alone."""
    jobs: int = 0
    """Processes that run mutants; 0 means one per core. Changes the speed only."""
    tests: tuple[Path, ...] = ()
    """Where the tests are; found when empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedProgress:
    """One moment of the work, for a progress line."""

    phase: str
    """`copy`, `suite`, `mutants` or `write`."""
    done: int
    total: int
    """Mutants tried and planned; fewer are tried when the limit is reached before."""
    killed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What was made, and what was left out and why."""

    out: Path
    project: Path | None
    """The snapshot beside the dataset that `pytest` checks run in; None when no task needs it."""
    package: str
    version: str | None
    python: str
    tasks: int
    functions: int
    """Functions that at least one task was made from."""
    tests: int
    """Tests that judge."""
    tests_left_out: Mapping[str, int]
    """By reason: failing, flaky (passes in the whole suite but not in a part of it), slow, skipped,
    crashing, not collected, not in the sandbox (passes outside only)."""
    functions_skipped: Mapping[str, int]
    """By reason."""
    mutants: Mapping[str, int]
    """By fate: assertion, error, timeout, crash, survived, refused."""
    by_class: Mapping[str, int]
    by_split: Mapping[str, int]
    by_check: Mapping[str, int]
    seconds: float

    @property
    def killed(self) -> int:
        """Mutants that the suite noticed, whether they became tasks or not."""
        return sum(self.mutants.get(k, 0) for k in ("assertion", "error", "timeout", "crash"))
