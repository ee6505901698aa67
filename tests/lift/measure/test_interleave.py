from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lift.engine.gateway import Session
from lift.engine.request import ModelAnswer, ModelRequest, Phase
from lift.errors import DataError, ModelNotFound
from lift.measure.interleave import PairMeasurement, measure_pair
from lift.measure.results import CallCost, Rollout
from lift.measure.summary import compare_pairs, summarize
from lift.testing import ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, exact_match, numbered_examples

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

OpenSession = Callable[..., Session]
BASELINE = ScriptedProgram(texts={"answer": "plain"})
WINNER = ScriptedProgram(texts={"answer": "clever"})


def is_winner(request: ModelRequest) -> bool:
    return "clever" in request.messages[0].content


def answer(request: ModelRequest) -> ModelAnswer:
    """The winner knows all; the baseline every second. The winner is 10 % slower and longer."""
    number = int(request.messages[-1].content[1:])
    right = is_winner(request) or number % 2 == 0
    return ModelAnswer(
        text="yes" if right else "no",
        prompt_tokens=110 if is_winner(request) else 100,
        completion_tokens=11 if is_winner(request) else 10,
        latency_ms=(11.0 if is_winner(request) else 10.0) * (1 + number),
        finish_reason="stop",
    )


def prove(session: Session, count: int = 20, seed: int = 0) -> PairMeasurement:
    return measure_pair(
        baseline=BASELINE,
        winner=WINNER,
        examples=numbered_examples(count),
        metric=exact_match,
        session=session,
        seed=seed,
    )


def test_the_proof_measures_both_and_compares(open_session: OpenSession) -> None:
    host = ScriptedHost(answer)
    proof = prove(open_session(phase=Phase.PROOF, host=host))
    paired = proof.paired

    assert [one.example_id for one in proof.baseline] == [one.example_id for one in proof.winner]
    assert (paired.examples, paired.groups) == (20, 20)
    assert paired.difference.mean == approx(0.5)
    assert paired.difference.low > 0
    assert paired.improvement_pct == approx(100)
    assert paired.p_value < 0.001
    assert paired.latency_increase_pct == approx(10)
    assert paired.latency_increase_ci.low == approx(10)
    assert paired.tokens_increase_pct == approx(10)
    assert host.most_at_once == 1


def test_pairs_stay_together_and_a_seeded_coin_orders_them(open_session: OpenSession) -> None:
    orders: list[list[bool]] = []
    for run, seed in enumerate([0, 0, 1]):
        host = ScriptedHost(answer)
        prove(open_session(phase=Phase.PROOF, run_id=f"r{run}", host=host), count=30, seed=seed)
        questions = [request.messages[-1].content for request in host.requests]
        assert questions[0::2] == questions[1::2] == [f"q{n}" for n in range(30)]
        orders.append([is_winner(request) for request in host.requests[0::2]])

    assert orders[0] == orders[1] != orders[2]
    assert 5 < sum(orders[0]) < 25


def test_equal_prompts_are_still_measured_twice(open_session: OpenSession) -> None:
    host = ScriptedHost(lambda _: "yes")
    proof = measure_pair(
        baseline=BASELINE,
        winner=BASELINE,
        examples=numbered_examples(3),
        metric=exact_match,
        session=open_session(phase=Phase.PROOF, host=host),
        seed=0,
    )

    assert len(host.requests) == 6
    assert proof.paired.difference.mean == 0
    assert proof.paired.p_value == 1


def test_progress_and_errors(open_session: OpenSession) -> None:
    seen: list[tuple[str, str]] = []

    def fail_late(request: ModelRequest) -> str:
        if request.messages[-1].content == "q2":
            raise ModelNotFound("gone")
        return "yes"

    with pytest.raises(ModelNotFound):
        measure_pair(
            baseline=BASELINE,
            winner=WINNER,
            examples=numbered_examples(5),
            metric=exact_match,
            session=open_session(host=ScriptedHost(fail_late)),
            seed=0,
            on_done=lambda old, new: seen.append((old.example_id, new.example_id)),
        )

    assert seen == [("q0", "q0"), ("q1", "q1")]


def test_no_examples_prove_nothing(open_session: OpenSession) -> None:
    with pytest.raises(DataError, match="no examples"):
        prove(open_session(), count=0)


# ------------------------------------------------------------------------ comparisons by hand


def rollout(number: int, score: float, tokens: int = 10, latency_ms: float = 5.0) -> Rollout:
    cost = CallCost(
        key="k",
        prompt_tokens=tokens,
        completion_tokens=0,
        latency_ms=latency_ms,
        replayed=False,
    )
    return Rollout(
        example_id=f"q{number}",
        group=f"g{number // 2}",
        score=score,
        feedback="",
        outputs={},
        calls=(cost,),
    )


def test_a_baseline_of_zero_has_no_relative_gain() -> None:
    before = [rollout(n, 0.0) for n in range(4)]
    after = [rollout(n, 1.0) for n in range(4)]
    paired = compare_pairs(before, after)

    assert paired.improvement_pct is None
    assert paired.cohens_d is None
    assert paired.p_value == approx(0.5)  # two groups, both better: a coin does that


def test_no_tokens_before_fails_any_limit() -> None:
    before = [replace(rollout(n, 0.0), calls=()) for n in range(2)]
    after = [rollout(n, 0.0, tokens=50) for n in range(2)]

    assert compare_pairs(before, after).tokens_increase_pct > 1000
    assert compare_pairs(before, before).tokens_increase_pct == 0


def test_different_examples_do_not_pair() -> None:
    one = [rollout(0, 1.0), rollout(1, 1.0)]

    with pytest.raises(DataError, match="do not cover the same examples"):
        compare_pairs(one, one[:1])
    with pytest.raises(DataError, match="do not cover the same examples"):
        compare_pairs(one, one[::-1])


def test_the_difference_is_that_of_the_summaries() -> None:
    before = [rollout(n, n % 3 / 2) for n in range(11)]
    after = [rollout(n, n % 2 / 1) for n in range(11)]
    difference = summarize(after).score.mean - summarize(before).score.mean

    assert compare_pairs(before, after).difference.mean == approx(difference)
