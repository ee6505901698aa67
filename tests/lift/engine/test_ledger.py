from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lift.engine.budget import EarlierCalls
from lift.engine.calls import CallStatus, CallToSend
from lift.engine.ledger import Ledger
from lift.engine.request import ModelAnswer, ModelInfo, Phase
from lift.store.database import Database

ANSWER = ModelAnswer(
    text="four", prompt_tokens=8, completion_tokens=4, latency_ms=20.0, finish_reason="stop"
)


def send(ledger: Ledger, key: str, *, run: str = "r1", phase: Phase = Phase.SEARCH) -> int:
    call = CallToSend(
        run_id=run,
        phase=phase,
        key=key,
        model="m",
        host="h",
        label="l",
        request="{}",
        reserved_tokens=100,
    )
    return ledger.sent(call, now=5.0, wall_s=1.0)


def test_calls_are_listed_oldest_first_and_limited_to_the_latest(ledger: Ledger) -> None:
    for number in range(5):
        phase = Phase.BASELINE if number < 2 else Phase.SEARCH
        ledger.answered(send(ledger, f"k{number}", phase=phase), ANSWER, wall_s=2.0)
    send(ledger, "other", run="r2")

    assert [row.key for row in ledger.calls(run="r1")] == ["k0", "k1", "k2", "k3", "k4"]
    assert [row.key for row in ledger.calls(run="r1", limit=2)] == ["k3", "k4"]
    assert [row.key for row in ledger.calls(phase=Phase.BASELINE)] == ["k0", "k1"]
    assert [row.key for row in ledger.calls(limit=None)][-1] == "other"
    assert ledger.calls(run="r3") == ()


def test_totals_count_what_was_paid_once_per_phase(ledger: Ledger) -> None:
    ledger.answered(send(ledger, "a", phase=Phase.BASELINE), ANSWER, wall_s=2.0)
    ledger.answered(send(ledger, "a"), ANSWER, wall_s=2.0)
    ledger.failed(send(ledger, "b"), CallStatus.FAILED, "gone", wall_s=2.0)
    recorded = ledger.find("r1", Phase.SEARCH, "a")
    assert recorded is not None
    ledger.replayed(recorded, run_id="r1", phase=Phase.SEARCH, label="l", now=6.0)

    totals = ledger.totals(run="r1")
    assert list(totals) == ["baseline", "search"]
    assert (totals["search"].calls, totals["search"].tokens, totals["search"].replayed) == (
        3,
        12 + 100,
        1,
    )
    assert ledger.totals(run="nobody") == {}


def test_only_answers_are_found(ledger: Ledger) -> None:
    call = send(ledger, "a")
    assert ledger.find("r1", Phase.SEARCH, "a") is None
    ledger.failed(call, CallStatus.FAILED, "gone", wall_s=2.0)
    assert ledger.find("r1", Phase.SEARCH, "a") is None
    ledger.answered(send(ledger, "a"), ANSWER, wall_s=2.0)

    found = ledger.find("r1", Phase.SEARCH, "a")
    assert found is not None
    assert found.answer is not None
    assert (found.answer.text, found.answer.replayed, found.reserved_tokens) == ("four", True, 100)


def test_calls_of_living_processes_stay_in_flight(database: Database) -> None:
    one, other = Ledger(database), Ledger(database)
    send(one, "a")

    earlier = other.settle_earlier("r1", Phase.SEARCH)
    assert earlier == EarlierCalls(calls=1, tokens=100, lost_calls=0, lost_tokens=0)
    assert [row.status for row in one.calls()] == ["sent"]
    assert one.settle_earlier("r1", Phase.SEARCH).calls == 0


def test_calls_of_dead_processes_are_lost_at_their_reservation(
    database: Database, lift_environment: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "die.py"
    script.write_text(
        """
import os, signal, sys
from pathlib import Path
from lift.engine.calls import CallToSend
from lift.engine.ledger import Ledger
from lift.engine.request import Phase
from lift.store.database import open_database

ledger = Ledger(open_database(Path(sys.argv[1])))
for key in ("a", "b"):
    call = CallToSend(run_id="r1", phase=Phase.SEARCH, key=key, model="m", host="h", label="l",
                      request="{}", reserved_tokens=100)
    ledger.sent(call, now=5.0, wall_s=1.0)
os.kill(os.getpid(), signal.SIGKILL)
""",
        encoding="utf-8",
    )
    died = subprocess.run(
        [sys.executable, str(script), str(database.path)], env=lift_environment, check=False
    )
    assert died.returncode == -9

    ledger = Ledger(database)
    ledger.answered(send(ledger, "c"), ANSWER, wall_s=2.0)
    lost = EarlierCalls(calls=2, tokens=200, lost_calls=2, lost_tokens=200)
    assert ledger.settle_earlier("r1", Phase.SEARCH) == lost
    assert ledger.settle_earlier("r1", Phase.SEARCH) == lost
    assert [row.status for row in ledger.calls()] == ["lost", "lost", "answered"]
    assert ledger.totals()["search"].tokens == 212


def test_models_are_remembered_without_credentials(ledger: Ledger, database: Database) -> None:
    info = ModelInfo(
        address="ollama/m@http://me:pw@mac",
        digest="d",
        context_tokens=4096,
        details={"family": "llama"},
    )
    ledger.remember_model(info, "http://me:pw@mac", now=1.0)
    ledger.remember_model(info, "http://me:pw@mac", now=2.0)

    found = ledger.recorded_model("ollama/m@http://me:pw@mac")
    assert found is not None
    assert found.host == "http://***@mac"
    assert found.info == ModelInfo(
        address="ollama/m@http://***@mac",
        digest="d",
        context_tokens=4096,
        details={"family": "llama"},
    )
    assert ledger.recorded_model("builtin") is None
    assert len(database.read("SELECT * FROM models")) == 1
