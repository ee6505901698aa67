"""Plain tests read as calls, what a function needs, and the two lines about a failure."""

from __future__ import annotations

import ast

import pytest

from lift.seeding.cases import Case, case_holds, read_cases, walk_tests
from lift.seeding.context import allowed_imports, needed_setup
from lift.seeding.diff import correct_source, make_diff
from lift.seeding.failure import condense_failure, endless_failure, rule_of
from lift.seeding.messages import Failure


def cases(*bodies: str) -> tuple[Case, ...] | None:
    text = "\n".join(f"def test_{n}():\n    {body}\n" for n, body in enumerate(bodies))
    return read_cases("f", dict(walk_tests(ast.parse(text))).values())


@pytest.mark.parametrize(
    ("body", "case"),
    [
        ("assert f(1, -2) == 3", Case(args="(1, -2)", kwargs="{}", expected="3")),
        (
            "assert [1, {'a': None}] == f([], k='ü')",
            Case(args="([],)", kwargs="{'k': 'ü'}", expected="[1, {'a': None}]"),
        ),
        ("assert f() is None", Case(args="()", kwargs="{}", expected="None")),
        ("assert m.f({1}) is True", Case(args="({1},)", kwargs="{}", expected="True")),
        ("assert pkg.m.f(b'') == 1.5", Case(args="(b'',)", kwargs="{}", expected="1.5")),
        (
            "with pytest.raises(ValueError): f(0)",
            Case(args="(0,)", kwargs="{}", raises="ValueError"),
        ),
        ("'''Docs.'''; assert f(1) == 1", Case(args="(1,)", kwargs="{}", expected="1")),
    ],
)
def test_plain_tests_are_read(body: str, case: Case) -> None:
    assert cases(body) == (case,)


@pytest.mark.parametrize(
    "body",
    [
        "assert f(1) == 2 or True",
        "assert f(1) != 2",
        "assert f(1)",
        "assert not f(1)",
        "assert f(x) == 2",
        "assert f(*[1]) == 2",
        "assert f(**{'a': 1}) == 2",
        "assert f(f(1)) == 2",
        "assert f(1) == y",
        "assert f(1) is 5",
        "assert f(1) == pytest.approx(2)",
        "assert 1 < f(1) == 2",
        "assert f(1).x() == 2",
        "y = f(1)",
        "g = f",
        "with pytest.raises(ValueError, match='x'): f(0)",
        "with pytest.raises(ValueError) as e: f(0)",
        "with pytest.raises(Custom): f(0)",
        "with pytest.raises(ValueError): f(0); f(1)",
        "with pytest.raises((ValueError, KeyError)): f(0)",
        "with other(ValueError): f(0)",
        "assert f(1) == 2; print(1)",
    ],
)
def test_anything_more_is_not_read(body: str) -> None:
    assert cases("assert f(1) == 1", body) is None


def test_other_functions_tests_are_passed_over_and_repeats_dropped() -> None:
    assert cases("assert g(1) == x", "assert f(1) == 1", "assert f(1) == 1") == (
        Case(args="(1,)", kwargs="{}", expected="1"),
    )
    assert cases("assert g(1) == 1") is None


def test_fixtures_and_decorators_are_not_plain() -> None:
    for text in (
        "def test(tmp):\n    assert f(1) == 1",
        "@mark\ndef test():\n    assert f(1) == 1",
    ):
        assert read_cases("f", dict(walk_tests(ast.parse(text))).values()) is None
    text = "class T:\n    def test(self):\n        assert f(1) == 1"
    assert list(dict(walk_tests(ast.parse(text)))) == ["T.test"]
    assert read_cases("f", dict(walk_tests(ast.parse(text))).values())


