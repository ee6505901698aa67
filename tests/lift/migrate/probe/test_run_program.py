"""Programs in the DSPy that runs these tests: what they print, raise, send, and cannot do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from lift.errors import EnvironmentFault
from lift.migrate.probe import Limits, ProbeResult, run_program
from lift.migrate.wire import FieldAnswers

PYTHON = Path(sys.executable)
# A process is started for every test, which takes minutes on 3.0.1; test_matrix.py runs it there.
pytestmark = pytest.mark.skipif(
    version("dspy") == "3.0.1", reason="slow to start; see test_matrix.py"
)


def _run(code: str, **more: object) -> ProbeResult:
    return run_program(PYTHON, textwrap.dedent(code), env=os.environ, **more)  # type: ignore[arg-type]


def test_output_and_version() -> None:
    found = _run("import sys; print('hello', __name__, sys.argv[1:])", argv=["-v"])
    assert found.output == "hello __main__ ['-v']\n"
    assert found.error is None
    assert found.dspy == version("dspy")
    assert found.memory_mb > 10


def test_error_has_its_line_and_none_of_the_probe() -> None:
    found = _run("import dspy\n\nprint('before')\ndspy.NoSuchThing\n")
    assert found.output == "before\n"
    assert found.error is not None
    assert found.error.last_line == "AttributeError: module 'dspy' has no attribute 'NoSuchThing'"
    assert found.error.places[0][1] == 4
    assert "inside/main.py" not in found.error.traceback


def test_program_that_does_not_parse() -> None:
    found = _run("def broken(:\n")
    assert found.error is not None
    assert found.error.type == "SyntaxError"


@pytest.mark.parametrize(("ending", "error"), [("", None), ("0", None), ("3", "SystemExit: 3")])
def test_exit_in_order_is_no_error(ending: str, error: str | None) -> None:
    found = _run(f"import sys; sys.exit({ending})")
    assert (found.error.last_line if found.error else None) == error


def test_program_that_never_ends_is_ended() -> None:
    started = time.monotonic()
    found = _run("print('on')\nwhile True: pass\n", limits=Limits(answer_s=1))
    assert found.error is not None
    assert found.error.last_line == "Timeout: no answer within 1 s"
    assert time.monotonic() - started < 60


def test_process_that_dies_is_told() -> None:
    found = _run("import os, sys; print('last words', file=sys.stderr, flush=True); os._exit(7)")
    assert found.error is not None
    assert found.error.last_line == "Died: the process ended with status 7"
    assert "last words" in found.error.traceback


def test_children_of_a_program_do_not_outlive_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 2; touch {mark}'])\n"
    assert _run(code).error is None
    time.sleep(2.5)
    assert not mark.exists()


def test_program_cannot_read_or_write_the_protocol() -> None:
    found = _run(
        """
        import os, subprocess, sys
        os.write(1, b'{"error": null, "printed": "forged"}\\n')
        subprocess.run(["echo", "noise"])
        print(repr(sys.stdin.read()))
        """
    )
    assert found.output == "''\n"
    assert found.error is None


def test_model_calls_reach_the_endpoint() -> None:
    found = _run(
        """
        import dspy
        dspy.configure(lm=dspy.LM("ollama_chat/tiny", temperature=0.0, max_tokens=50))
        print(dspy.Predict("question -> answer, sure: bool")(question="why?"))
        """,
        answer=FieldAnswers(values={"answer": "because"}),
    )
    assert "answer='because'" in found.output
    (sent,) = found.requests
    assert sent.normal.model == "tiny"
    assert sent.normal.options == {"max_tokens": 50, "temperature": 0.0}
    assert [one.role for one in sent.normal.messages] == ["system", "user"]


def test_provider_of_another_form_is_compared_in_the_openai_form() -> None:
    found = _run(
        """
        import dspy
        dspy.configure(lm=dspy.LM("anthropic/claude-x", api_base="https://api.anthropic.com"))
        dspy.Predict("question -> answer")(question="why?")
        """
    )
    assert found.error is None, found.error.traceback
    assert [one.path for one in found.requests] == ["/v1/chat/completions"]
    assert found.notes == ("anthropic/claude-x is compared in the OpenAI form, as openai/claude-x",)


def test_same_question_is_asked_again_not_answered_from_a_cache() -> None:
    found = _run(
        """
        import dspy
        dspy.configure(lm=dspy.LM("openai/m", api_base="http://localhost:9999/v1", api_key="x"))
        for _ in range(2):
            dspy.Predict("question -> answer")(question="why?")
        """
    )
    assert len(found.requests) == 2


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request; urllib.request.urlopen('https://example.com')",
        "import socket; socket.create_connection(('example.com', 443))",
        "import socket; socket.create_connection(('203.0.113.7', 443))",
        "import socket; socket.socket().connect_ex(('203.0.113.7', 443))",
    ],
)
def test_nothing_leaves_the_machine(code: str) -> None:
    found = _run(code)
    assert found.error is not None
    assert "lift lets no program under test reach" in found.error.message
    assert found.blocked in {("example.com:443",), ("203.0.113.7:443",)}


def test_secrets_of_the_user_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = {
        "ANTHROPIC_API_KEY": "secret-1",
        "AWS_SECRET_ACCESS_KEY": "secret-2",
        "AWS_ACCESS_KEY_ID": "secret-3",
        "HF_TOKEN": "secret-4",
        "DATABASE_URL": "postgres://me:secret-5@db/x",
        "db_password": "secret-6",
        "OPENAI_API_KEY": "secret-7",
    }
    kept = {"MY_SETTING": "kept", "MAX_TOKENS": "5", "TOKENIZERS_PARALLELISM": "false"}
    for name, value in (secret | kept).items():
        monkeypatch.setenv(name, value)
    code = f"import os; print([os.environ[one] for one in {[*secret, *kept]}])"
    assert _run(code).output == f"{['lift'] * len(secret) + list(kept.values())}\n"


def test_half_a_letter_is_an_answer_all_the_same() -> None:
    found = _run("print('\\ud83d'); raise ValueError('\\udc00')")
    assert (found.output, found.error and found.error.last_line) == ("?\n", "ValueError: ?")


def test_ctrl_c_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    slow = tmp_path / "python"
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    slow.chmod(0o755)
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        run_program(slow, "print(1)")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_program_ends_with_the_lift_that_started_it(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    program = f"import pathlib\nwhile True: pathlib.Path({str(alive)!r}).touch()\n"
    code = f"""
