"""kill -9 in mid-search, then the same command: the same end, no answered call asked again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lift.engine.ledger import Ledger
from lift.store.database import open_database
from lift.testing.question_world import QuestionWorld

SCRIPT = Path(__file__).with_name("killed_run.py")
THREADS = 4


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def kill_after(folder: Path, log: Path, sends: int) -> None:
    """Start the process and kill it once it has sent so many requests."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), str(log)],
        env=dict(os.environ) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 240
    try:
        while len(lines(log)) < 2 * sends:
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("sends", [40])
def test_a_killed_search_ends_with_the_same_winner(tmp_path: Path, sends: int) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    log = tmp_path / "sends"
    whole = QuestionWorld(root=tmp_path / "whole").optimize(threads=THREADS)

    kill_after(tmp_path / "killed", log, sends)
    world = QuestionWorld(root=tmp_path / "killed")
    resumed = world.optimize(threads=THREADS)

    assert resumed.report.times.resumed
    assert resumed.version == whole.version
    assert resumed.decision == whole.decision
    assert resumed.report.candidates == whole.report.candidates
    with open_database(world.project.db_path) as database:
        journaled = {
            call.key
            for call in Ledger(database).calls(limit=None)
            if call.status == "answered" and not call.replayed
        }
    sent_before = {line.split()[1] for line in lines(log) if line.startswith("sent")}
    asked_again = [one.key for one in world.hosts[0].requests if one.key in sent_before]
    assert len(asked_again) <= THREADS, "only what was in flight is sent again"
    assert len(journaled) == len(sent_before | {request.key for request in world.hosts[0].requests})
