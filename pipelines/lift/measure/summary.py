"""Condense rollouts into figures: one program on one set of examples, or two programs side by side.

Called by baseline capture, the proof, regression runs and the search (for its candidates).
"""

from __future__ import annotations

from collections.abc import Sequence

from lift.errors import DataError
from lift.measure.results import Interval, PairedResult, Rollout, Summary
from lift.measure.stats import (
    clustered_mean,
    cohens_d,
    median_ratio,
    p_value,
    percentile,
    smallest_detectable,
)

__all__ = ["compare_pairs", "summarize"]


def summarize(rollouts: Sequence[Rollout], *, peak_memory_mb: float | None = None) -> Summary:
    """Return the figures of one program on one set of examples.

    Raises:
        DataError: there are no rollouts; an empty run has no figures.
    """
    if not rollouts:
        raise DataError("nothing was measured: there are no examples", hint="lift doctor")
    calls = [call for rollout in rollouts for call in rollout.calls]
    prompt = sum(call.prompt_tokens for call in calls)
    completion = sum(call.completion_tokens for call in calls)
    seconds = sum(call.latency_ms for call in calls) / 1000
    score = clustered_mean([one.score for one in rollouts], [one.group for one in rollouts])
    latencies = [one.latency_ms for one in rollouts]
    return Summary(
        examples=len(rollouts),
        score=score.interval(lowest=0.0, highest=1.0),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
        prompt_tokens_per_example=prompt / len(rollouts),
        completion_tokens_per_example=completion / len(rollouts),
        prompt_tokens_per_call=prompt / max(1, len(calls)),
        completion_tokens_per_call=completion / max(1, len(calls)),
        calls=len(calls),
        throughput_tokens_s=completion / seconds if seconds > 0 else 0.0,
        peak_memory_mb=peak_memory_mb,
        errors=sum(1 for one in rollouts if one.error is not None),
        violations=sum(len(one.violations) for one in rollouts),
    )


def compare_pairs(
    baseline: Sequence[Rollout], winner: Sequence[Rollout], *, seed: int = 0
) -> PairedResult:
    """Compare two programs on the same examples.

    Args:
        baseline: one rollout per example.
        winner: of the same examples in the same order.
        seed: of the bootstrap of the latency interval.

    Raises:
        DataError: no examples, or the two do not cover the same ones in the same order.
    """
    _check_aligned(baseline, winner)
    groups = [one.group for one in baseline]
    before = clustered_mean([one.score for one in baseline], groups).mean
    difference = clustered_mean(
        [new.score - old.score for old, new in zip(baseline, winner, strict=True)], groups
    )
    ratio = median_ratio(
        [one.latency_ms for one in baseline],
        [one.latency_ms for one in winner],
        groups,
        seed=seed,
    )
    return PairedResult(
        examples=difference.examples,
        groups=difference.groups,
        difference=difference.interval(lowest=-1.0, highest=1.0),
        improvement_pct=100 * difference.mean / before if before > 0 else None,
        p_value=p_value(difference),
        cohens_d=cohens_d(difference),
        smallest_detectable=smallest_detectable(difference),
        latency_increase_pct=100 * (ratio.mean - 1),
        latency_increase_ci=_as_increase(ratio),
        tokens_increase_pct=_increase_pct(
            sum(one.tokens for one in baseline), sum(one.tokens for one in winner)
        ),
    )


def _as_increase(ratio: Interval) -> Interval:
    """Turn an interval of ratios into one of percent more."""
    return Interval(
        mean=100 * (ratio.mean - 1),
        low=100 * (ratio.low - 1),
        high=100 * (ratio.high - 1),
        level=ratio.level,
    )


def _increase_pct(before: int, after: int) -> float:
    """Return how much more, percent; nothing before counts as 1, so that limits fail closed."""
    return 100 * (after / max(before, 1) - 1) if before != after else 0.0


def _check_aligned(baseline: Sequence[Rollout], winner: Sequence[Rollout]) -> None:
    if not baseline:
        raise DataError("nothing to compare: there are no examples", hint="lift doctor")
    if [one.example_id for one in baseline] != [one.example_id for one in winner]:
        raise DataError(
            f"the two measurements do not cover the same examples "
            f"({len(baseline)} and {len(winner)})",
            hint="measure both again on the same dataset",
        )
