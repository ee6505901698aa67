"""Kills, Ctrl-C, two at once, a full disk, broken files: each ends in order."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.conftest import QuestionProject, learn
from tests.harness import LiftCommand, LiftProcess

from lift.testing.ollama_server import ChatCall

pytestmark = pytest.mark.acceptance

DEADLINE_S = 240.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def answered(project: QuestionProject, phase: str) -> int:
    """Count the calls of a phase whose answers are in the ledger."""
    path = project.root / ".lift" / "lift.db"
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path, timeout=5) as connection:
            query = "SELECT count(*) FROM calls WHERE phase = ? AND status = 'answered'"
            row = connection.execute(query, (phase,)).fetchone()
        connection.close()
    except sqlite3.OperationalError:  # being made right now
        return 0
    return int(row[0])


def sent_twice(project: QuestionProject) -> list[tuple[object, ...]]:
    """Return calls that a model answered although it had answered them before, in one run."""
    with sqlite3.connect(project.root / ".lift" / "lift.db") as connection:
        found = connection.execute(
            "SELECT run_id, phase, key FROM calls WHERE status = 'answered' AND replayed = 0 "
            "GROUP BY run_id, phase, key HAVING count(*) > 1"
        ).fetchall()
    connection.close()
    return found


def slow(project: QuestionProject, seconds: float) -> None:
    def answer(call: ChatCall) -> str:
        time.sleep(seconds)
        return learn(call)

    project.server.answer = answer


def report(project: QuestionProject) -> dict[str, Any]:
    saved: dict[str, Any] = json.loads(
        (project.root / "eval" / "eval_report.json").read_text("utf-8")
    )
    saved.pop("times")
    return saved


def command(project: QuestionProject) -> tuple[str, ...]:
    return ("optimize", "--role", "questions", "--model", project.model)


def without_latency(saved: dict[str, Any]) -> dict[str, Any]:
    """Return what two runs on a live model have in common: words, scores, tokens."""
    kept = ("decision", "diffs", "role", "optimizer", "options")
    candidates: list[dict[str, Any]] = saved["candidates"]
    words = [(one["instructions"], one["score"], one["status"]) for one in candidates]
    found = {name: saved[name] for name in kept}
    return found | {"candidates": words, "version": saved["winner"]["version"]}


def test_kill_9_and_the_same_command_end_like_the_uninterrupted_run(
    lift: LiftCommand, lift_process: LiftProcess, questions: QuestionProject
) -> None:
    assert lift(*command(questions), cwd=questions.root).exit_code == 0
    uninterrupted, calls = report(questions), questions.chats
    (questions.root / "eval" / "baseline.json").unlink()
    (questions.root / "eval" / "eval_report.json").unlink()
    (questions.root / ".lift").rename(questions.root / ".lift-before")
    slow(questions, 0.02)

    process = lift_process(*command(questions), cwd=questions.root)
    wait_until(lambda: answered(questions, "search") >= 15)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    questions.server.answer = learn
    resumed = lift(*command(questions), cwd=questions.root)

    assert resumed.exit_code == 0
    assert "continuing the unfinished run" in resumed.stderr
    assert without_latency(report(questions)) == without_latency(uninterrupted)
    assert sent_twice(questions) == []
    assert questions.chats <= 2 * calls + 2  # both runs, and what was in flight on two threads


def test_control_c_is_130_and_the_run_goes_on_later(
    lift: LiftCommand, lift_process: LiftProcess, questions: QuestionProject
) -> None:
    slow(questions, 0.02)
    process = lift_process(*command(questions), "--json", cwd=questions.root)
    wait_until(lambda: answered(questions, "baseline") >= 3)

    process.send_signal(signal.SIGINT)
    stdout, _ = process.communicate(timeout=DEADLINE_S)

    assert process.returncode == 130
    error = json.loads(stdout)["error"]
    assert error["code"] == "interrupted"
    assert error["hint"] == "the same command continues the run"
    questions.server.answer = learn
    result = lift(*command(questions), cwd=questions.root)
    assert "continuing the unfinished run" in result.stderr
    assert sent_twice(questions) == []


def test_two_processes_on_one_run_are_refused_and_on_two_runs_both_end(
    lift_process: LiftProcess, questions: QuestionProject
) -> None:
    slow(questions, 0.02)
    first = lift_process(*command(questions), "--json", cwd=questions.root)
    wait_until(lambda: answered(questions, "baseline") >= 1)

    same = lift_process(*command(questions), "--json", cwd=questions.root)
    refused, _ = same.communicate(timeout=DEADLINE_S)
    questions.server.answer = learn
    other = lift_process(*command(questions), "--json", "--seed", "1", cwd=questions.root)
    outputs = [one.communicate(timeout=DEADLINE_S)[0] for one in (first, other)]

    assert same.returncode == 4
    assert json.loads(refused)["error"]["code"] == "store"
    assert [json.loads(one).get("decision") for one in outputs] == ["improved", "improved"]


def test_a_full_disk_is_said_and_the_run_can_be_continued(
    lift: LiftCommand, lift_environment: dict[str, str], questions: QuestionProject
) -> None:
    arguments = " ".join(command(questions))
    limited = f"ulimit -f 300; exec {sys.executable} -m lift_cli {arguments} --json"

    result = subprocess.run(
        ["bash", "-c", limited],
        cwd=questions.root,
        env=lift_environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 4, result.stdout
    assert json.loads(result.stdout)["error"]["code"] == "store"
    assert lift(*command(questions), cwd=questions.root).exit_code == 0


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("lift.toml", "[lift]\nseed = 'x'\n", "lift.toml:2: lift.seed"),
        ("lift.toml", "[lift\n", "lift.toml is not valid TOML"),
        ("budgets/optimizer_budget.yaml", "schema_version: 1\nrole: {}\n", "line 2"),
        ("budgets/optimizer_budget.yaml", "{", "optimizer_budget.yaml"),
        ("eval/questions.jsonl", "{}\n", "questions.jsonl:1"),
        ("eval/questions.jsonl", "", "questions.jsonl"),
        ("question_agent.py", "import nothing_of_this_name\n", "nothing_of_this_name"),
        ("question_metric.py", "def other(): ...\n", "judge"),
    ],
)
def test_a_broken_file_is_named_before_anything_is_spent(
    lift: LiftCommand, questions: QuestionProject, file: str, text: str, message: str
) -> None:
    (questions.root / file).write_text(text)

    result = lift(*command(questions), "--json", cwd=questions.root)

    code, found, hint = result.error()
    assert (result.exit_code, questions.chats) == (4, 0)
    assert code in {"config", "data"}
    assert message in found
    assert hint


def test_a_model_that_goes_away_leaves_a_run_that_goes_on_later(
    lift: LiftCommand, questions: QuestionProject
) -> None:
    address = questions.model
    questions.server.models = ()

    missing = lift(*command(questions), "--json", cwd=questions.root)

    assert (missing.exit_code, missing.error()[0]) == (4, "model_not_found")
    questions.server.__exit__(None, None, None)
    gone = lift("optimize", "--role", "questions", "--model", address, "--json", cwd=questions.root)
    assert (gone.exit_code, gone.error()[0]) == (4, "transport")


def test_a_project_that_cannot_be_written_is_said(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "lift.toml").write_text("[lift]\nmodel = 'ollama/x'\n")
    (tmp_path / ".lift").write_text("in the way")
    (tmp_path / "budgets").mkdir()
    (tmp_path / "budgets" / "optimizer_budget.yaml").write_text("schema_version: 1\n")

    result = lift("baseline", "capture", "--role", "coder", "--json", cwd=tmp_path)

    assert (result.exit_code, result.error()[0]) == (4, "store")
