"""The coder's metric: the verdict on a fix and the exact words for it, in the real sandbox."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lift.engine.request import JsonValue
from lift.errors import DataError
from lift.roles.coder_metric import CoderMetric, strip_fences
from lift.roles.role import Example, ProgramRun, Score, Split

RULE = "The upper bound is inside."
GOOD = "def total(n, step=1):\n    return sum(range(0, n + 1, step)) + BASE\n"
CASES: list[JsonValue] = [
    {"args": "(3,)", "kwargs": "{}", "expected": "16"},
    {"args": "(4,)", "kwargs": "{'step': 2}", "expected": "16"},
    {"args": "(1, 0)", "kwargs": "{}", "raises": "ValueError"},
]


def task(**truth: JsonValue) -> Example:
    check: dict[str, JsonValue] = {
        "kind": "calls",
        "entry": "total",
        "setup": "import math\nBASE = 10\n",
        "cases": CASES,
    }
    fields: dict[str, JsonValue] = {
        "rule": RULE,
        "bug_class": "bound",
        "allowed_imports": ["math"],
        "check": check,
        **truth,
    }
    return Example(
        id="t", group="g", split=Split.TEST, inputs={"code": "", "failure": ""}, truth=fields
    )


def judge(fix: str, **truth: JsonValue) -> Score:
    metric = CoderMetric(folder=Path("/nonexistent"))
    return metric(task(**truth), ProgramRun(outputs={"reasoning": "", "fix": fix}))


@pytest.mark.parametrize(
    "fix",
    [
        GOOD,
        f"```python\n{GOOD}```",
        f"Here it is:\n```\n{GOOD}\n```\nI hope it helps.",
        f"\n\n{GOOD.rstrip()}",
        "from math import fsum\n" + GOOD,
        "def helper(n):\n    return n + 1\n\n" + GOOD.replace("n + 1", "helper(n)"),
    ],
)
def test_a_right_fix_passes(fix: str) -> None:
    assert judge(fix) == Score(value=1.0, feedback="The fix passes.")


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        (GOOD.replace("n + 1", "n"), "The fix fails: total(3) gave 13, expected 16."),
        (
            GOOD.replace("n + 1", "n + 1 // 1 * 1")
            .replace("sum(", "float(sum(")
            .replace(" + BASE", ") + BASE"),
            "The fix fails: total(3) gave 16.0, expected 16.",
        ),
        (
            GOOD.replace("BASE", "NONE"),
            "The fix fails: total(3) raised NameError: name 'NONE' is not defined.",
        ),
        (
            GOOD.replace("step)", "max(step, 1))"),
            "The fix fails: total(1, 0) gave 11, expected ValueError.",
        ),
        (
            "def total(n, step=1):\n    return '" + "x" * 99 + "'\n",
            f"The fix fails: total(3) gave '{'x' * 56}..., expected 16.",
        ),
        ("def total(n:\n", "The fix does not parse."),
        ("", "The fix does not parse."),
        ("```python\n```", "The fix does not parse."),
        ("I cannot repair this.", "The fix does not parse."),
    ],
)
def test_a_wrong_fix_is_explained(fix: str, words: str) -> None:
    assert judge(fix) == Score(value=0.0, feedback=f"{words} The test says: {RULE}")


def test_no_rule_no_sentence_about_it() -> None:
    assert judge(GOOD.replace("n + 1", "n"), rule=None).feedback.endswith("expected 16.")


@pytest.mark.parametrize(
    ("fix", "name"),
    [
        ("import os\n" + GOOD, "os"),
        (GOOD.replace("    return", "    import socket\n    return"), "socket"),
        (GOOD.replace("BASE", "__import__('os').getpid()"), "__import__"),
    ],
)
def test_a_forbidden_import_is_a_violation(fix: str, name: str) -> None:
    score = judge(fix)
    assert (score.value, score.violations[0]) == (0.0, name)
    assert score.feedback == f"The fix imports {name}, which is not allowed. The test says: {RULE}"


def test_an_endless_fix_is_stopped() -> None:
    score = judge("def total(n, step=1):\n    while True:\n        pass\n", rule=None)
    assert score.value == 0.0
    assert score.feedback.startswith("The fix was stopped: ")


def test_a_failed_program_scores_nothing_and_runs_nothing() -> None:
    run = ProgramRun(outputs={}, error="AdapterParseError: no fields")
    score = CoderMetric(folder=Path())(task(), run)
    assert (score.value, score.feedback) == (
        0.0,
        "The program failed: AdapterParseError: no fields",
    )


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        ({"check": "x"}, "t: truth.check must be an object"),
        ({"check": {"kind": "guess"}}, "the check 'guess' is unknown"),
        ({"check": {"kind": "calls", "entry": "f", "setup": "", "cases": []}}, "there must be one"),
        (
            {"check": {"kind": "calls", "entry": "f", "setup": "", "cases": [3]}},
            "a list of objects",
        ),
        (
            {"check": {"kind": "calls", "entry": "f", "setup": "", "cases": [{"args": "()"}]}},
            "expected or raises",
        ),
        ({"allowed_imports": [1]}, "truth.allowed_imports must be a list of texts"),
        (
            {
                "check": {
                    "kind": "pytest",
                    "project": "p",
                    "module": "m",
                    "qualname": "f",
                    "tests": [],
                }
            },
            "needs tests",
        ),
    ],
)
def test_a_malformed_task_is_the_datasets_fault(truth: dict[str, JsonValue], words: str) -> None:
    with pytest.raises(DataError) as caught:
        judge(GOOD, **truth)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = 1", "x = 1\n"),
        ("```py\nx = 1\n```", "x = 1\n"),
        ("```\n    x = 1\n    ```", "    x = 1\n"),
        ("```python\nx = 1", "x = 1\n"),
        ("   \n", ""),
        ('def f():\n    """A ```\n    b."""', 'def f():\n    """A ```\n    b."""\n'),
        ('x = """\n```\ny\n```\n"""', 'x = """\n```\ny\n```\n"""\n'),
        ('Fix:\n```\nx = """\n```\ny\n```\n"""\n```', 'x = """\n```\ny\n```\n"""\n'),
        ("Use ```x = 1``` here.\n```\nx = 1\n```\nor\n```\nx = 2\n```", "x = 1\n"),
        ("```\nx = (\n```", "x = (\n"),
    ],
)
def test_fences_are_stripped(text: str, code: str) -> None:
    assert strip_fences(text) == code


MODULE = '''"""Trays."""

LIMIT = 2


class Oven:
    """An oven."""

    def put(self, kind):
        """Put a tray in."""
        text = """in:
  {}""".format(kind)
        return text[:LIMIT * 99]
'''
TESTS = """from oven import Oven


