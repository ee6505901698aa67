from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.measure.cost_model import CostModel, fit_cost_model
from lift.measure.results import CallCost, Rollout

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def call(prompt: int, completion: int, latency_ms: float) -> CallCost:
    return CallCost(
        key="k",
        prompt_tokens=prompt,
        completion_tokens=completion,
        latency_ms=latency_ms,
        replayed=False,
    )


def rollout(*calls: CallCost) -> Rollout:
    return Rollout(example_id="q", group="g", score=1, feedback="", outputs={}, calls=calls)


def calls_of(base: float, prompt: float, completion: float, count: int = 60) -> list[CallCost]:
    draw = random.Random(1)
    sizes = [(draw.randint(100, 4000), draw.randint(1, 400)) for _ in range(count)]
    return [call(p, c, base + prompt * p + completion * c) for p, c in sizes]


@given(st.floats(0, 500), st.floats(0, 2), st.floats(0, 30))
def test_exact_costs_are_recovered(base: float, prompt: float, completion: float) -> None:
    made = calls_of(base, prompt, completion)
    model = fit_cost_model(made)

    for one in made:
        if one.latency_ms > 0:
            assert model.call_ms(one.prompt_tokens, one.completion_tokens) == approx(
                one.latency_ms, rel=1e-6, abs=1e-6
            )


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 500), st.floats(-10, 1e5)), max_size=12)
)
def test_whatever_was_measured_more_tokens_never_look_faster(
    rows: list[tuple[int, int, float]],
) -> None:
    model = fit_cost_model(call(*row) for row in rows)

    assert model.base_ms >= 0
    assert model.prompt_ms >= 0
    assert model.completion_ms >= 0
    assert model.call_ms(0, 0) <= model.call_ms(10, 0) <= model.call_ms(10, 10)


def test_noise_does_not_turn_a_cost_negative() -> None:
    draw = random.Random(2)
    noisy = [call(p, 10, 100 + draw.uniform(-20, 20)) for p in range(100, 2000, 50)]

    assert fit_cost_model(noisy).prompt_ms >= 0


@pytest.mark.parametrize(
    "made", [[], [call(10, 10, 0)], [call(10, 10, float("nan"))]], ids=["none", "zero", "nan"]
)
def test_nothing_usable_predicts_nothing(made: list[CallCost]) -> None:
    model = fit_cost_model(made)

    assert model == CostModel(base_ms=0, prompt_ms=0, completion_ms=0, calls=0)
    assert model.increase_pct([rollout(call(1, 1, 1))], [rollout(call(9, 9, 9))]) == 0


def test_calls_that_are_all_alike_predict_themselves() -> None:
    model = fit_cost_model([call(500, 50, 80.0)] * 5)

    assert model.call_ms(500, 50) == approx(80)
    assert model.call_ms(500, 100) >= 80


def test_one_call_predicts_itself() -> None:
    assert fit_cost_model([call(500, 50, 80.0)]).call_ms(500, 50) == approx(80)


def test_increases_are_of_the_mean_per_example() -> None:
    model = CostModel(base_ms=10, prompt_ms=0.1, completion_ms=1)
    before = [rollout(call(100, 10, 0)), rollout(call(300, 10, 0))]
    after = [rollout(call(100, 10, 0), call(100, 10, 0)), rollout(call(300, 10, 0))]

    assert model.mean_ms(before) == approx(40)
    assert model.increase_pct(before, after) == approx(37.5)
    assert model.increase_pct(before, before) == 0
    assert model.mean_ms([]) == 0
