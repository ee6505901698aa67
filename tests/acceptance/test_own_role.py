"""A team's own role on a model behind Ollama's API, from nothing to a served program."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.acceptance.conftest import QuestionProject
from tests.harness import CommandResult, LiftCommand

from lift.testing.ollama_server import ChatCall

pytestmark = pytest.mark.acceptance


def optimize(lift: LiftCommand, project: QuestionProject, *more: str) -> CommandResult:
    return lift(
        *("optimize", "--role", "questions", "--model", project.model, *more), cwd=project.root
    )


def files(root: Path) -> set[str]:
    return {
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_from_a_baseline_to_a_served_program(lift: LiftCommand, questions: QuestionProject) -> None:
    before = files(questions.root)

    found = optimize(lift, questions, "--json").json()

    assert found["decision"] == "improved"
    assert set(found) >= {
        *("decision", "improvement_pct", "latency_increase_pct", "tokens_increase_pct"),
        *("dependency_violations", "budget", "report"),
    }
    assert {"tokens", "model_calls", "metric_calls", "wall_s"} <= set(found["budget"])
    assert found["budget"]["metric_calls"]["limit"] == 200
    assert 0 < found["budget"]["metric_calls"]["spent"] <= 200
    assert Path(found["report"]) == questions.root / "eval" / "eval_report.json"
    check_files(files(questions.root) - before, found["version"])
    check_ledger(lift, questions, found["budget"]["tokens"]["spent"])
    check_readers(lift, questions)
    check_flag(lift, questions, found["version"])
    check_regression_runs(lift, questions, found["version"])


def check_files(made: set[str], version: str) -> None:
    """Only what is documented was written."""
    assert {name for name in made if not name.startswith((".lift/lift.db", ".lift/runs"))} == {
        ".lift/.gitignore",
        f".lift/versions/{version}/program.json",
        f".lift/versions/{version}/meta.json",
        "eval/baseline.json",
        "eval/eval_report.json",
        "flags.json",
    }


def check_ledger(lift: LiftCommand, questions: QuestionProject, tokens: int) -> None:
    """The ledger agrees with the report."""
    calls = lift("calls", "--limit", "3", "--json", cwd=questions.root).json()

    assert len(calls["calls"]) == 3
    assert list(calls["totals"]) == ["baseline", "search", "proof"]
    assert calls["totals"]["search"]["tokens"] == tokens


def check_readers(lift: LiftCommand, questions: QuestionProject) -> None:
    """Every command that reads the result can."""
    page = questions.root / "page.html"

    assert lift("report", "--json", cwd=questions.root).json()["decision"] == "improved"
    assert lift("report", "--html", str(page), cwd=questions.root).stdout == f"wrote {page}\n"
    assert "<html" in page.read_text("utf-8")
    shown = lift("baseline", "show", "--role", "questions", cwd=questions.root)
    assert shown.stdout.startswith("BASELINE questions")


def check_flag(lift: LiftCommand, questions: QuestionProject, version: str) -> None:
    """The flag chooses what a service gets."""
    flags = lift("flags", "list", "--json", cwd=questions.root).json()["flags"]
    assert [(flag["key"], flag["default"]) for flag in flags] == [
        ("OPTIMIZE_QUESTIONS", f"v-{version}")
    ]
    assert "Obey the rule of kind" in served_instructions(questions.root)

    changed = lift("flags", "set", "questions", "baseline", cwd=questions.root)

    assert changed.stdout == "OPTIMIZE_QUESTIONS: baseline\n"
    assert served_instructions(questions.root) == "Answer the question."


def check_regression_runs(lift: LiftCommand, questions: QuestionProject, version: str) -> None:
    """The role holds, and so does the optimized version against the role's baseline."""
    regress = ("regress", "run", "--role", "questions", "--model", questions.model)

    held = lift(*regress, cwd=questions.root)
    better = lift(*regress, "--version", version, "--json", cwd=questions.root).json()

    assert held.exit_code == 0
    assert held.stdout.startswith("ok: No example got worse")
    assert (better["verdict"], better["version"]) == ("ok", version)


def served_instructions(root: Path) -> str:
    import lift

    before = Path.cwd()
    os.chdir(root)
    try:
        program = lift.load("questions")
    finally:
        os.chdir(before)
    (predictor,) = program.predictors()
    return str(predictor.signature.instructions)