from pathlib import Path
from lift.migrate.probe import run_program
run_program(Path({sys.executable!r}), {program!r})
"""
    paths = os.pathsep.join(one for one in sys.path if one)
    lift = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths})
    _wait_for(alive.exists)
    lift.kill()
    lift.wait()

    def is_gone() -> bool:
        alive.unlink(missing_ok=True)
        time.sleep(0.3)
        return not alive.exists()

    _wait_for(is_gone)


def _wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_nothing_is_written_into_the_project(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("VALUE = 5\n")
    (tmp_path / "job.py").write_text("import dspy, helper, os\nprint(helper.VALUE, os.getcwd())\n")
    found = run_program(PYTHON, tmp_path / "job.py", root=tmp_path, env=os.environ)
    assert found.output == f"5 {tmp_path}\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["helper.py", "job.py"]


def test_interpreter_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot be started") as caught:
        run_program(tmp_path / "python", "print(1)")
    assert "lift migrate env list" in caught.value.hint


def test_interpreter_that_is_no_python() -> None:
    with pytest.raises(EnvironmentFault, match="did not import DSPy"):
        run_program(Path("/bin/true"), "print(1)")


def test_interpreter_that_fails_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexec 1>&-\nsleep 0.3\necho 'no disk left' >&2\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(EnvironmentFault, match="ended with status 3; no disk left"):
        run_program(broken, "print(1)")


def test_environment_without_dspy_is_an_error_of_the_program(tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "empty", with_pip=False)
    found = run_program(tmp_path / "empty" / "bin" / "python", "print(1)", env=os.environ)
    assert found.error is not None
    assert found.error.last_line == "ModuleNotFoundError: No module named 'dspy'"
