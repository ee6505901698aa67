"""Differences between modules, what explains errors and outputs, and what became dearer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lift.migrate.probe import ModuleShape, ProbeError
from lift.migrate.verify.costs import Samples, compare_costs
from lift.migrate.verify.known import why_error, why_output
from lift.migrate.verify.report import Difference, Kind, Weight
from lift.migrate.verify.shapes import Names, compare_modules

NAMES = Names(old="2.6.27", new="3.4.1")
ERROR = {"type": "AttributeError", "message": "module 'dspy' has no attribute 'Program'"}
FIELD = {
    "name": "answer",
    "kind": "output",
    "type": "str",
    "desc": "d",
    "json_schema": {"type": "string"},
}


def _module(content: Mapping[str, object]) -> dict[str, ModuleShape]:
    return {"app": ModuleShape.model_validate(content)}


def _modules(old: Mapping[str, object], new: Mapping[str, object]) -> list[Difference]:
    return list(compare_modules(_module(old), _module(new), NAMES))


def _signature(changes: Mapping[str, object] | None = None) -> dict[str, object]:
    field = {**FIELD, **(changes or {})}
    return {"signatures": {"Ask": {"instructions": "Answer.", "fields": [field]}}}


@pytest.mark.parametrize(
    ("old", "new", "weights"),
    [
        ({}, {"error": ERROR}, [Weight.BREAKS]),
        ({"error": ERROR}, {}, [Weight.NOTE]),
        ({"error": ERROR}, {"error": ERROR}, [Weight.NOTE]),
        ({"error": ERROR}, {"error": {**ERROR, "message": "other"}}, [Weight.CHANGES]),
        ({}, {}, []),
    ],
)
def test_imports(
    old: Mapping[str, object], new: Mapping[str, object], weights: list[Weight]
) -> None:
    found = _modules(old, new)
    assert [one.weight for one in found] == weights
    assert all(one.kind is Kind.IMPORT for one in found)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "int"}, "type is 'int' instead of 'str'"),
        ({"desc": "other"}, "desc is 'other' instead of 'd'"),
        ({"json_schema": {"type": "integer"}}, "has another JSON schema"),
        ({"kind": "input"}, "kind is 'input' instead of 'output'"),
        ({"constraints": "greater"}, "constraints is 'greater' instead of None"),
        ({"name": "reply"}, "its fields are reply instead of answer"),
    ],
)
def test_fields(changes: Mapping[str, object], message: str) -> None:
    (found,) = _modules(_signature(), _signature(changes))
    assert (found.kind, found.weight, found.message) == (Kind.SIGNATURE, Weight.CHANGES, message)


def test_prefix_is_only_a_note() -> None:
    (found,) = _modules(_signature({"prefix": "Answer:"}), _signature({"prefix": "Reply:"}))
    assert found.weight is Weight.NOTE


def test_equal_signatures_differ_in_nothing() -> None:
    assert _modules(_signature(), _signature()) == []


def test_signature_that_is_gone_breaks() -> None:
    (found,) = _modules(_signature(), {})
    assert (found.weight, found.where) == (Weight.BREAKS, "app:Ask")


def _program(*names: str) -> dict[str, object]:
    inner: dict[str, object] = {"type": "Predict"}
    inner["signature"] = {"instructions": "", "fields": ()}
    return {"programs": {"P": {"kind": "class", "predictors": dict.fromkeys(names, inner)}}}


def test_predictors_by_other_names() -> None:
    (found,) = _modules(_program("prog"), _program("prog.predict"))
    assert (found.kind, found.weight) == (Kind.PROGRAM, Weight.CHANGES)
    assert found.message.startswith("its predictors are prog.predict instead of prog")


@pytest.mark.parametrize(
    ("kind", "message", "why"),
    [
        ("AttributeError", "module 'dspy' has no attribute 'Program'", "lift migrate check"),
        ("LMNotConfiguredError", "empty credential under 'ollama'", "leave api_key out"),
        ("Timeout", "no answer within 1 s", "--timeout"),
        ("ValueError", "mine", ""),
    ],
)
def test_errors_are_explained(kind: str, message: str, why: str) -> None:
    assert why in why_error(ProbeError(type=kind, message=message))


def test_none_as_a_text_is_explained() -> None:
    assert "Optional[str]" in why_output(None, "None")
    assert why_output("a", "b") == ""


def _samples(**costs: list[float]) -> Samples:
    samples = Samples()
    for name, values in costs.items():
        for number, value in enumerate(values):
            samples.add(name, value, round_="1", case=f"case {number}")
    return samples


@pytest.mark.parametrize(
    ("new", "regressed"),
    [
        ([100.0, 100.0, 100.0, 100.0], False),
        ([104.0, 104.0, 104.0, 104.0], False),
        ([106.0, 107.0, 106.0, 108.0], True),
        ([90.0, 115.0, 112.0, 108.0], False),  # no growth that is sure
        ([50.0, 50.0, 50.0, 50.0], False),
    ],
)
def test_growth_over_five_percent_is_a_regression(new: list[float], regressed: bool) -> None:
    (cost,) = compare_costs(_samples(latency=[100.0] * 4), _samples(latency=new))
    assert cost.regressed is regressed
    assert cost.ratio.low <= cost.ratio.mean <= cost.ratio.high


def test_what_only_one_version_was_measured_on_is_left_out() -> None:
    old, new = _samples(latency=[1.0, 2.0]), _samples(latency=[1.0])
    assert compare_costs(old, new)[0].samples == 1
    assert compare_costs(old, Samples()) == ()


def _rounds(*cases: tuple[str, float, float]) -> Samples:
    """Three rounds of three measurements of each case, `spread` apart."""
    samples = Samples()
    for case, middle, spread in cases:
        for number in range(9):
            value = middle + (number // 3 - 1) * spread
            samples.add("latency", value, round_=f"{number // 3}", case=case)
    return samples


def test_a_program_that_became_slower_is_named_though_the_median_hides_it() -> None:
    old = _rounds(("a:Fast", 100, 1), ("a:Same", 100, 1), ("a:Slow", 300, 1), ("a:Tiny", 4, 0))
    new = _rounds(("a:Fast", 90, 1), ("a:Same", 100, 1), ("a:Slow", 400, 8), ("a:Tiny", 8, 0))

    whole, slow = compare_costs(old, new)

    assert (whole.name, whole.regressed) == ("latency", False)
    assert (slow.name, slow.old, slow.new) == ("latency of a:Slow", 300.0, 400.0)
    assert slow.regressed
    assert 1.3 < slow.ratio.low < slow.ratio.high < 1.4


def test_a_single_case_has_an_interval_too() -> None:
    old = Samples()
    new = Samples()
    for number, value in enumerate((90.0, 107.0, 112.0)):
        old.add("latency", 100.0, round_=f"{number}", case="a:Only")
        new.add("latency", value, round_=f"{number}", case="a:Only")

    (cost,) = compare_costs(old, new)

    assert (cost.ratio.low, cost.ratio.mean, cost.ratio.high) == (0.9, 1.07, 1.12)
    assert not cost.regressed  # one of three rounds was faster