def test_a_baseline_is_captured_and_used(lift: LiftCommand, questions: QuestionProject) -> None:
    captured = lift(
        *("baseline", "capture", "--role", "questions", "--model", questions.model, "--json"),
        cwd=questions.root,
    )
    calls = questions.chats
    result = optimize(lift, questions, "--max-metric-calls", "1")

    roles = captured.json()["roles"]
    assert roles["questions"]["summary"]["score"]["mean"] == 0.25
    assert calls == 16
    assert "using the baseline captured" in result.stderr


def always_no(_: ChatCall) -> str:
    return "[[ ## answer ## ]]\nno\n\n[[ ## completed ## ]]"


def test_a_role_that_got_worse_is_exit_1(lift: LiftCommand, questions: QuestionProject) -> None:
    common = ("--role", "questions", "--model", questions.model)
    lift("baseline", "capture", *common, cwd=questions.root)
    questions.server.answer = always_no

    result = lift("regress", "run", *common, "--fresh", cwd=questions.root)

    assert result.exit_code == 1
    assert "Wrong: nobody said what to do about kind3" in result.stdout


def test_without_a_model_an_own_role_is_refused(
    lift: LiftCommand, questions: QuestionProject
) -> None:
    result = lift("optimize", "--role", "questions", "--json", cwd=questions.root)

    code, message, hint = result.error()
    assert (code, result.exit_code) == ("config", 4)
    assert "the demonstration model does not run on role questions" in message
    assert "--model ollama/NAME" in hint


def test_a_budget_of_one_token_stops_in_order(
    lift: LiftCommand, questions: QuestionProject
) -> None:
    result = optimize(lift, questions, "--max-tokens", "1", "--json")

    found = result.json()
    assert (found["decision"], result.exit_code) == ("stopped", 3)
    assert found["budget"]["tokens"] == {"limit": 1, "spent": 0}
    assert found["version"] is None


@pytest.mark.parametrize("threads", ["1", "8"])
def test_tokens_of_the_search_never_exceed_the_cap(
    lift: LiftCommand, questions: QuestionProject, threads: str
) -> None:
    for cap in (1500, 4000, 12000):
        result = optimize(
            lift, questions, "--max-tokens", str(cap), "--threads", threads, "--json", "--fresh"
        )

        found = result.json()
        assert found["budget"]["tokens"]["limit"] == cap
        assert found["budget"]["tokens"]["spent"] <= cap
        assert result.exit_code == {"improved": 0, "stopped": 3}.get(found["decision"], 1)


def test_a_replay_gives_the_same_report_without_a_model(
    lift: LiftCommand, questions: QuestionProject
) -> None:
    report = questions.root / "eval" / "eval_report.json"
    first = optimize(lift, questions)
    recorded = json.loads(report.read_text())
    questions.server.__exit__(None, None, None)  # the model is gone

    again = optimize(lift, questions, "--replay")

    replayed = json.loads(report.read_text())
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert recorded.pop("times")["replayed"] is False
    assert replayed.pop("times")["replayed"] is True
    assert replayed == recorded


def test_a_call_that_was_never_recorded_is_named(
    lift: LiftCommand, questions: QuestionProject
) -> None:
    lift(
        *("baseline", "capture", "--role", "questions", "--model", questions.model),
        cwd=questions.root,
    )

    result = optimize(lift, questions, "--replay", "--json")

    code, message, _ = result.error()
    assert (code, result.exit_code) == ("replay_miss", 4)
    assert "has no answer for a search call" in message


def test_a_recording_replays_in_a_project_that_has_never_seen_the_model(
    lift: LiftCommand, questions: QuestionProject, tmp_path: Path
) -> None:
    root = questions.root
    lift("baseline", "capture", "--role", "questions", "--model", questions.model, cwd=root)
    recording = tmp_path / "recording.jsonl"
    exported = lift("calls", "--export", str(recording), "--json", cwd=root).json()
    (root / ".lift").rename(tmp_path / "elsewhere")
    calls = questions.chats

    result = lift(
        *("regress", "run", "--role", "questions", "--model", f"replay:{recording}"), cwd=root
    )

    assert exported["exported"] == 16
    assert (result.exit_code, questions.chats) == (0, calls)
