from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lift.errors import SandboxUnavailable, UsageError
from lift.sandbox import Call, CallAnswer, CallsResult, Limits, run_calls


def ask(
    source: str,
    *calls: str,
    setup: str = "",
    entry: str = "f",
    allowed: tuple[str, ...] = (),
    python: str | None = None,
) -> CallsResult:
    return run_calls(
        source=source,
        entry=entry,
        setup=setup,
        calls=[Call(args=args) for args in calls],
        limits=Limits(),
        python=python,
        allowed_imports=allowed,
    )


def test_answers_come_in_order() -> None:
    result = ask("def f(a, b): return [a * b, {a: b}]", "(2, 3)", "('x', 2)")

    assert result == CallsResult(
        answers=(CallAnswer(value="[6, {2: 3}]"), CallAnswer(value="['xx', {'x': 2}]"))
    )


def test_keyword_arguments() -> None:
    result = run_calls(
        source="def f(a, *, b): return a - b",
        entry="f",
        setup="",
        calls=[Call(args="(5,)", kwargs="{'b': 3}")],
        limits=Limits(),
    )

    assert result.answers == (CallAnswer(value="2"),)


def test_an_exception_is_an_answer_and_the_next_call_goes_on() -> None:
    result = ask("def f(a): return 1 / a", "(0,)", "(2,)")

    assert result.stopped is None
    assert result.answers == (
        CallAnswer(error="ZeroDivisionError: division by zero"),
        CallAnswer(value="0.5"),
    )


def test_answers_before_an_endless_loop_are_kept() -> None:
    result = ask("def f(a):\n while a: pass\n return a", "(0,)", "(1,)", "(0,)")

    assert result.answers == (CallAnswer(value="0"),)
    assert result.stopped == "it used more than 1 s of processor time"


def test_setup_gives_helpers_and_modules() -> None:
    setup = "from __future__ import annotations\nimport math\nN = 3\ndef g(x): return x + N\n"
    source = "import math\ndef f(x: Unknown) -> Unknown: return math.floor(g(x))"

    assert ask(source, "(1.5,)", setup=setup).answers == (CallAnswer(value="4"),)


def test_modules_that_load_others_late_work() -> None:
    source = "def f(text): return datetime.strptime(text, '%Y-%m').strftime('%m')"

    result = ask(source, "('2024-05',)", setup="from datetime import datetime")

    assert result.answers == (CallAnswer(value="'05'"),)


def test_an_allowed_import_works() -> None:
    source = "import collections.abc\nfrom os import path\ndef f(x): return path.basename(x)"

    assert ask(source, "('a/b',)", allowed=("collections", "os")).answers[0].value == "'b'"


def test_a_method_can_be_called() -> None:
    source = "class Shop:\n    @staticmethod\n    def total(x): return sum(x)"

    assert ask(source, "([1, 2],)", entry="Shop.total").answers[0].value == "3"


def test_sets_of_strings_have_the_same_order_every_time() -> None:
    source = "def f(): return list({'a', 'b', 'c', 'd', 'e', 'f', 'g'})"

    assert ask(source, "()") == ask(source, "()")


def test_no_calls_load_the_code_only() -> None:
    assert ask("def f(): return 1") == CallsResult(answers=())


@pytest.mark.parametrize(
    ("args", "kwargs", "setup"),
    [("(f(),)", "{}", ""), ("3", "{}", ""), ("()", "[]", ""), ("()", "{}", "def (")],
)
def test_what_is_no_literal_is_refused(args: str, kwargs: str, setup: str) -> None:
    call = Call(args=args, kwargs=kwargs)

    with pytest.raises(UsageError) as caught:
        run_calls(source="", entry="f", setup=setup, calls=[call], limits=Limits())

    assert caught.value.hint


def test_an_interpreter_that_is_missing_is_refused() -> None:
    with pytest.raises(SandboxUnavailable) as caught:
        ask("def f(): return 1", "()", python="/nonexistent/python")

    assert "/nonexistent/python cannot be started" in caught.value.message
    assert "--python" in caught.value.hint


def test_an_interpreter_that_ends_at_once_is_refused() -> None:
    with pytest.raises(SandboxUnavailable, match="ended with status 1 before it was closed"):
        ask("def f(): return 1", "()", python="/bin/false")


def test_eight_threads_at_once_get_their_own_answers() -> None:
    def task(number: int) -> CallsResult:
        if number % 8 == 7:
            return ask("def f(x):\n while x: pass", "(1,)")
        return ask("def f(x): return x + 1", f"({number},)")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(task, range(32)))

    for number, result in enumerate(results):
        if number % 8 == 7:
            assert result.stopped == "it used more than 1 s of processor time"
        else:
            assert result.answers == (CallAnswer(value=str(number + 1)),)


def test_the_child_ends_with_its_parent() -> None:
    script = """
import os, sys, threading, time
from pathlib import Path
from lift.sandbox import Call, Limits, run_calls

def find_child():
    while True:
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = stat.read_text().rpartition(")")[2].split()[1]
                command = stat.with_name("cmdline").read_bytes()
            except OSError:
                continue
            if parent == str(os.getpid()) and b"inside" in command:
                time.sleep(0.5)
                print(stat.parent.name, flush=True)
                return

threading.Thread(target=find_child).start()
run_calls(
    source="def f(): time.sleep(600)",
    entry="f",
    setup="import time",
    calls=[Call()],
    limits=Limits(wall_s=600),
)
"""
    roots = os.pathsep.join(path for path in sys.path if path)
    environment = {"PYTHONPATH": roots}
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}
