"""The short form of a report that scripts read from `lift optimize --json`."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from lift.report.model import BudgetLine, EvalReport

__all__ = ["BudgetNumbers", "ContractSummary", "summary"]

KINDS = ("tokens", "model_calls", "metric_calls", "wall_s", "memory_mb")


class BudgetNumbers(TypedDict):
    """One cap of the search phase."""

    limit: float | None
    spent: float


class ContractSummary(TypedDict):
    """What scripts may rely on; keys are added, never changed or removed."""

    decision: str
    sentence: str
    role: str
    version: str | None
    improvement_pct: float | None
    latency_increase_pct: float | None
    tokens_increase_pct: float | None
    dependency_violations: int
    budget: dict[str, BudgetNumbers]
    report: str
    run: str


def summary(report: EvalReport, path: Path) -> ContractSummary:
    """Condense a report.

    The percentages are of the sealed split, null when no proof was held; `improvement_pct` is null
    when the baseline scored 0, too. `budget` is what the search phase spent.
    """
    paired = report.paired
    lines = {**report.budgets, **report.times.budgets}
    return ContractSummary(
        decision=report.decision,
        sentence=report.sentence,
        role=report.role,
        version=report.winner.version if report.winner else None,
        improvement_pct=paired.improvement_pct if paired else None,
        latency_increase_pct=paired.latency_increase_pct if paired else None,
        tokens_increase_pct=paired.tokens_increase_pct if paired else None,
        dependency_violations=report.dependency_violations,
        budget={kind: _numbers(lines[kind]) for kind in KINDS if kind in lines},
        report=str(path),
        run=report.times.run_id,
    )


def _numbers(line: BudgetLine) -> BudgetNumbers:
    return BudgetNumbers(limit=_plain(line.limit), spent=_plain(line.spent) or 0)


def _plain(value: float | None) -> float | None:
    """Show whole numbers as such: 600, not 600.0."""
    return int(value) if value is not None and value == int(value) else value
