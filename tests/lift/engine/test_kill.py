"""kill -9 in mid-search, then the same search again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lift.engine.ledger import Ledger
from lift.store.database import open_database

SEARCHER = Path(__file__).with_name("searcher.py")
CALLS = 40

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path, lift_environment: dict[str, str]) -> Iterator[Start]:
    """Start the search in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def run(
        database: str, threads: int, pause: str = "0", name: str = "coder"
    ) -> subprocess.Popen[str]:
        places = [str(tmp_path / database / "lift.db"), str(tmp_path / f"{database}.log")]
        process = subprocess.Popen(
            [sys.executable, str(SEARCHER), *places, str(threads), str(CALLS), pause, name],
            env=lift_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def finished(process: subprocess.Popen[str]) -> dict[str, float]:
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    spending: dict[str, float] = json.loads(out)
    return spending


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").split() if log.exists() else []


def wait_for_lines(log: Path, count: int) -> None:
    deadline = time.monotonic() + 200
    while len(lines(log)) < count:
        assert time.monotonic() < deadline, "the search does not get on"
        time.sleep(0.002)


@pytest.mark.parametrize("threads", [1, 8])
def test_a_killed_search_goes_on_without_repeating_an_answered_call(
    start: Start, tmp_path: Path, threads: int
) -> None:
    undisturbed = finished(start("undisturbed", threads))

    log = tmp_path / "killed.log"
    for stage in (14, 28):
        victim = start("killed", threads, "0.03")
        wait_for_lines(log, stage)
        victim.kill()
        victim.wait()
    with open_database(tmp_path / "killed" / "lift.db") as database:
        before = Ledger(database).calls(limit=None)
    answered = {row.key for row in before if row.status == "answered"}
    in_flight = [row for row in before if row.status == "sent"]
    assert len(in_flight) <= threads
    assert len(answered) >= 28 - 2 * threads

    resumed = finished(start("killed", threads))

    with open_database(tmp_path / "killed" / "lift.db") as database:
        after = Ledger(database).calls(limit=None)
        totals = Ledger(database).totals()["search"]
    lost = [row for row in after if row.status == "lost"]
    assert len(lost) <= 2 * threads
    assert not [row for row in after if row.status == "sent"]
    # No answered key was sent again, and what was sent again is what was lost.
    paid = Counter(row.key for row in after if row.status == "answered" and not row.replayed)
    assert set(paid.values()) == {1}
    assert len(paid) == CALLS
    sent = Counter(lines(log))
    assert len(sent) == CALLS
    assert sum(sent.values()) <= CALLS + len(lost)
    # The budget is the uninterrupted one plus the lost reservations.
    assert resumed["resumed"] == 1
    assert resumed["tokens"] == undisturbed["tokens"] + sum(row.paid_tokens for row in lost)
    assert resumed["model_calls"] == undisturbed["model_calls"] + len(lost)
    assert totals.tokens == resumed["tokens"]
    assert resumed["wall_s"] > 28 / threads * 0.03 * 0.5


def test_two_processes_cannot_drive_one_run(start: Start, tmp_path: Path) -> None:
    first = start("shared", 1, "0.2")
    wait_for_lines(tmp_path / "shared.log", 1)
    second = start("shared", 1)
    _, err = second.communicate(timeout=200)

    assert second.returncode == 1
    assert f"is being driven by process {first.pid}" in err
    first.kill()
    first.wait()
    assert finished(start("shared", 8))["resumed"] == 1


def test_different_runs_go_at_the_same_time_in_one_database(start: Start, tmp_path: Path) -> None:
    searches = [start("side", 4, "0.01", name) for name in ("coder", "planner", "reviewer")]
    results = [finished(search) for search in searches]

    assert len({result["run"] for result in results}) == 3
    assert {result["model_calls"] for result in results} == {CALLS}
    assert len(lines(tmp_path / "side.log")) == 3 * CALLS
