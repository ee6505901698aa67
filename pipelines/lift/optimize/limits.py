"""Limits of an optimization's result, as plain data that policy, gates and decision share."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ResultLimits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLimits:
    """What a winner may cost against the baseline and what it has to gain."""

    latency_increase_pct: float = 20.0
    """Largest increase of engine time per example, percent."""
    tokens_increase_pct: float = 25.0
    """Largest increase of tokens per example, percent."""
    min_improvement_pct: float = 15.0
    """Smallest gain of the score on the sealed split, percent of the baseline's score."""
    max_dependency_violations: int = 0
    """Most dependency violations that a winner may have on a split."""
