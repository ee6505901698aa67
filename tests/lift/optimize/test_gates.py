"""Limits during the search, and the choice of the best."""

from __future__ import annotations

import pytest

from lift.engine.request import CallCost
from lift.measure.cost_model import CostModel
from lift.measure.results import Rollout
from lift.optimize.gates import SEARCH_MARGIN, cost_of, over_limits, over_limits_early, select
from lift.optimize.journal import Candidate, CandidateCost, Journal, Verdict
from lift.optimize.limits import ResultLimits

MODEL = CostModel(base_ms=10.0, prompt_ms=0.1, completion_ms=1.0)
LIMITS = ResultLimits()


def rollout(prompt: int, completion: int, *, violations: tuple[str, ...] = ()) -> Rollout:
    call = CallCost(
        key="k",
        prompt_tokens=prompt,
        completion_tokens=completion,
        latency_ms=999.0,
        replayed=False,
    )
    return Rollout(
        example_id="e",
        group="g",
        score=1.0,
        feedback="",
        outputs={},
        calls=(call,),
        violations=violations,
    )


SEED = (rollout(100, 50), rollout(140, 70))


def test_costs_are_counted_and_modelled_never_timed() -> None:
    cost = cost_of((rollout(130, 50), rollout(170, 70)), SEED, MODEL)

    assert cost.tokens == 210
    assert cost.prompt_tokens == 150
    assert cost.tokens_increase_pct == pytest.approx(100 * 60 / 360)
    assert cost.latency_ms == pytest.approx(10 + 15 + 60)
    assert cost.latency_increase_pct == pytest.approx(100 * 3 / 82)


@pytest.mark.parametrize(
    ("tokens", "latency", "violations", "reason"),
    [
        (0.0, 0.0, 0, None),
        (25 * SEARCH_MARGIN, 20 * SEARCH_MARGIN, 0, None),
        (-40.0, -40.0, 0, None),
        (24.0, 0.0, 0, "tokens +24.0 %"),
        (0.0, 19.5, 0, "modelled latency +19.5 %"),
        (0.0, 0.0, 2, "2 dependency violations, at most 0"),
        (99.0, 99.0, 1, "tokens +99.0 %"),
    ],
)
def test_a_candidate_over_a_limit_is_named_as_such(
    tokens: float, latency: float, violations: int, reason: str | None
) -> None:
    cost = CandidateCost(
        prompt_tokens=1,
        tokens=1,
        latency_ms=1,
        tokens_increase_pct=tokens,
        latency_increase_pct=latency,
        violations=violations,
    )
    found = over_limits(cost, LIMITS)

    assert (found is None) == (reason is None)
    assert reason is None or (found is not None and reason in found)


def test_a_longer_prompt_is_told_from_a_few_examples() -> None:
    def early(extra: float, limits: ResultLimits = LIMITS) -> str | None:
        return over_limits_early(
            extra_prompt_tokens=extra, reference=SEED, limits=limits, model=MODEL
        )

    assert early(40) is None
    assert early(-100) is None
    assert "tokens +25.0 %" in (early(45) or "")
    slow = ResultLimits(tokens_increase_pct=1000)
    assert "modelled latency" in (early(200, slow) or "")


def validated(journal: Journal, text: str, scores: list[float], tokens: float) -> Candidate:
    candidate = journal.add(instructions={"p": text}, parents=(0,), origin="reflection")
    journal.note_validation(
        candidate.index,
        {f"e{number}": score for number, score in enumerate(scores)},
        CandidateCost(
            prompt_tokens=tokens,
            tokens=tokens,
            latency_ms=tokens,
            tokens_increase_pct=0,
            latency_increase_pct=0,
            violations=0,
        ),
    )
    return candidate


def test_the_best_score_wins_then_fewer_tokens_then_the_earlier() -> None:
    journal = Journal()
    validated(journal, "seed", [1, 0, 0], 100)
    validated(journal, "better", [1, 1, 0], 140)
    validated(journal, "as good and shorter", [0, 1, 1], 120)
    validated(journal, "the same again", [0, 1, 1], 120)
    best_but_barred = validated(journal, "best", [1, 1, 1], 500)
    journal.reject(best_but_barred.index, "over the limits")
    journal.add(instructions={"p": "never run"}, parents=(0,), origin="reflection")

    best = select(journal.candidates)
    assert best is not None
    assert best.instructions == {"p": "as good and shorter"}


def test_the_seed_wins_a_tie() -> None:
    journal = Journal()
    validated(journal, "seed", [1, 0], 100)
    validated(journal, "lucky", [0, 1], 110)

    best = select(journal.candidates)
    assert best is not None
    assert best.index == 0


def test_every_candidate_gets_a_verdict_and_a_reason() -> None:
    journal = Journal()
    validated(journal, "seed", [0], 1)
    validated(journal, "winner", [1], 1)
    journal.add(instructions={"p": "unfinished"}, parents=(1,), origin="reflection")
    journal.add(
        instructions={"p": ""}, parents=(1,), origin="reflection", component="p", refused="empty"
    )

    done = journal.decide(1, unfinished="the search ended")

    assert [one.verdict for one in done] == [
        Verdict.DOMINATED,
        Verdict.SELECTED,
        Verdict.REJECTED,
        Verdict.REJECTED,
    ]
    assert [one.reason for one in done][2:] == ["the search ended", "empty"]
    assert all(one.reason for one in done)
    assert select([]) is None


def test_a_journal_finds_a_candidate_by_its_words() -> None:
    journal = Journal()
    first = journal.add(instructions={"a": "x  y", "b": "z"}, parents=(), origin="seed")
    journal.add(instructions={"a": "q", "b": "z"}, parents=(0,), origin="reflection", refused="no")

    assert journal.find({"b": "z", "a": "x y\n"}) == first
    assert journal.find({"a": "q", "b": "z"}) is None
    assert journal.proposals == 1
