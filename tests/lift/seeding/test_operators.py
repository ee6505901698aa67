"""Seeded bugs: what the operators do to correct functions."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift.seeding.operators import BUG_CLASS_SUMMARY, BUG_CLASSES, mutate


def _wrong(body: str, bug_class: str, *, head: str = "def f(x, n, xs):") -> set[str]:
    """The bodies that one class of bug makes of `body`."""
    source = head + "".join(f"\n    {line}" for line in body.split("\n"))
    found: set[str] = set()
    for mutation in mutate(source):
        if mutation.bug_class == bug_class:
            lines = mutation.source.split("\n")[1:]
            found.add("\n".join(line.removeprefix("    ") for line in lines))
    return found


@pytest.mark.parametrize(
    ("bug_class", "body", "wrong"),
    [
        ("comparison", "return x >= n", {"return x < n", "return x == n"}),
        ("comparison", "return x == n", {"return x != n"}),
        ("arithmetic", "return (x + 1) // n", {"return (x - 1) // n", "return (x + 1) * n"}),
        ("boolean", "return x and n", {"return x or n"}),
        ("negation", "return not x", {"return x"}),
        ("negation", "return x not in xs", {"return x in xs"}),
        ("negation", "return x is None", {"return x is not None"}),
        ("bound", "return range(n + 1)", {"return range(n - 1)", "return range(n + 2)"}),
        ("bound", "return xs[:n]", {"return xs[:n - 1]", "return xs[:n + 2]"}),
        ("bound", "return xs[x:n - 1]", {"return xs[x:n]", "return xs[x:n + 1]"}),
        ("constant", "return x * 1000", {"return x * 10"}),
        ("constant", "return x * 5", {"return x * 4", "return x * 6"}),
        ("initial value", "y = 0\nreturn y", {"y = 1\nreturn y"}),
        ("return value", "return -1", {"return 1"}),
        ("return value", "return True", {"return False"}),
        ("missing return", "y = x\nreturn y", {"y = x"}),
        ("missing guard", "if not xs:\n    return None\nreturn x", {"return x"}),
        ("swap", "return g(x, n)", {"return g(n, x)"}),
        ("swap", "return x - n", {"return n - x"}),
        ("wrong variable", "return n", {"return xs"}),
        ("lost operand", "return abs(x - n)", {"return x"}),
        ("lost operand", "return x / n", {"return x"}),
        ("unwrapped call", "return abs(x)", {"return x"}),
        ("unwrapped call", "return x.strip()", {"return x"}),
        ("update", "x += n\nreturn x", {"x -= n\nreturn x", "x = n\nreturn x"}),
        ("missing statement", "xs.append(x)\nreturn xs", {"return xs"}),
    ],
)
def test_each_class_makes_its_bug(bug_class: str, body: str, wrong: set[str]) -> None:
    assert _wrong(body, bug_class) == wrong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return x > n", "return x >= n"),
        ("return range(n)", "return range(n + 1)"),
        ("return x // n", "return x / n"),
        ("return x - n", "return abs(x - n)"),
        ("return round(x / n)", "return x // n"),
        ("return x * 100", "return x * 1000"),
        ("if not xs:\n    return 0\nreturn x", "if not xs:\n    return None\nreturn x"),
    ],
)
def test_a_bug_does_not_betray_what_stood_there(one: str, other: str) -> None:
    head = "def f(x, n, xs):"
    bodies = (f"{head}\n    " + body.replace("\n", "\n    ") for body in (one, other))
    first, second = ({m.source for m in mutate(body)} for body in bodies)
    assert first & second


def test_docstring_layout_and_comments_stay() -> None:
    source = (
        'def f(x):\n    """Is `x` > 3 - 1?"""\n    # 5 > 4\n    return (x >\n            3)  # no\n'
    )
    for mutation in mutate(source):
        assert '"""Is `x` > 3 - 1?"""\n    # 5 > 4\n' in mutation.source
        assert mutation.source.endswith("  # no\n")


def test_characters_beyond_ascii_do_not_shift_edits() -> None:
    assert 'def f(x):\n    return "é" * x, x - 1' in {
        m.source for m in mutate('def f(x):\n    return "é" * x, x + 1')
    }


def test_signature_decorators_and_annotations_are_left_alone() -> None:
    source = "@deco(1 + 2)\ndef f(x: int = 3) -> list[int]:\n    return [x]\n"
    head = "@deco(1 + 2)\ndef f(x: int = 3) -> list[int]:\n"
    assert all(m.source.startswith(head) for m in mutate(source))


def test_a_loop_counter_is_not_touched() -> None:
    assert not _wrong("while x < n:\n    x += 1\nreturn x", "update")
    assert not _wrong("while x < n:\n    n = n\n    x += 1\nreturn x", "missing statement")


def test_line_points_at_the_bug_and_order_is_fixed() -> None:
    source = "def f(x):\n    y = x + 1\n    return y > 2\n"
    mutations = mutate(source)
    assert mutations == mutate(source)
    assert {m.line for m in mutations if m.bug_class == "comparison"} == {3}
    assert [m.line for m in mutations] == sorted(m.line for m in mutations)


def test_text_without_a_function_and_text_that_is_not_python() -> None:
    assert mutate("x = 1\n") == ()
    with pytest.raises(SyntaxError):
        mutate("def f(:")


def test_every_class_is_described() -> None:
    assert tuple(BUG_CLASS_SUMMARY) == BUG_CLASSES
    assert all(text.endswith(".") for text in BUG_CLASS_SUMMARY.values())


_ATOMS = st.sampled_from(["x", "n", "xs[0]", "0", "7", "100", "len(xs)", "round(x / n)", "'é'"])
_EXPRESSIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.tuples(inner, st.sampled_from(["<", "<=", "==", "in", "is not"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.tuples(inner, inner).map(lambda t: f"g({t[0]}, {t[1]})"),
        inner.map(lambda t: f"abs({t})"),
        inner.map(lambda t: f"(not {t})"),
    ),
    max_leaves=6,
)
_STATEMENTS = st.one_of(
    _EXPRESSIONS.map(lambda e: [f"x += {e}"]),
    _EXPRESSIONS.map(lambda e: [f"y = {e}"]),
    _EXPRESSIONS.map(lambda e: [f"if {e}:", "    return -1"]),
    _EXPRESSIONS.map(lambda e: [f"for i in range({e}):", "    xs.append(i)", "    n -= i"]),
    _EXPRESSIONS.map(lambda e: [f"while {e}:", "    n -= 1", "    x *= 2"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_STATEMENTS, max_size=4), _EXPRESSIONS, st.booleans())
def test_every_mutant_parses_and_differs(
    statements: list[list[str]], result: str, documented: bool
) -> None:
    lines = [line for statement in statements for line in statement] + [f"return {result}"]
    text = ['"""Says `x` - 1."""', *lines] if documented else lines
    source = "def f(x, n, xs):" + "".join(f"\n    {line}" for line in text)
    mutations = mutate(source)
    seen = [m.source for m in mutations]
    assert len(seen) == len(set(seen))
    for mutation in mutations:
        assert ast.dump(ast.parse(mutation.source)) != ast.dump(ast.parse(source))
        assert mutation.bug_class in BUG_CLASSES
        assert ('"""Says `x` - 1."""' in mutation.source) == documented
