from __future__ import annotations

import ast
import json
import math
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift.errors import UsageError
from lift.sandbox import Call, Limits, run_calls
from lift.sandbox.inside.calls import _tree  # pyright: ignore[reportPrivateUsage]
from lift.sandbox.inside.requests import Plain
from lift.sandbox.literals import decode_tree, parse_literal, render_literal, same_value

hashable = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | st.text(st.characters(), max_size=8)
    | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)
plain = st.recursive(
    hashable,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.sets(hashable, max_size=4)
        | st.dictionaries(hashable, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_a_value_survives_the_way_out_of_the_sandbox(value: object) -> None:
    tree: object = json.loads(_tree(cast("Plain", value), 0))

    decoded = decode_tree(tree)

    assert same_value(decoded, value)
    assert same_value(ast.literal_eval(render_literal(decoded)), value)


@settings(max_examples=10, deadline=None)
@given(st.lists(plain, min_size=1, max_size=8))
def test_a_value_survives_the_sandbox_itself(values: list[object]) -> None:
    calls = [Call(args=f"({render_literal(value)},)") for value in values]

    result = run_calls(
        source="def f(x): return x", entry="f", setup="", calls=calls, limits=Limits()
    )

    answers = [ast.literal_eval(answer.value or "") for answer in result.answers]
    assert same_value(answers, values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "True"),
        ("1", "1.0"),
        ("0.0", "-0.0"),
        ("[1]", "(1,)"),
        ("[1]", "[True]"),
        ("{1: 2}", "{True: 2}"),
        ("{1: 2}", "{1: 2.0}"),
        ("{1, 2}", "{1.0, 2}"),
        ("'a'", "b'a'"),
        ("{(1,)}", "{(True,)}"),
        ("None", "False"),
        ("[1, 2]", "[1]"),
        ("{1: 2}", "{}"),
    ],
)
def test_values_of_other_types_are_not_the_same(one: str, other: str) -> None:
    assert not same_value(ast.literal_eval(one), ast.literal_eval(other))
    assert same_value(ast.literal_eval(one), ast.literal_eval(one))


def test_order_of_dicts_and_sets_does_not_count() -> None:
    assert same_value({"a": 1, "b": {1, 2}}, {"b": {2, 1}, "a": 1})


@pytest.mark.parametrize(
    "text",
    '[]|["list"]|["list",1]|["what",0]|["dict",0,1]|["float","x"]|["bytes","zz"]|["float",1]'
    '|{"a":1}|"zz"|1.5|["set",0,["list",0]]|["complex","0x1p0"]'.split("|"),
)
def test_a_tree_that_no_child_writes_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode_tree(json.loads(text))


def test_a_tree_that_nests_too_deep_is_refused() -> None:
    tree: object = None
    for _ in range(60):
        tree = ["list", 0, tree]

    with pytest.raises(ValueError, match="deep"):
        decode_tree(tree)


@pytest.mark.parametrize("value", [math.nan, [math.nan], object(), ...])
def test_what_has_no_literal_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"nan|type"):
        render_literal(value)


@pytest.mark.parametrize("text", ["f()", "1 +", "[" * 500, "{[]: 1}"])
def test_what_is_no_literal_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="the args of a call is not a Python literal"):
        parse_literal(text, what="the args of a call")
