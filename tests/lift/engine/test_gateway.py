from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lift.engine.budget import Budget, SearchCaps
from lift.engine.gateway import Engine, Sender
from lift.engine.ledger import Ledger
from lift.engine.ports import RequestSender
from lift.engine.request import CallCost, ModelAnswer, ModelRequest, Phase
from lift.errors import (
    BudgetExceeded,
    ConfigError,
    ModelNotFound,
    PromptTooLong,
    StoreError,
    TransportError,
    UsageError,
)
from lift.store.database import Database
from lift.testing import FixedClock, ScriptedHost

MakeEngine = Callable[..., Engine]
Ask = Callable[..., ModelRequest]


def search_budget(max_tokens: int | None = None) -> Budget:
    return Budget(caps=SearchCaps(max_tokens=max_tokens), clock=FixedClock())


def search(engine: Engine, *, run: str = "r1", budget: Budget | None = None) -> Sender:
    return engine.session(run_id=run, phase=Phase.SEARCH, budget=budget).sender(rollout="a")


def spent(budget: Budget) -> tuple[float, float]:
    spending = budget.spending()
    return spending["model_calls"].spent, spending["tokens"].spent


def test_a_call_is_sent_journaled_and_told(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger, clock: FixedClock
) -> None:
    host = ScriptedHost(lambda request: "four")
    told: list[CallCost] = []
    session = make_engine(host).session(run_id="r1", phase=Phase.BASELINE)
    sender: RequestSender = session.sender(rollout="a", on_call=told.append, label="example 7")

    request = ask(sender, "2+2?")
    answer = sender.send(request)

    assert answer == ModelAnswer(
        text="four", prompt_tokens=8, completion_tokens=4, latency_ms=20.0, finish_reason="stop"
    )
    (row,) = ledger.calls()
    assert (row.run_id, row.phase, row.status, row.replayed) == (
        "r1",
        "baseline",
        "answered",
        False,
    )
    assert (row.model, row.host, row.label, row.key) == (
        "scripted",
        "scripted",
        "example 7",
        request.key,
    )
    assert (row.prompt_tokens, row.completion_tokens, row.paid_tokens) == (8, 4, 12)
    assert (row.latency_ms, row.started, row.error) == (20.0, clock.now(), None)
    assert told == [
        CallCost(
            key=request.key, prompt_tokens=8, completion_tokens=4, latency_ms=20.0, replayed=False
        )
    ]


def test_the_call_is_noted_before_it_is_sent(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger
) -> None:
    seen: list[tuple[str, int]] = []

    def look(request: ModelRequest) -> str:
        seen.extend((row.status, row.paid_tokens) for row in ledger.calls())
        return "x"

    sender = search(make_engine(ScriptedHost(look)))
    request = ask(sender, "2+2?", max_tokens=50)
    sender.send(request)

    assert seen == [("sent", request.prompt_bytes + 50)]


def test_the_same_request_is_answered_from_the_ledger_and_spent_again(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger
) -> None:
    host, budget = ScriptedHost(), search_budget()
    sender = search(make_engine(host), budget=budget)
    first = sender.send(ask(sender, "2+2?"))
    again = sender.send(ask(sender, "2+2?"))

    assert len(host.requests) == 1
    assert (again.text, again.latency_ms, again.tokens) == (
        first.text,
        first.latency_ms,
        first.tokens,
    )
    assert (first.replayed, again.replayed) == (False, True)
    assert spent(budget) == (2, 2 * first.tokens)
    totals = ledger.totals()["search"]
    assert (totals.calls, totals.tokens, totals.replayed) == (2, first.tokens, 1)


@pytest.mark.parametrize(
    ("run", "phase", "rollout"),
    [("r2", Phase.SEARCH, "a"), ("r1", Phase.PROOF, "a"), ("r1", Phase.SEARCH, "b")],
)
def test_other_runs_phases_and_rollouts_never_hit(
    make_engine: MakeEngine, ask: Ask, run: str, phase: Phase, rollout: str
) -> None:
    host = ScriptedHost()
    engine = make_engine(host)
    for sender in (search(engine), engine.session(run_id=run, phase=phase).sender(rollout=rollout)):
        assert not sender.send(ask(sender, "2+2?")).replayed

    assert len(host.requests) == 2


