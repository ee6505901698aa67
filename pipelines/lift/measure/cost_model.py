"""Latency as a function of tokens, fitted on the baseline: ms = a + b * prompt + c * completion.

The search gates candidates with it, so that the noise of single timings never decides who survives
and a resumed run finds the same winner. Called by `lift.optimize`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lift.measure.results import CallCost, Rollout

__all__ = ["CostModel", "fit_cost_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostModel:
    """What a call takes by its tokens; never negative, so that more tokens never look faster."""

    base_ms: float
    """What every call takes, milliseconds."""
    prompt_ms: float
    """Milliseconds per prompt token."""
    completion_ms: float
    """Milliseconds per completion token."""
    calls: int = 0
    """How many calls it was fitted on."""

    def call_ms(self, prompt_tokens: float, completion_tokens: float) -> float:
        """Predict one call."""
        return (
            self.base_ms + self.prompt_ms * prompt_tokens + self.completion_ms * completion_tokens
        )

    def rollout_ms(self, rollout: Rollout) -> float:
        """Predict all calls of a rollout together."""
        return math.fsum(
            self.call_ms(call.prompt_tokens, call.completion_tokens) for call in rollout.calls
        )

    def mean_ms(self, rollouts: Sequence[Rollout]) -> float:
        """Predict the mean per example; 0 without examples."""
        total = math.fsum(self.rollout_ms(rollout) for rollout in rollouts)
        return total / len(rollouts) if rollouts else 0.0

    def increase_pct(self, baseline: Sequence[Rollout], candidate: Sequence[Rollout]) -> float:
        """Predict how much longer the candidate takes per example, percent; 0 without a model."""
        before, after = self.mean_ms(baseline), self.mean_ms(candidate)
        return 100 * (after / before - 1) if before > 0 else 0.0


def fit_cost_model(calls: Iterable[CallCost]) -> CostModel:
    """Fit by non-negative least squares (Lawson & Hanson 1974, chapter 23).

    Calls without a finite, positive latency are left out. Whatever the data cannot tell apart gets
    one of the possible answers: calls that are all alike, or fewer than three, still predict
    themselves. No usable call at all gives a model that predicts 0.
    """
    usable = [call for call in calls if math.isfinite(call.latency_ms) and call.latency_ms > 0]
    if not usable:
        return CostModel(base_ms=0.0, prompt_ms=0.0, completion_ms=0.0)
    base, prompt, completion = _non_negative(usable)
    return CostModel(base_ms=base, prompt_ms=prompt, completion_ms=completion, calls=len(usable))


def _non_negative(calls: Sequence[CallCost]) -> tuple[float, float, float]:
    """Solve with columns scaled to at most 1, so that many tokens do not drown the constant."""
    from scipy import optimize

    widest_prompt = max(1, *(call.prompt_tokens for call in calls))
    widest_completion = max(1, *(call.completion_tokens for call in calls))
    rows = [
        [1.0, call.prompt_tokens / widest_prompt, call.completion_tokens / widest_completion]
        for call in calls
    ]
    solution, _ = optimize.nnls(rows, [call.latency_ms for call in calls])
    base, prompt, completion = (float(value) for value in solution)
    return base, prompt / widest_prompt, completion / widest_completion
