from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lift.engine.budget import Budget, SearchCaps
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.replay import FileRecording, LedgerRecording, ReplayHost, export_recording
from lift.engine.request import ModelRequest, Phase
from lift.errors import BudgetExceeded, PromptTooLong, ReplayMiss, StoreError
from lift.store.database import Database, open_database
from lift.testing import FixedClock, ScriptedHost

Record = Callable[..., ScriptedHost]
MakeEngine = Callable[..., Engine]
Ask = Callable[..., ModelRequest]


@pytest.fixture
def record(make_engine: MakeEngine, ask: Ask) -> Record:
    """Record a run that asks some questions in the search, and the first one in the proof, too."""

    def run(run_id: str, *questions: str, answer: str = "ok") -> ScriptedHost:
        host = ScriptedHost(lambda request: f"{answer} {request.messages[-1].content}")
        engine = make_engine(host)
        for phase, asked in ((Phase.SEARCH, questions), (Phase.PROOF, questions[:1])):
            sender = engine.session(run_id=run_id, phase=phase).sender(rollout="a")
            for question in asked:
                sender.send(ask(sender, question))
        return host

    return run


def test_a_recorded_run_is_replayed_without_a_model(
    record: Record, make_engine: MakeEngine, ask: Ask, database: Database, ledger: Ledger
) -> None:
    record("r1", "one", "two")
    budget = Budget(caps=SearchCaps(max_tokens=1000), clock=FixedClock())
    engine = make_engine(ReplayHost(LedgerRecording(database), address="scripted"))
    sender = engine.session(run_id="r2", phase=Phase.SEARCH, budget=budget).sender(rollout="a")
    answers = [sender.send(ask(sender, question)) for question in ("one", "two", "one")]

    assert [answer.text for answer in answers] == ["ok one", "ok two", "ok one"]
    assert all(answer.replayed for answer in answers)
    assert budget.spending()["tokens"].spent == sum(answer.tokens for answer in answers)
    totals = ledger.totals(run="r2")["search"]
    assert (totals.calls, totals.tokens, totals.replayed) == (3, 0, 3)