def test_a_refused_call_reaches_neither_host_nor_ledger(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger
) -> None:
    host = ScriptedHost()
    sender = search(make_engine(host), budget=search_budget(max_tokens=57))

    with pytest.raises(BudgetExceeded):
        sender.send(ask(sender, "2+2?", max_tokens=50))
    assert host.requests == []
    assert ledger.calls() == ()


def test_a_reservation_is_never_more_than_the_context_and_the_output(
    make_engine: MakeEngine, ask: Ask
) -> None:
    budget = search_budget(max_tokens=250)
    sender = search(make_engine(ScriptedHost(context_tokens=200)), budget=budget)

    with pytest.raises(BudgetExceeded, match="251 more"):
        sender.send(ask(sender, "x" * 1000, max_tokens=51))
    sender.send(ask(sender, "x" * 100, max_tokens=50))


def test_a_hit_reserves_what_the_call_did_so_that_a_resumed_search_ends_at_the_same_call(
    make_engine: MakeEngine, ask: Ask
) -> None:
    host = ScriptedHost()

    def run(count: int) -> int:
        sender = search(make_engine(host), budget=search_budget(max_tokens=300))
        for number in range(count):
            try:
                sender.send(ask(sender, f"question {number}", max_tokens=100))
            except BudgetExceeded:
                return number
        return count

    assert run(50) == run(50) == len(host.requests)


def test_only_the_search_has_a_budget(make_engine: MakeEngine) -> None:
    with pytest.raises(UsageError, match="proof has none"):
        make_engine(ScriptedHost()).session(run_id="r1", phase=Phase.PROOF, budget=search_budget())


def test_identical_calls_in_flight_are_sent_once(make_engine: MakeEngine, ask: Ask) -> None:
    all_ask = threading.Event()

    def answer(request: ModelRequest) -> str:
        assert all_ask.wait(10)
        return "slow"

    host, budget = ScriptedHost(answer), search_budget()
    session = make_engine(host).session(run_id="r1", phase=Phase.SEARCH, budget=budget)

    def send(_: int) -> ModelAnswer:
        sender = session.sender(rollout="a")
        return sender.send(ask(sender, "2+2?"))

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(send, number) for number in range(8)]
        all_ask.set()
        answers = [each.result(timeout=10) for each in waiting]

    assert len(host.requests) == 1
    assert {answer.text for answer in answers} == {"slow"}
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * 7
    assert spent(budget) == (8, 8 * answers[0].tokens)


def test_whoever_waited_for_a_failed_call_tries_by_itself(
    make_engine: MakeEngine, ask: Ask
) -> None:
    first_is_in = threading.Event()
    go_on = threading.Event()
    sent: list[int] = []

    def answer(request: ModelRequest) -> str:
        sent.append(1)
        if len(sent) == 1:
            first_is_in.set()
            assert go_on.wait(10)
            raise ModelNotFound("gone for a moment")
        return "there"

    session = make_engine(ScriptedHost(answer)).session(run_id="r1", phase=Phase.SEARCH)
    sender = session.sender(rollout="a")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(sender.send, ask(sender, "2+2?"))
        assert first_is_in.wait(10)
        second = pool.submit(sender.send, ask(sender, "2+2?"))
        go_on.set()
        with pytest.raises(ModelNotFound):
            first.result(timeout=10)
        assert second.result(timeout=10).text == "there"


def test_a_lost_contact_is_tried_again_and_every_attempt_is_spent(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger, sleeps: list[float]
) -> None:
    def answer(request: ModelRequest) -> str:
        if len(host.requests) < 3:
            raise TransportError("connection to http://me:pw@mac:11434 reset")
        return "at last"

    host, budget = ScriptedHost(answer), search_budget()
    sender = search(make_engine(host), budget=budget)
    request = ask(sender, "2+2?", max_tokens=50)
    got = sender.send(request)

    bound = request.prompt_bytes + 50
    assert got.text == "at last"
    assert sleeps == [0.5, 1.0]
    assert spent(budget) == (3, 2 * bound + got.tokens)
    assert [(row.status, row.paid_tokens) for row in ledger.calls()] == [
        ("failed", bound),
        ("failed", bound),
        ("answered", got.tokens),
    ]
    assert ledger.calls()[0].error == ("TransportError: connection to http://***@mac:11434 reset")


