"""Every `Recording` answers alike, whether it is the project's ledger or a file made from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.engine.budget import Budget, SearchCaps
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.replay import FileRecording, LedgerRecording, Recording, export_recording
from lift.engine.request import ModelRequest, Phase
from lift.errors import BudgetExceeded
from lift.store.database import open_database
from lift.testing import FixedClock, ScriptedHost


def answer(request: ModelRequest) -> str:
    return request.messages[-1].content.upper()


def ask(engine: Engine, phase: Phase, question: str, budget: Budget | None = None) -> str:
    """Send one question; return its key."""
    sender = engine.session(run_id="r1", phase=phase, budget=budget).sender(rollout="a")
    request = sender.request(
        messages=(("user", question),),
        max_tokens=50,
        temperature=None,
        options={},
        response_schema=None,
    )
    sender.send(request)
    return request.key


@pytest.fixture(params=["ledger", "file"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Recording, str]]:
    """A recording with one question of the search and the proof, and the key of the question."""
    with open_database(tmp_path / "lift.db") as database:
        host = ScriptedHost(answer, address="ollama/m@http://mac", name="http://mac")
        engine = Engine(hosts=[host], ledger=Ledger(database), clock=FixedClock())
        for phase in (Phase.SEARCH, Phase.PROOF):
            key = ask(engine, phase, "why?")
        budget = Budget(caps=SearchCaps(max_tokens=60), clock=FixedClock())
        for question in ("why?", "how?"):
            with contextlib.suppress(BudgetExceeded):
                ask(engine, Phase.SEARCH, question, budget)
        if request.param == "ledger":
            yield LedgerRecording(database), key
        else:
            export_recording(database, tmp_path / "calls.jsonl")
            yield FileRecording(tmp_path / "calls.jsonl"), key


@pytest.mark.parametrize("phase", [Phase.SEARCH, Phase.PROOF])
def test_it_answers_from_the_same_phase(recorded: tuple[Recording, str], phase: Phase) -> None:
    recording, key = recorded
    found = recording.find(phase, key)
    assert found is not None
    assert found.answer is not None
    assert (found.phase, found.key, found.label) == (phase.value, key, "a")
    assert (found.answer.text, found.answer.replayed) == ("WHY?", True)
    assert (found.answer.tokens, found.answer.latency_ms) == (8 + 4, 20.0)
    assert (found.reserved_tokens, found.error) == (8 + 50, None)


def test_it_answers_from_another_phase_when_its_own_has_none(
    recorded: tuple[Recording, str],
) -> None:
    recording, key = recorded
    found = recording.find(Phase.BASELINE, key)
    assert found is not None
    assert found.answer is not None
    assert found.answer.text == "WHY?"


def test_it_has_nothing_for_other_keys(recorded: tuple[Recording, str]) -> None:
    recording, _ = recorded
    assert recording.find(Phase.SEARCH, "0" * 64) is None


def test_it_knows_the_model(recorded: tuple[Recording, str]) -> None:
    recording, _ = recorded
    by_address = recording.model("ollama/m@http://mac")
    assert by_address is not None
    assert by_address == recording.model(None)
    assert (by_address.host, by_address.info.digest) == ("http://mac", "d1")
    assert recording.model("builtin") is None
    assert recording.name


@pytest.mark.parametrize("address", ["ollama/m", "ollama/m@http://elsewhere:11434"])
def test_it_knows_the_model_wherever_it_is_served(
    recorded: tuple[Recording, str], address: str
) -> None:
    recording, _ = recorded
    found = recording.model(address)
    assert found is not None
    assert found.info.address == "ollama/m@http://mac"


def test_it_knows_which_cap_ended_a_search(recorded: tuple[Recording, str]) -> None:
    recording, _ = recorded
    stop = recording.stop("r1")
    assert stop is not None
    assert (stop.kind, stop.limit, stop.requested) == ("tokens", 60, 58)
    assert str(stop).startswith("the tokens cap of 60 would be exceeded")
    assert recording.stop("r2") is None
