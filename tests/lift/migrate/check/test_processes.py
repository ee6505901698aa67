"""A check in several processes: however it ends, none of them stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.harness import LiftProcess

FILES, LINES = 200, 200


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    text = "import dspy\n" + "".join(f"x{n} = dspy.Predict('q -> a')\n" for n in range(LINES))
    for number in range(FILES):
        (tmp_path / f"m{number}.py").write_text(text)
    return tmp_path


def started(lift_process: LiftProcess, tree: Path) -> subprocess.Popen[str]:
    return lift_process("migrate", "check", "--jobs", "2", "--to", "3.0.1", cwd=tree)


def running() -> dict[int, int]:
    """The parent of every process that has not ended."""
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return {int(pid): int(parent) for pid, parent, stat in rows if not stat.startswith("Z")}


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Wait for the processes that do the work."""
    while process.poll() is None:
        found = [pid for pid, parent in running().items() if parent == process.pid]
        if len(found) >= 3:  # two that work, and Python's own tracker
            return found
        time.sleep(0.01)
    raise AssertionError(process.communicate())


def gone(pids: Sequence[int]) -> bool:
    until = time.monotonic() + 60
    while not running().keys().isdisjoint(pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def test_ctrl_c_ends_all_of_them_with_one_message(lift_process: LiftProcess, tree: Path) -> None:
    process = started(lift_process, tree)
    found = workers(process)

    for one in found:  # a terminal tells everybody
        os.kill(one, signal.SIGINT)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr
    assert gone(found)


def test_a_killed_check_leaves_nobody_behind(lift_process: LiftProcess, tree: Path) -> None:
    process = started(lift_process, tree)
    found = workers(process)

    process.kill()
    process.wait()

    assert gone(found)