def test_put():
    assert Oven().put("rye") == "in:\\n  rye"


def test_other():
    assert Oven().put("") == "in:\\n  "
"""
METHOD = '''def put(self, kind):
    """Put a tray in."""
    text = """in:
  {}""".format(kind)
    return text[:LIMIT * 99]
'''


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    project = tmp_path / "oven.project"
    (project / "tests").mkdir(parents=True)
    (project / "oven.py").write_text(MODULE, encoding="utf-8")
    (project / "tests" / "test_oven.py").write_text(TESTS, encoding="utf-8")
    return tmp_path


def judge_in_package(folder: Path, fix: str, **changes: JsonValue) -> Score:
    check: dict[str, JsonValue] = {
        "kind": "pytest",
        "project": "oven.project",
        "module": "oven.py",
        "qualname": "Oven.put",
        "tests": ["tests/test_oven.py::test_put", "tests/test_oven.py::test_other"],
        "python": sys.executable,
        **changes,
    }
    run = ProgramRun(outputs={"fix": fix})
    return CoderMetric(folder=folder)(task(check=check, rule=None), run)


def test_a_method_is_judged_inside_its_package(snapshot: Path) -> None:
    assert judge_in_package(snapshot, METHOD) == Score(value=1.0, feedback="The fix passes.")
    wrong = judge_in_package(snapshot, METHOD.replace(".format(kind)", ".format(kind + 'x')"))
    assert wrong.value == 0.0
    assert wrong.feedback.startswith("The fix fails: test_put: AssertionError: assert 'in:")
    assert (snapshot / "oven.project" / "oven.py").read_text("utf-8") == MODULE


def test_imports_of_a_fix_are_put_where_a_method_sees_them(snapshot: Path) -> None:
    fix = "import math\n\n" + METHOD.replace("LIMIT * 99", "math.floor(LIMIT * 99.0)")
    assert judge_in_package(snapshot, fix).value == 1.0


def test_a_snapshot_that_is_gone_or_another_is_a_data_error(snapshot: Path) -> None:
    with pytest.raises(DataError, match=r"has no oven2\.py"):
        judge_in_package(snapshot, METHOD, module="oven2.py")
    with pytest.raises(DataError, match="no function Oven.take"):
        judge_in_package(snapshot, METHOD, qualname="Oven.take")
