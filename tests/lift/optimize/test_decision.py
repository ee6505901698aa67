"""Five decisions, each with one truthful sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lift.measure.results import Interval, PairedResult
from lift.optimize.decision import Outcome, decide, no_candidate
from lift.optimize.limits import ResultLimits

PAIRED = PairedResult(
    examples=200,
    groups=60,
    difference=Interval(mean=0.2, low=0.12, high=0.28),
    improvement_pct=50.0,
    p_value=0.001,
    cohens_d=0.8,
    smallest_detectable=0.1,
    latency_increase_pct=10.0,
    latency_increase_ci=Interval(mean=10.0, low=5.0, high=15.0),
    tokens_increase_pct=20.0,
)
SURE = Interval(mean=0.2, low=0.12, high=0.28)
UNSURE = Interval(mean=0.2, low=-0.01, high=0.41)


@pytest.mark.parametrize(
    ("changes", "violations", "outcome", "words"),
    [
        ({}, 0, Outcome.IMPROVED, "+50.0 % of the baseline's score, +20.0 points"),
        ({"improvement_pct": 15.0}, 0, Outcome.IMPROVED, "better"),
        ({"improvement_pct": None}, 0, Outcome.IMPROVED, "over a baseline of 0"),
        ({"tokens_increase_pct": 25.0, "latency_increase_pct": 20.0}, 0, Outcome.IMPROVED, ""),
        ({"improvement_pct": 14.9}, 0, Outcome.NO_GAIN, "less than the 15 % asked for"),
        ({"difference": Interval(mean=0.0, low=-0.1, high=0.1)}, 0, Outcome.NO_GAIN, "not hold"),
        ({"difference": Interval(mean=-0.1, low=-0.2, high=-0.1)}, 0, Outcome.NO_GAIN, "not hold"),
        ({"difference": UNSURE}, 0, Outcome.INCONCLUSIVE, "cannot exclude chance"),
        ({"difference": Interval(mean=0.2, low=0.0, high=0.4)}, 0, Outcome.INCONCLUSIVE, "chance"),
        ({"groups": 5}, 0, Outcome.INCONCLUSIVE, "5 independent groups are too few"),
        ({"tokens_increase_pct": 25.1}, 0, Outcome.OVER_LIMITS, "+25.1 % tokens (limit +25 %)"),
        ({"latency_increase_pct": 20.1}, 0, Outcome.OVER_LIMITS, "+20.1 % time (limit +20 %)"),
        ({}, 1, Outcome.OVER_LIMITS, "1 dependency violation (limit 0)"),
        (
            {"difference": UNSURE, "tokens_increase_pct": 99.0},
            0,
            Outcome.OVER_LIMITS,
            "+99.0 % tokens",
        ),
        (
            {"difference": Interval(mean=-0.1, low=-0.2, high=0.0), "tokens_increase_pct": 99.0},
            0,
            Outcome.NO_GAIN,
            "not hold",
        ),
    ],
)
def test_the_proof_decides(
    changes: dict[str, object], violations: int, outcome: Outcome, words: str
) -> None:
    decision = decide(
        paired=replace(PAIRED, **changes),  # type: ignore[arg-type]
        violations=violations,
        limits=ResultLimits(),
    )

    assert decision.outcome is outcome
    assert words in decision.sentence
    assert decision.sentence.endswith(".")
    assert "\n" not in decision.sentence


def test_a_search_without_a_winner_says_what_ended_it() -> None:
    stopped = no_candidate(stopped=True, because="the tokens cap was reached", considered=1)
    ended = no_candidate(stopped=False, because="nothing was left to try", considered=3)

    assert (stopped.outcome, ended.outcome) == (Outcome.STOPPED, Outcome.NO_GAIN)
    assert "1 proposal considered" in stopped.sentence
    assert "the tokens cap was reached" in stopped.sentence
    assert "None of 3 proposals beat the baseline" in ended.sentence
