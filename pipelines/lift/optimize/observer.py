"""Live progress of an optimization, as plain data for whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lift.engine.budget import Spending
from lift.engine.request import Phase

__all__ = ["Observer", "Progress", "SilentObserver", "remaining_s"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where an optimization stands."""

    phase: Phase
    done: int = 0
    """Examples measured (baseline, proof) or metric calls made (search) in this phase."""
    total: int | None = None
    """How many there will be at most; None when no cap tells it."""
    candidates: int = 0
    """Proposals so far, refused ones included."""
    best_score: float | None = None
    """Best admissible validation score so far, 0 to 1."""
    seed_score: float | None = None
    """The baseline's validation score."""
    spending: Mapping[str, Spending] = field(default_factory=dict[str, Spending])
    """By kind, as `lift.engine.budget.Budget.spending` tells; empty outside the search."""
    remaining_s: float | None = None
    """Estimate of the rest of this phase in seconds; None before there is anything to go by."""


class Observer(Protocol):
    """Is told about progress, from one thread at a time; it cannot change anything."""

    def progress(self, progress: Progress) -> None:
        """Take note; called after each example."""
        ...

    def note(self, text: str) -> None:
        """Take note of an event in words: a candidate accepted or rejected, a search that ended."""
        ...


class SilentObserver:
    """Shows nothing."""

    def progress(self, progress: Progress) -> None:
        """Ignore it."""

    def note(self, text: str) -> None:
        """Ignore it."""


def remaining_s(*, elapsed_s: float, done: int, total: int | None) -> float | None:
    """Extrapolate the rest of a phase from its pace so far; None when there is nothing to go by."""
    if total is None or done <= 0 or elapsed_s <= 0:
        return None
    return elapsed_s / done * max(0, total - done)
