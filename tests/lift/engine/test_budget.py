from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift.engine.budget import Budget, EarlierCalls, SearchCaps
from lift.errors import BudgetExceeded
from lift.testing import FixedClock


def make_budget(caps: SearchCaps | None = None, **options: float) -> Budget:
    return Budget(
        caps=caps or SearchCaps(),
        clock=FixedClock(),
        wall_before_s=options.get("wall_before_s", 0.0),
        memory_mb=lambda: options.get("memory_mb", 10.0),
    )


def spent(budget: Budget, kind: str) -> float:
    return budget.spending()[kind].spent


def test_a_call_is_reserved_and_then_settled_at_its_true_cost() -> None:
    budget = make_budget(SearchCaps(max_tokens=100, max_model_calls=2))

    with budget.reserve_call(80) as reservation:
        held = budget.spending()
        reservation.settle(30)

    assert (held["tokens"].spent, held["tokens"].reserved, held["tokens"].limit) == (0, 80, 100)
    assert (held["model_calls"].spent, held["model_calls"].reserved) == (0, 1)
    after = budget.spending()
    assert (after["tokens"].spent, after["tokens"].reserved) == (30, 0)
    assert (after["model_calls"].spent, after["model_calls"].reserved) == (1, 0)


def test_a_call_that_reports_nothing_settles_at_its_reservation() -> None:
    budget = make_budget()
    with pytest.raises(RuntimeError), budget.reserve_call(80):
        raise RuntimeError

    assert spent(budget, "tokens") == 80
    assert spent(budget, "model_calls") == 1


def test_only_the_first_settlement_counts() -> None:
    budget = make_budget()
    reservation = budget.reserve_call(80)
    reservation.settle(30)
    reservation.settle(70)

    assert spent(budget, "tokens") == 30


def test_a_call_that_could_exceed_the_cap_is_refused_and_costs_nothing() -> None:
    budget = make_budget(SearchCaps(max_tokens=100))
    budget.reserve_call(60).settle(60)

    with pytest.raises(BudgetExceeded) as refusal:
        budget.reserve_call(41)

    assert str(refusal.value) == (
        "the tokens cap of 100 would be exceeded: 60 spent or reserved, 41 more asked for"
    )
    assert refusal.value.hint.startswith("raise max_tokens in budgets/optimizer_budget.yaml")
    assert spent(budget, "tokens") == 60
    budget.reserve_call(40).settle(40)


def test_model_calls_are_capped() -> None:
    budget = make_budget(SearchCaps(max_model_calls=1))
    first = budget.reserve_call(5)

    with pytest.raises(BudgetExceeded, match="the model_calls cap of 1"):
        budget.reserve_call(5)
    first.settle(1)
    with pytest.raises(BudgetExceeded, match="the model_calls cap of 1"):
        budget.reserve_call(5)


def test_metric_calls_are_capped_and_refused_whole() -> None:
    budget = make_budget(SearchCaps(max_metric_calls=5))
    budget.reserve_metric_call(3)

    with pytest.raises(BudgetExceeded, match="the metric_calls cap of 5"):
        budget.reserve_metric_call(3)
    budget.reserve_metric_call(2)
    assert spent(budget, "metric_calls") == 5


def test_without_caps_nothing_is_refused() -> None:
    budget = make_budget()
    for _ in range(100):
        budget.reserve_call(10**9).settle(10**9)
        budget.reserve_metric_call()

    assert {kind: each.limit for kind, each in budget.spending().items()} == {
        "metric_calls": None,
        "model_calls": None,
        "tokens": None,
        "wall_s": None,
        "memory_mb": None,
    }
    assert spent(budget, "tokens") == 10**11


def test_wall_time_adds_up_over_lives_and_ignores_a_clock_that_jumps() -> None:
    clock = FixedClock()
    budget = Budget(caps=SearchCaps(max_wall_s=100), clock=clock, wall_before_s=60)

    clock.advance(39)
    clock.jump(-86_400)
    budget.check()
    budget.reserve_call(1).settle(1)
    assert spent(budget, "wall_s") == 99

    clock.advance(1)
    with pytest.raises(BudgetExceeded, match=r"the search has used 100\.0 s of its 100\.0 s"):
        budget.check()
    with pytest.raises(BudgetExceeded):
        budget.reserve_call(1)
    with pytest.raises(BudgetExceeded):
        budget.reserve_metric_call()


def test_memory_is_sampled_before_each_call() -> None:
    samples = iter([100.0, 300.0, 200.0, 200.0])
    budget = Budget(
        caps=SearchCaps(max_memory_mb=250), clock=FixedClock(), memory_mb=lambda: next(samples)
    )
    budget.reserve_call(1).settle(1)

    with pytest.raises(BudgetExceeded, match="this process holds 300 MB, over the cap of 250 MB"):
        budget.reserve_call(1)
    budget.reserve_call(1).settle(1)
    assert spent(budget, "memory_mb") == 300


