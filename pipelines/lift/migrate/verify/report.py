"""What a comparison found: differences, costs, and the verdict that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from lift.engine.request import JsonValue
from lift.measure.results import Interval

__all__ = ["LIMIT", "OK", "CaseOutcome", "Cost", "Difference", "Kind", "VerifyReport", "Weight"]

OK = "ok"
"""How a case ends that raises nothing."""
LIMIT = 1.05
"""A cost that grows by more than 5 % is a regression."""


class Kind(str, Enum):
    """What differs."""

    IMPORT = "import"
    """A module cannot be imported, or a program cannot be made."""
    SIGNATURE = "signature"
    """Instructions, fields, types or their schemas."""
    PROGRAM = "program"
    """Programs, what they take, their predictors."""
    REQUESTS = "requests"
    """How many requests reach the model."""
    MESSAGES = "messages"
    """What the model is told."""
    OPTIONS = "options"
    """How it is told to answer: sampling, limits, formats, tools."""
    TRANSPORT = "transport"
    """The address, the API, or that the server refused."""
    OUTPUT = "output"
    SCORE = "score"
    ERROR = "error"
    """What a case raises."""


class Weight(str, Enum):
    """How much a difference matters."""

    BREAKS = "breaks"
    """Worked in the old version and does not in the new one."""
    CHANGES = "changes"
    """Works, and does something else."""
    NOTE = "note"
    """Worth knowing; changes neither what the model is told nor what comes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not the same."""

    kind: Kind
    weight: Weight
    where: str
    """The module, program, signature or case."""
    message: str
    """What differs, in one sentence."""
    old: str = ""
    """The whole text in the old version, to be shown beside the new one."""
    new: str = ""
    why: str = ""
    """What changed in DSPy, where lift knows it, and what to do."""

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "kind": self.kind.value,
            "weight": self.weight.value,
            "where": self.where,
            "message": self.message,
            "old": self.old,
            "new": self.new,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A cost in both versions."""

    name: str
    """Such as `import`, `latency`, `prompt tokens`."""
    unit: str
    old: float
    """Median."""
    new: float
    ratio: Interval
    """New over old: the median of paired ratios and its 95 % interval."""
    samples: int
    """Pairs that it rests on."""

    @property
    def regressed(self) -> bool:
        """Whether it grew by more than 5 %, and grew at all in the whole interval."""
        return self.ratio.mean > LIMIT and self.ratio.low > 1

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "name": self.name,
            "unit": self.unit,
            "old": self.old,
            "new": self.new,
            "ratio": self.ratio.mean,
            "ratio_low": self.ratio.low,
            "ratio_high": self.ratio.high,
            "level": self.ratio.level,
            "samples": self.samples,
            "regressed": self.regressed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """One case in both versions, for the table."""

    id: str
    smoke: bool
    """Whether lift made it from a signature."""
    old: str
    """`OK`, or what it raised."""
    new: str
    requests_old: int
    requests_new: int
    identical: bool
    """Whether every request body is the same JSON with its keys in the same order."""
    score_old: float | None
    """None where the case has no metric, or did not come that far."""
    score_new: float | None
    steady: bool
    """Whether it sent the same when run again under the same version; else it is not compared."""

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "id": self.id,
            "smoke": self.smoke,
            "old": self.old,
            "new": self.new,
            "requests_old": self.requests_old,
            "requests_new": self.requests_new,
            "identical": self.identical,
            "score_old": self.score_old,
            "score_new": self.score_new,
            "steady": self.steady,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """Everything that a comparison of two versions found."""

    old: str
    new: str
    python_old: str
    python_new: str
    modules: tuple[str, ...]
    """Every module that was to be imported."""
    imported: int
    """How many of them raise nothing in at least one version."""
    programs: int
    cases: tuple[CaseOutcome, ...]
    differences: tuple[Difference, ...]
    """The weightiest first."""
    costs: tuple[Cost, ...]
    notes: tuple[str, ...]
    """What could not be compared, and why."""
    seconds: float
    model: str | None = None
    """The address of the real model that answered; None where answers were scripted."""

    @property
    def breaks(self) -> int:
        return self.count(Weight.BREAKS)

    @property
    def changes(self) -> int:
        return self.count(Weight.CHANGES)

    @property
    def regressions(self) -> tuple[Cost, ...]:
        return tuple(one for one in self.costs if one.regressed)

    @property
    def failing(self) -> int:
        """How many cases raised in both versions, so that nothing was seen of what they do."""
        return sum(OK not in (one.old, one.new) for one in self.cases)

    @property
    def empty(self) -> bool:
        """Whether nothing was compared, which is never a pass."""
        if not self.imported and self.failing == len(self.cases):
            return True
        own = [one for one in self.cases if not one.smoke]
        return bool(own) and self.failing == len(self.cases)

    @property
    def same(self) -> bool:
        """Whether nothing breaks, changes or became dearer."""
        return not (self.breaks or self.changes or self.regressions or self.empty)

    def count(self, weight: Weight) -> int:
        return sum(one.weight is weight for one in self.differences)

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "schema_version": 1,
            "from": self.old,
            "to": self.new,
            "python": {"from": self.python_old, "to": self.python_new},
            "model": self.model,
            "same": self.same,
            "summary": self._summary(),
            "modules": list(self.modules),
            "cases": _all(self.cases),
            "differences": _all(self.differences),
            "costs": _all(self.costs),
            "notes": list(self.notes),
        }

    def _summary(self) -> dict[str, JsonValue]:
        return {
            "modules": len(self.modules),
            "modules_raising_in_both": len(self.modules) - self.imported,
            "programs": self.programs,
            "cases": len(self.cases),
            "cases_raising_in_both": self.failing,
            "breaks": self.breaks,
            "changes": self.changes,
            "notes": self.count(Weight.NOTE),
            "regressions": len(self.regressions),
            "seconds": round(self.seconds, 1),
        }


def _all(items: Sequence[CaseOutcome | Difference | Cost]) -> list[JsonValue]:
    return [_plain(one.to_json()) for one in items]


def _plain(value: Mapping[str, JsonValue]) -> JsonValue:
    return dict(value)
