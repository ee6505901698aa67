"""`lift migrate fix --interactive`: one question per change, and what each answer means."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.harness import CommandResult, LiftCommand

OLD = "import dspy\nA = dspy.Program\nB = dspy.TypedPredictor\nC = dspy.Program\n"
ALL = "import dspy\nA = dspy.Module\nB = dspy.Predict\nC = dspy.Module\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(OLD)
    return tmp_path


def answered(
    lift: LiftCommand, root: Path, answers: str, monkeypatch: pytest.MonkeyPatch
) -> CommandResult:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    route = ("--from", "2.5.43", "--to", "3.0.1")
    return lift("migrate", "fix", "--interactive", *route, cwd=root)


@pytest.mark.parametrize(
    ("answers", "first", "second"),
    [
        ("y\ny\ny\n" * 2, ALL, ALL),
        ("n\nn\nn\n" * 2, OLD, OLD),
        ("y\ny\nn\ny\nn\nn\n", ALL[:-len("Module\n")] + "Program\n",
         OLD.replace("A = dspy.Program", "A = dspy.Module")),
        ("n\nn\ny\nq\n", OLD.replace("C = dspy.Program", "C = dspy.Module"), OLD),
        ("a\nn\nn\n", ALL.replace("Predict", "TypedPredictor"),
         ALL.replace("Predict", "TypedPredictor")),
        ("s\na\na\n", OLD, ALL),
        ("q\n", OLD, OLD),
        ("", OLD, OLD),
        ("y\n", OLD.replace("A = dspy.Program", "A = dspy.Module"), OLD),
        ("what?\n\nYES\nq\n", OLD.replace("A = dspy.Program", "A = dspy.Module"), OLD),
    ],
)  # fmt: skip
def test_answers(
    lift: LiftCommand,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    first: str,
    second: str,
) -> None:
    answered(lift, project, answers, monkeypatch)

    assert [(project / name).read_text() for name in ("a.py", "b.py")] == [first, second]


def test_each_question_shows_the_place_the_reason_and_the_change(
    lift: LiftCommand, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = answered(lift, project, "n\nn\nq\n", monkeypatch)

    assert result.stdout.startswith(
        "a.py:2:5 LFT102\n"
        "AttributeError: module 'dspy' has no attribute 'Program'\n"
        "Use dspy.Module; dspy.Program was the same class.\n"
        "--- a/a.py\n+++ b/a.py\n@@ -1,4 +1,4 @@\n import dspy\n"
        "-A = dspy.Program\n+A = dspy.Module\n"
    )
    assert "a.py:3:5 LFT107 (unsafe: look at it)\n" in result.stdout
    assert result.stdout.count("make this change?") == 3
    assert "fixed 0 of 6 findings" in result.stderr


def test_of_two_manifests_a_pin_that_was_declined_is_not_asked_about_again(
    lift: LiftCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements.txt").write_text("dspy==2.6.27\n")
    (tmp_path / "requirements-dev.txt").write_text("dspy==2.6.27\n")

    result = answered(lift, tmp_path, "n\ny\n", monkeypatch)

    assert result.stdout.count("make this change?") == 2
    assert (tmp_path / "requirements-dev.txt").read_text() == "dspy==2.6.27\n"
    assert (tmp_path / "requirements.txt").read_text() == "dspy==3.0.1\n"
