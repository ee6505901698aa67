from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from lift.store.locks import RunLock
from lift.store.processes import is_alive, process_token


def test_this_process_is_alive() -> None:
    assert process_token().startswith(f"{os.getpid()}@")
    assert process_token() == process_token()
    assert is_alive(process_token())


def test_a_dead_process_is_not_and_neither_is_another_of_its_number(
    lift_environment: dict[str, str],
) -> None:
    code = (
        "from lift.store.processes import process_token\n"
        "print(process_token(), flush=True)\n"
        "input()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env=lift_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    token = child.stdout.readline().strip()
    assert is_alive(token)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(token), "a process that only waits to be collected is dead"
    child.communicate()
    assert not is_alive(token)

    number, _, start = process_token().partition("@")
    assert not is_alive(f"{number}@{start}0")
    assert not is_alive(f"{number}@")
    assert not is_alive("")


def test_a_lock_has_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "r.lock"
    lock = RunLock.take(path)
    assert lock is not None
    assert RunLock.take(path) is None
    assert RunLock.holder(path) == str(os.getpid())
    lock.release(remove=False)
    lock.release(remove=True)
    assert path.exists()

    again = RunLock.take(path)
    assert again is not None
    again.release(remove=True)
    assert not path.exists()
    assert RunLock.holder(path) == "unknown"
