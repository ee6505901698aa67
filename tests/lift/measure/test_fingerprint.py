from __future__ import annotations

import os
import platform
from dataclasses import replace

import pytest

import lift
from lift.engine.request import ModelInfo
from lift.measure.fingerprint import compare, describe_machine, make_fingerprint, program_hash
from lift.measure.results import Fingerprint
from lift.testing.scripted_role import ScriptedProgram

MODEL = ModelInfo(address="ollama/qwen3:8b", digest="a" * 64, context_tokens=4096)


def fingerprint(model: ModelInfo = MODEL) -> Fingerprint:
    return make_fingerprint(
        role="coder", data_hash="d" * 64, program=ScriptedProgram(), model=model, seed=1
    )


def test_it_describes_this_environment() -> None:
    found = fingerprint()

    assert found.lift == lift.__version__
    assert found.dspy[0].isdigit()
    assert found.python == platform.python_version()
    assert found.machine == describe_machine()
    assert f"{os.cpu_count()} cores" in found.machine


def test_nothing_differs_from_itself() -> None:
    same = compare(fingerprint(), fingerprint())

    assert (same.refusals, same.warnings, same.comparable, same.same_machine) == (
        (),
        (),
        True,
        True,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": "planner"}, "another role (coder then, planner now)"),
        ({"dataset_hash": "e" * 64}, "another dataset (dddddddddddd then, eeeeeeeeeeee now)"),
        ({"model_digest": "b" * 64}, "other model weights (aaaaaaaaaaaa then, bbbbbbbbbbbb now)"),
        ({"model_digest": None}, "other model weights (aaaaaaaaaaaa then, unknown now)"),
        ({"dspy": "0.0.0"}, None),
        ({"program_hash": "f" * 64}, None),
    ],
)
def test_what_makes_numbers_incomparable_refuses(changed: dict[str, str], said: str | None) -> None:
    found = compare(fingerprint(), replace(fingerprint(), **changed))  # type: ignore[arg-type]

    assert [one.field for one in found.refusals] == list(changed)
    assert not found.comparable
    if said is not None:
        assert str(found.refusals[0]) == said


@pytest.mark.parametrize(
    "changed", [{"lift": "9"}, {"python": "3.99"}, {"seed": 2}, {"machine": "Apple M4"}]
)
def test_what_only_colours_numbers_warns(changed: dict[str, str]) -> None:
    found = compare(fingerprint(), replace(fingerprint(), **changed))  # type: ignore[arg-type]

    assert found.comparable
    assert [one.field for one in found.warnings] == list(changed)
    assert found.same_machine == ("machine" not in changed)


def test_every_field_is_either_compared_or_free() -> None:
    """A field added to the fingerprint must not be forgotten here."""
    from dataclasses import fields

    from lift.measure.fingerprint import REFUSING, WARNING

    assert {one.name for one in fields(Fingerprint)} == {*REFUSING, *WARNING, "details"}


def test_equal_weights_under_another_name_only_warn() -> None:
    elsewhere = replace(MODEL, address="ollama/qwen3:8b@http://mac:11434")
    found = compare(fingerprint(), fingerprint(elsewhere))

    assert found.comparable
    assert [one.field for one in found.warnings] == ["model"]


def test_unknown_weights_go_by_the_name() -> None:
    hosted = replace(MODEL, address="openai/gpt-x", digest=None)
    other = replace(hosted, address="openai/gpt-y")

    assert compare(fingerprint(hosted), fingerprint(hosted)).comparable
    refused = compare(fingerprint(hosted), fingerprint(other)).refusals
    assert [one.field for one in refused] == ["model"]


def test_the_program_hash_follows_the_instructions() -> None:
    program = ScriptedProgram()

    assert program_hash(program) == program_hash(ScriptedProgram())
    assert program_hash(program) != program_hash(program.with_instructions({"answer": "Guess."}))


def test_passwords_in_addresses_are_not_recorded() -> None:
    model = replace(MODEL, address="ollama/q@http://me:hunter2@mac:11434")

    assert fingerprint(model).model == "ollama/q@http://[redacted]@mac:11434"
