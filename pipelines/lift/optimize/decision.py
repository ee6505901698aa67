"""Turn the proof into one of five decisions and one sentence that says why.

Pure; called by `lift.optimize.pipeline`. What each decision means for the exit code is the command
line's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lift.measure.results import PairedResult
from lift.measure.stats import MIN_GROUPS
from lift.optimize.limits import ResultLimits

__all__ = ["Decision", "Outcome", "decide", "no_candidate"]


class Outcome(str, Enum):
    """How an optimization ended."""

    IMPROVED = "improved"
    """Better by enough, surely, and within the limits."""
    NO_GAIN = "no_gain"
    """Nothing better was found, or it did not hold on the sealed split."""
    OVER_LIMITS = "over_limits"
    """Better, but it costs more than allowed."""
    INCONCLUSIVE = "inconclusive"
    """Better by enough on average, but too few examples to be sure."""
    STOPPED = "stopped"
    """A budget ended the search before anything beat the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict and its reason."""

    outcome: Outcome
    sentence: str
    """One sentence for people, with the numbers that decided."""


def decide(*, paired: PairedResult, violations: int, limits: ResultLimits) -> Decision:
    """Judge a winner by its proof on the sealed split.

    Args:
        violations: the winner's dependency violations there.
    """
    gain = _gain_text(paired)
    if paired.difference.mean <= 0:
        return _decision(Outcome.NO_GAIN, f"The winner does not hold on the sealed split: {gain}.")
    broken = _broken_limits(paired, violations, limits)
    if broken:
        return _decision(Outcome.OVER_LIMITS, f"The winner is better ({gain}) but {broken}.")
    if not _enough(paired, limits):
        wanted = f"the {limits.min_improvement_pct:g} % asked for"
        return _decision(
            Outcome.NO_GAIN, f"The winner gains too little: {gain}, less than {wanted}."
        )
    if paired.groups < MIN_GROUPS:
        groups = f"{paired.groups} independent group{'s' if paired.groups != 1 else ''}"
        return _decision(
            Outcome.INCONCLUSIVE,
            f"The winner looks better ({gain}), but {groups} are too few for a verdict; "
            f"at least {MIN_GROUPS} are needed.",
        )
    if paired.difference.low <= 0:
        smallest = f"{100 * paired.smallest_detectable:.1f} points"
        return _decision(
            Outcome.INCONCLUSIVE,
            f"The winner looks better ({gain}), but so few examples cannot exclude chance; "
            f"they could show a gain of {smallest}.",
        )
    return _decision(
        Outcome.IMPROVED, f"The winner is better on the sealed split: {gain}, {_cost_text(paired)}."
    )


def no_candidate(*, stopped: bool, because: str, considered: int) -> Decision:
    """Judge a search that found nothing better than the baseline, so that nothing was proved.

    Args:
        stopped: True when a budget cut the search short.
        because: what ended the search, as a clause.
        considered: how many proposals it had made.
    """
    proposals = f"{considered} proposal{'s' if considered != 1 else ''}"
    if stopped:
        return _decision(
            Outcome.STOPPED,
            f"The search was stopped before anything beat the baseline "
            f"({proposals} considered): {because}.",
        )
    return _decision(
        Outcome.NO_GAIN, f"None of {proposals} beat the baseline on validation: {because}."
    )


def _decision(outcome: Outcome, sentence: str) -> Decision:
    return Decision(outcome=outcome, sentence=sentence)


def _enough(paired: PairedResult, limits: ResultLimits) -> bool:
    """Any gain over a baseline of 0 is infinite in percent."""
    return paired.improvement_pct is None or paired.improvement_pct >= limits.min_improvement_pct


def _broken_limits(paired: PairedResult, violations: int, limits: ResultLimits) -> str:
    broken: list[str] = []
    if paired.tokens_increase_pct > limits.tokens_increase_pct:
        broken.append(
            f"needs {paired.tokens_increase_pct:+.1f} % tokens "
            f"(limit {limits.tokens_increase_pct:+g} %)"
        )
    if paired.latency_increase_pct > limits.latency_increase_pct:
        broken.append(
            f"takes {paired.latency_increase_pct:+.1f} % time "
            f"(limit {limits.latency_increase_pct:+g} %)"
        )
    if violations > limits.max_dependency_violations:
        broken.append(
            f"has {violations} dependency violation{'s' if violations != 1 else ''} "
            f"(limit {limits.max_dependency_violations})"
        )
    return " and ".join(broken)


def _gain_text(paired: PairedResult) -> str:
    interval = paired.difference
    points = (
        f"{100 * interval.mean:+.1f} points "
        f"({100 * interval.level:.0f} % interval "
        f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f})"
    )
    if paired.improvement_pct is None:
        return f"{points} over a baseline of 0"
    return f"{paired.improvement_pct:+.1f} % of the baseline's score, {points}"


def _cost_text(paired: PairedResult) -> str:
    return (
        f"with {paired.tokens_increase_pct:+.1f} % tokens and "
        f"{paired.latency_increase_pct:+.1f} % time"
    )