@pytest.mark.parametrize(
    ("expected", "value", "holds"),
    [
        ("1", "1", True),
        ("1", "True", False),
        ("1", "1.0", False),
        ("(1, 2)", "[1, 2]", False),
        ("{'a': [1]}", "{'a': [1.0]}", False),
        ("{1, 2}", "{2, 1}", True),
        ("None", "<object>", False),
    ],
)
def test_values_are_compared_with_their_types(expected: str, value: str, holds: bool) -> None:
    case = Case(args="()", kwargs="{}", expected=expected)
    assert case_holds(case, value=value, error=None) is holds


def test_exceptions_are_compared_as_pytest_does() -> None:
    case = Case(args="()", kwargs="{}", raises="ValueError")
    assert case_holds(case, value=None, error="UnicodeError: x")
    assert not case_holds(case, value=None, error="KeyError: x")
    assert not case_holds(case, value="1", error=None)
    assert not case_holds(Case(args="()", kwargs="{}", expected="1"), value=None, error="E")


MODULE = """\
from __future__ import annotations
import json, os.path as p
from . import near
from numpy import array

A = 1
B = A + 1
try:
    import tomllib
except ImportError:
    tomllib = None
TABLE = {}
TABLE["x"] = B
TABLE.update(y=2)
print("loud")

def helper(n):
    return TABLE[n]

@decorate
def decorated(): return 1

def decorate(f): return f

def wanted(n, default=A):
    return helper(n) + p.sep

def far(): return array(1)

def reads(text): return tomllib.loads(text)

class Box:
    def method(self): return A
"""


def test_the_setup_is_all_that_the_function_needs_and_no_more() -> None:
    assert needed_setup(MODULE, "wanted") == (
        "from __future__ import annotations\n"
        "import json, os.path as p\n"
        "A = 1\n"
        "B = A + 1\n"
        "TABLE = {}\n"
        'TABLE["x"] = B\n'
        "TABLE.update(y=2)\n"
        "def helper(n):\n"
        "    return TABLE[n]\n"
    )
    assert "def decorate(f)" in (needed_setup(MODULE, "decorated") or "")
    assert "except ImportError:" in (needed_setup(MODULE, "reads") or "")


def test_no_setup_for_methods_or_other_packages() -> None:
    assert needed_setup(MODULE, "far") is None
    assert needed_setup(MODULE, "method") is None


def test_allowed_imports_are_those_of_the_module() -> None:
    assert allowed_imports(MODULE) == (".", "json", "numpy", "os.path", "tomllib")


TEST = """\
def test_x():
    y = 1
    assert f(
        y,
        2,
    ) == 3
    with pytest.raises(ValueError):
        f(0)
    for item in range(3):
        assert item
"""


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        (2, "y = 1"),
        (4, "assert f(y, 2) == 3"),
        (7, "with pytest.raises(ValueError): f(0)"),
        (8, "f(0)"),
        (9, "for item in range(3):"),
        (10, "assert item"),
    ],
)
def test_a_failure_is_two_lines(line: int, statement: str) -> None:
    failure = Failure(kind="assertion", line=line, message="assert 1 == 2")
    assert condense_failure(TEST, failure) == f"{statement}\nassert 1 == 2"


def test_long_and_missing_parts_of_a_failure() -> None:
    text = condense_failure(TEST, Failure(kind="error", line=0, message="E" * 500))
    assert text == "E" * 197 + "..."
    assert (
        endless_failure("t.py::C::test_x", crashed=True)
        == "test_x()\nThe test ended the whole process."
    )


def test_a_rule_is_the_first_paragraph() -> None:
    assert rule_of("  Ends are\n    inside.\n\n    More.") == "Ends are inside."
    assert rule_of(None) is None
    assert rule_of("  \n") is None


def test_a_diff_holds_the_correct_function() -> None:
    correct = "def f(a):\n    b = a\n\n    return b\n"
    diff = make_diff(correct, "def f(a):\n\n    return b\n", file="m.py")
    assert diff.startswith("--- a/m.py\n+++ b/m.py\n@@")
    assert correct_source(diff) == correct
