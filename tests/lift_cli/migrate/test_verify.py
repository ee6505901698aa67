"""`lift migrate verify`, through the command line, with this Python on both sides."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.harness import LiftCommand
from tests.lift.migrate.verify.kit import write_project

from lift.migrate.wire import FieldAnswers
from lift.testing.ollama_server import FakeModel, OllamaServer

OWN = version("dspy")
BOTH = ("--from-python", sys.executable, "--to-python", sys.executable)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "lift.toml").write_text("")
    return write_project(root)


@pytest.mark.skipif(OWN == "3.0.1", reason="slow to start; see tests/lift/migrate/verify")
def test_same_version_is_the_same(lift: LiftCommand, project: Path) -> None:
    versions = ("--from", OWN, "--to", OWN)
    few = ("--rounds", "2", "--repeats", "1")
    result = lift("migrate", "verify", *versions, *BOTH, *few, "--json", "--html", "out.html",
                  cwd=project)  # fmt: skip
    found = result.json()
    # Time is not in question here, and a busy machine may take more of it for one side.
    assert found["differences"] == []
    assert found["summary"]["cases"] == 2
    assert result.exit_code == (0 if not found["summary"]["regressions"] else 1)
    assert "<h2>Cases</h2>" in (project / "out.html").read_text()


def test_nothing_to_compare_is_exit_1(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "lift.toml").write_text("")
    result = lift("migrate", "verify", "--from", "2.6.27", "--to", "3.0.1", *BOTH, cwd=tmp_path)
    assert result.exit_code == 1
    assert result.stdout.startswith("nothing was compared")


def test_missing_environment_says_what_to_type(lift: LiftCommand, project: Path) -> None:
    result = lift("migrate", "verify", "--from", "2.6.27", "--to", "3.0.1", "--json", cwd=project)
    assert result.exit_code == 4
    code, message, hint = result.error()
    assert (code, message) == ("environment", "the environment of DSPy 2.6.27 is missing")
    assert hint == "lift migrate env create 2.6.27 --with-project, or add --create"


def test_wrong_cases_are_refused_before_anything_starts(lift: LiftCommand, project: Path) -> None:
    (project / "cases.jsonl").write_text('{"id": "a"}\n')
    versions = ("--from", "2.6.27", "--to", "3.0.1")
    result = lift("migrate", "verify", *versions, *BOTH, "--cases", "cases.jsonl", "--json",
                  cwd=project)  # fmt: skip
    assert result.exit_code == 4
    assert "cases.jsonl:1" in result.error()[1]


@pytest.mark.skipif(OWN == "3.0.1", reason="slow to start; see tests/lift/migrate/verify")
def test_a_real_model_can_answer(lift: LiftCommand, project: Path) -> None:
    versions = ("--from", OWN, "--to", OWN)
    few = ("--rounds", "2", "--repeats", "1", "src/app/qa.py")
    answer = FieldAnswers(values={"label": "good"})
    with OllamaServer(answer=answer, models=[FakeModel(name="tiny:latest")]) as server:
        model = f"ollama/tiny@{server.url}"
        result = lift("migrate", "verify", *versions, *BOTH, *few, "--json", "-m", model,
                      cwd=project)  # fmt: skip
        asked = [one for one in server.received if one.path == "/api/chat"]
    found = result.json()
    assert (found["model"], found["differences"]) == (model, [])
    assert len(asked) == sum(case["requests_old"] for case in found["cases"]) > 0


def test_a_model_that_is_not_there_is_said_before_anything_starts(
    lift: LiftCommand, project: Path
) -> None:
    versions = ("--from", OWN, "--to", OWN)
    with OllamaServer(answer=FieldAnswers(), models=[]) as server:
        result = lift("migrate", "verify", *versions, *BOTH, "--json", "--model",
                      f"ollama/none@{server.url}", cwd=project)  # fmt: skip
    assert result.exit_code == 4
    assert "none" in result.error()[1]