def test_three_lost_contacts_are_an_error(make_engine: MakeEngine, ask: Ask) -> None:
    def answer(request: ModelRequest) -> str:
        raise TransportError("connection refused")

    host = ScriptedHost(answer)
    sender = search(make_engine(host))
    with pytest.raises(TransportError, match="connection refused"):
        sender.send(ask(sender, "2+2?"))
    assert len(host.requests) == 3


def test_a_retry_that_the_budget_does_not_allow_is_not_made(
    make_engine: MakeEngine, ask: Ask
) -> None:
    def answer(request: ModelRequest) -> str:
        raise TransportError("connection refused")

    host = ScriptedHost(answer)
    sender = search(make_engine(host), budget=search_budget(max_tokens=60))
    with pytest.raises(BudgetExceeded):
        sender.send(ask(sender, "2+2?", max_tokens=40))
    assert len(host.requests) == 1


@pytest.mark.parametrize("error", [ModelNotFound("no such model"), RuntimeError("a bug")])
def test_other_errors_are_not_tried_again_and_settle_at_the_reservation(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger, error: Exception
) -> None:
    def answer(request: ModelRequest) -> str:
        raise error

    host, budget = ScriptedHost(answer), search_budget()
    sender = search(make_engine(host), budget=budget)
    request = ask(sender, "2+2?", max_tokens=50)
    with pytest.raises(type(error)):
        sender.send(request)

    assert len(host.requests) == 1
    assert spent(budget) == (1, request.prompt_bytes + 50)
    assert [row.status for row in ledger.calls()] == ["failed"]


def test_a_refused_prompt_is_an_answer_that_is_replayed(
    make_engine: MakeEngine, ask: Ask, ledger: Ledger
) -> None:
    def answer(request: ModelRequest) -> str:
        raise PromptTooLong("5,000 tokens do not fit 4,096")

    host, budget = ScriptedHost(answer), search_budget()
    sender = search(make_engine(host), budget=budget)
    for _ in range(2):
        with pytest.raises(PromptTooLong, match="5,000 tokens do not fit"):
            sender.send(ask(sender, "2+2?", max_tokens=50))

    assert len(host.requests) == 1
    assert spent(budget) == (2, 2 * 58)
    assert [(row.status, row.replayed) for row in ledger.calls()] == [
        ("refused", False),
        ("refused", True),
    ]


def test_an_answer_that_cannot_be_journaled_is_not_handed_back(
    make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    def fill_the_disk(request: ModelRequest) -> str:
        pages = database.read("PRAGMA page_count")[0][0]
        database.read(f"PRAGMA max_page_count = {pages}")
        return "x" * 100_000

    host = ScriptedHost(fill_the_disk)
    sender = search(make_engine(host))
    with pytest.raises(StoreError, match="full"):
        sender.send(ask(sender, "hi"))

    database.read("PRAGMA max_page_count = 1000000")
    host = ScriptedHost(lambda request: "fits")
    sender = search(make_engine(host))
    assert sender.send(ask(sender, "hi")).text == "fits"


def test_a_budget_that_two_engines_share_is_charged_once_for_earlier_lives(
    make_engine: MakeEngine, ask: Ask, database: Database, clock: FixedClock
) -> None:
    def answer(request: ModelRequest) -> str:
        raise ModelNotFound("gone")

    sender = search(make_engine(ScriptedHost(answer)))
    with pytest.raises(ModelNotFound):
        sender.send(ask(sender, "hi", max_tokens=94))

    budget = search_budget()
    next_life = Ledger(database)
    for _ in range(2):
        engine = Engine(hosts=[ScriptedHost()], ledger=next_life, clock=clock)
        engine.session(run_id="r1", phase=Phase.SEARCH, budget=budget)
    assert spent(budget) == (1, 100)


def test_an_engine_needs_a_host_and_closes_it(make_engine: MakeEngine) -> None:
    with pytest.raises(ConfigError, match="no host"):
        make_engine()
    host = ScriptedHost()
    make_engine(host).close()
    assert host.closed
