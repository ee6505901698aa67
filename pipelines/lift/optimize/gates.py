"""Who may win: the limits of the result, applied while searching, and the choice of the best.

During the search tokens are counted and latency is modelled on the baseline, so that the same
answers always lead to the same winner. The measured latency decides later, in the proof.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lift.measure.cost_model import CostModel
from lift.measure.results import Rollout
from lift.optimize.journal import Candidate, CandidateCost
from lift.optimize.limits import ResultLimits

__all__ = ["SEARCH_MARGIN", "cost_of", "over_limits", "over_limits_early", "select"]

SEARCH_MARGIN = 0.95
"""Share of a percent limit that a candidate may use in the search. Prompts of the sealed split are
a little longer or shorter than those of validation; at the very edge a winner would fall over."""


def cost_of(
    rollouts: Sequence[Rollout], reference: Sequence[Rollout], model: CostModel
) -> CandidateCost:
    """Condense what a candidate cost against the seed on the same examples."""
    count = max(1, len(rollouts))
    tokens = sum(one.tokens for one in rollouts)
    return CandidateCost(
        prompt_tokens=sum(one.prompt_tokens for one in rollouts) / count,
        tokens=tokens / count,
        latency_ms=model.mean_ms(rollouts),
        tokens_increase_pct=_increase_pct(sum(one.tokens for one in reference), tokens),
        latency_increase_pct=model.increase_pct(reference, rollouts),
        violations=sum(len(one.violations) for one in rollouts),
    )


def over_limits(cost: CandidateCost, limits: ResultLimits) -> str | None:
    """Say why a candidate may not be selected; None when it may."""
    reasons = [
        _over("tokens", cost.tokens_increase_pct, limits.tokens_increase_pct),
        _over("modelled latency", cost.latency_increase_pct, limits.latency_increase_pct),
    ]
    if cost.violations > limits.max_dependency_violations:
        plural = "s" if cost.violations != 1 else ""
        reasons.append(
            f"{cost.violations} dependency violation{plural}, "
            f"at most {limits.max_dependency_violations} allowed"
        )
    found = [reason for reason in reasons if reason is not None]
    return "over the limits of the result: " + "; ".join(found) if found else None


def over_limits_early(
    *,
    extra_prompt_tokens: float,
    reference: Sequence[Rollout],
    limits: ResultLimits,
    model: CostModel,
) -> str | None:
    """Say whether longer prompts alone already break a limit, completions staying as they are.

    Prompts grow by the same number of tokens on every example, so a few examples tell it exactly
    and a full validation need not be paid for.

    Args:
        extra_prompt_tokens: per example, candidate less seed.
        reference: the seed's rollouts on validation.
    """
    count = max(1, len(reference))
    tokens = sum(one.tokens for one in reference) / count
    latency = model.mean_ms(reference)
    reasons = (
        _over("tokens", _ratio_pct(extra_prompt_tokens, tokens), limits.tokens_increase_pct),
        _over(
            "modelled latency",
            _ratio_pct(extra_prompt_tokens * model.prompt_ms, latency),
            limits.latency_increase_pct,
        ),
    )
    found = [reason for reason in reasons if reason is not None]
    return (
        "over the limits of the result by its prompt alone: " + "; ".join(found) if found else None
    )


def select(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the best admissible candidate; the seed competes too.

    The highest mean validation score wins; among equals the one with fewer tokens, then the
    earlier.
    """
    admissible = [one for one in candidates if one.admissible]
    return min(admissible, key=_rank, default=None)


def _rank(candidate: Candidate) -> tuple[float, float, int]:
    score = math.fsum(candidate.val_scores.values()) / len(candidate.val_scores)
    tokens = candidate.cost.tokens if candidate.cost is not None else 0.0
    return (-score, tokens, candidate.index)


def _over(name: str, increase_pct: float, limit_pct: float) -> str | None:
    allowed = limit_pct * SEARCH_MARGIN
    if increase_pct <= allowed:
        return None
    return (
        f"{name} {increase_pct:+.1f} %, at most {allowed:+.1f} % "
        f"(the limit of {limit_pct:g} % less a margin)"
    )


def _increase_pct(before: float, after: float) -> float:
    if before > 0:
        return 100 * (after / before - 1)
    return 0.0 if after <= 0 else math.inf


def _ratio_pct(extra: float, base: float) -> float:
    return 100 * extra / base if base > 0 else 0.0