def test_a_model_that_is_there_is_not_asked_in_a_replay(
    record: Record, make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    record("r1", "one")
    host = ScriptedHost()
    engine = make_engine(host, replay=LedgerRecording(database))
    sender = engine.session(run_id="r2", phase=Phase.SEARCH).sender(rollout="a")
    sender.send(ask(sender, "one"))
    with pytest.raises(ReplayMiss):
        sender.send(ask(sender, "two"))
    assert host.requests == []


def test_a_missing_call_is_named(
    record: Record, make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    record("r1", "one")
    engine = make_engine(ReplayHost(LedgerRecording(database)))
    session = engine.session(run_id="r2", phase=Phase.SEARCH)
    sender = session.sender(rollout="a", label="example 7")
    request = ask(sender, "never\nasked " + "before " * 30)
    with pytest.raises(ReplayMiss) as miss:
        sender.send(request)

    start = ("never asked " + "before " * 30)[:80]
    assert str(miss.value) == (
        f"{database.path} has no answer for a search call of example 7 to scripted, "
        f"whose last message begins {start!r} (key {request.key[:12]})"
    )
    assert miss.value.hint.startswith("replay with the configuration, data, seed and DSPy version")


def test_the_same_phase_and_the_preferred_run_win(
    record: Record, make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    record("r1", "one", answer="first")
    record("r2", "one", answer="second")
    sender = make_engine(ScriptedHost()).session(run_id="x", phase=Phase.SEARCH).sender(rollout="a")
    key = ask(sender, "one").key

    def text(recording: LedgerRecording, phase: Phase) -> tuple[str, str]:
        found = recording.find(phase, key)
        assert found is not None
        assert found.answer is not None
        return found.answer.text, found.phase

    latest, older = LedgerRecording(database), LedgerRecording(database, prefer_run="r1")
    assert text(latest, Phase.SEARCH) == ("second one", "search")
    assert text(latest, Phase.PROOF) == ("second one", "proof")
    assert text(older, Phase.SEARCH) == ("first one", "search")
    assert text(latest, Phase.SERVE)[0] == "second one"


def test_a_recording_travels_as_a_file(
    record: Record,
    make_engine: MakeEngine,
    ask: Ask,
    database: Database,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    record("r1", "one \u2028 two", "naïve")
    file = tmp_path / "recording.jsonl"
    assert export_recording(database, file) == 3

    with open_database(tmp_path / "elsewhere" / "lift.db") as empty:
        host = ReplayHost(FileRecording(file))
        engine = Engine(hosts=[host], ledger=Ledger(empty), clock=clock)
        sender = engine.session(run_id="r9", phase=Phase.SEARCH).sender(rollout="a")
        assert sender.info == ScriptedHost().info()
        assert sender.send(ask(sender, "naïve")).text == "ok naïve"
        assert sender.send(ask(sender, "one \u2028 two")).latency_ms == 20.0
        with pytest.raises(ReplayMiss, match=r"recording\.jsonl has no answer"):
            sender.send(ask(sender, "three"))


def test_one_run_can_be_exported_alone(record: Record, database: Database, tmp_path: Path) -> None:
    record("r1", "one")
    record("r2", "one", "two")
    file = tmp_path / "recording.jsonl"

    assert export_recording(database, file, run_id="r2") == 3
    header, *lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert header == {"schema_version": 1, "kind": "lift-recording"}
    assert {line["run_id"] for line in lines if "run_id" in line} == {"r2"}


def test_a_refused_prompt_is_replayed_as_one(
    make_engine: MakeEngine, ask: Ask, database: Database, tmp_path: Path
) -> None:
    def answer(request: ModelRequest) -> str:
        raise PromptTooLong("too long by 7")

    sender = (
        make_engine(ScriptedHost(answer))
        .session(run_id="r", phase=Phase.SEARCH)
        .sender(rollout="a")
    )
    with pytest.raises(PromptTooLong):
        sender.send(ask(sender, "hi"))
    file = tmp_path / "recording.jsonl"
    export_recording(database, file)

    for recording in (LedgerRecording(database), FileRecording(file)):
        engine = make_engine(ReplayHost(recording))
        again = engine.session(run_id="replayed", phase=Phase.SEARCH).sender(rollout="a")
        with pytest.raises(PromptTooLong, match="too long by 7"):
            again.send(ask(again, "hi"))


def test_a_replay_needs_to_know_the_model(
    make_engine: MakeEngine, record: Record, database: Database, ledger: Ledger
) -> None:
    with pytest.raises(ReplayMiss, match="does not hold exactly one model"):
        ReplayHost(LedgerRecording(database))
    record("r1", "one")
    with pytest.raises(ReplayMiss, match="does not hold a call to ollama/m") as miss:
        ReplayHost(LedgerRecording(database), address="ollama/m")
    assert "without --replay" in miss.value.hint


def test_a_search_that_wall_time_ended_is_replayed_to_the_same_end(
    make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    clock = FixedClock()

    def slow(request: ModelRequest) -> str:
        clock.advance(10)
        return "ok"

    def search(engine: Engine, run_id: str) -> tuple[int, str]:
        budget = Budget(caps=SearchCaps(max_wall_s=45), clock=clock)
        session = engine.session(run_id=run_id, phase=Phase.SEARCH, budget=budget)
        for number in range(100):
            sender = session.sender(rollout="a")
            try:
                budget.reserve_metric_call()
                sender.send(ask(sender, f"question {number}"))
            except BudgetExceeded as refusal:
                return number, f"{refusal.kind}: {refusal}"
        return 100, "to the end"

    recorded = search(make_engine(ScriptedHost(slow)), "r1")
    replayed = search(make_engine(ReplayHost(LedgerRecording(database))), "r2")
    assert recorded == replayed == (5, "wall_s: the search has used 50.0 s of its 45.0 s")

    sender = (
        make_engine(ReplayHost(LedgerRecording(database)))
        .session(run_id="r3", phase=Phase.PROOF)
        .sender(rollout="a")
    )
    with pytest.raises(ReplayMiss):
        sender.send(ask(sender, "never asked"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("not json\n", 1),
        ("[1]\n", 1),
        ('{"schema_version": 1}\n', 1),
        ('{"schema_version": 1, "kind": "lift-recording"}\n{"key": "k"}\n', 2),
        ('{"schema_version": 1, "kind": "lift-recording"}\n{"key": "k", "sta\n', 2),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    file = tmp_path / "recording.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=f"line {line}: not a line of a recording"):
        FileRecording(file)


def test_a_file_of_a_newer_lift_or_none_at_all_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "recording.jsonl"
    with pytest.raises(StoreError, match="cannot read the recording"):
        FileRecording(file)
    file.write_text('{"schema_version": 2, "kind": "lift-recording"}\n', encoding="utf-8")
    with pytest.raises(StoreError, match="schema_version 2; this lift knows 1"):
        FileRecording(file)