def test_a_host_that_reports_more_than_was_reserved_ends_a_capped_search() -> None:
    budget = make_budget(SearchCaps(max_tokens=1000))
    budget.reserve_call(50).settle(70)

    with pytest.raises(BudgetExceeded, match="reported 70 tokens for a call that could cost 50"):
        budget.reserve_call(1)
    assert spent(budget, "tokens") == 70

    uncapped = make_budget()
    uncapped.reserve_call(50).settle(70)
    uncapped.reserve_call(1).settle(1)
    assert spent(uncapped, "tokens") == 71


def test_a_call_waits_for_one_in_flight_that_may_cost_less() -> None:
    budget = make_budget(SearchCaps(max_tokens=100))
    in_flight = budget.reserve_call(90)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(budget.reserve_call, 80)
        assert not waiting.done()
        in_flight.settle(20)
        waiting.result(timeout=10).settle(80)

    assert spent(budget, "tokens") == 100


def test_a_waiting_call_is_refused_once_the_one_in_flight_has_cost_too_much() -> None:
    budget = make_budget(SearchCaps(max_tokens=100))
    in_flight = budget.reserve_call(90)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(budget.reserve_call, 80)
        in_flight.settle(90)
        with pytest.raises(BudgetExceeded):
            waiting.result(timeout=10)


def test_a_thread_never_waits_for_itself() -> None:
    budget = make_budget(SearchCaps(max_tokens=100))
    budget.reserve_call(90)

    with pytest.raises(BudgetExceeded):
        budget.reserve_call(80)


def test_threads_that_hold_and_wait_do_not_wait_for_each_other() -> None:
    budget = make_budget(SearchCaps(max_tokens=100))
    both_hold = threading.Barrier(2)

    def hold_and_ask() -> str:
        with budget.reserve_call(50):
            both_hold.wait(timeout=10)
            try:
                budget.reserve_call(40).settle(40)
            except BudgetExceeded:
                return "refused"
            return "served"

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(hold_and_ask) for _ in range(2)]
        assert {outcome.result(timeout=10) for outcome in outcomes} == {"refused"}


def test_earlier_lives_are_charged_once() -> None:
    budget = make_budget(SearchCaps(max_tokens=1000))
    earlier = EarlierCalls(calls=5, tokens=400, lost_calls=2, lost_tokens=150)
    budget.charge_earlier("run", earlier)
    budget.charge_earlier("run", earlier)

    assert (spent(budget, "model_calls"), spent(budget, "tokens")) == (2, 150)


def test_what_earlier_lives_paid_bounds_what_is_sent_but_not_what_is_replayed() -> None:
    budget = make_budget(SearchCaps(max_tokens=1000, max_model_calls=10))
    budget.charge_earlier("run", EarlierCalls(calls=9, tokens=950, lost_calls=0, lost_tokens=0))

    with pytest.raises(BudgetExceeded, match="950 spent or reserved, 51 more"):
        budget.reserve_call(51)
    budget.reserve_call(900, recorded=True).settle(900)
    budget.reserve_call(50).settle(50)
    assert spent(budget, "tokens") == 950
    with pytest.raises(BudgetExceeded, match="the model_calls cap of 10"):
        budget.reserve_call(0)


def test_the_first_refusal_is_told_once() -> None:
    budget = make_budget(SearchCaps(max_tokens=10, max_metric_calls=0))
    told: list[str] = []
    budget.watch(lambda refusal: told.append(refusal.kind))
    budget.watch(lambda refusal: told.append("second watcher"))
    for refused in (lambda: budget.reserve_call(11), budget.reserve_metric_call):
        with pytest.raises(BudgetExceeded):
            refused()
    assert told == ["tokens"]


@settings(max_examples=40, deadline=None)
@given(
    limit=st.integers(0, 3_000),
    calls=st.integers(0, 200),
    threads=st.sampled_from([1, 2, 8]),
    seed=st.integers(),
)
def test_no_mix_of_threads_and_true_costs_exceeds_a_cap(
    limit: int, calls: int, threads: int, seed: int
) -> None:
    budget = Budget(
        caps=SearchCaps(max_tokens=limit, max_model_calls=calls, max_metric_calls=calls // 2),
        clock=FixedClock(),
        memory_mb=lambda: 1.0,
    )
    lock = threading.Lock()
    paid: list[int] = []
    seen: list[float] = []

    def search(worker: int) -> None:
        dice = random.Random(seed * 31 + worker)
        for _ in range(30):
            bound = dice.randint(0, 120)
            try:
                with budget.reserve_call(bound) as reservation:
                    cost = dice.choice([bound, dice.randint(0, bound), None])
                    if cost is not None:
                        reservation.settle(cost)
                budget.reserve_metric_call()
            except BudgetExceeded:
                cost = None
                continue
            finally:
                now = budget.spending()["tokens"]
                with lock:
                    seen.append(now.spent + now.reserved)
            with lock:
                paid.append(bound if cost is None else cost)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(search, range(threads)))

    final = budget.spending()
    assert max(seen) <= limit
    assert sum(paid) <= final["tokens"].spent <= limit
    assert final["tokens"].reserved == final["model_calls"].reserved == 0
    assert final["model_calls"].spent <= calls
    assert final["metric_calls"].spent <= calls // 2
