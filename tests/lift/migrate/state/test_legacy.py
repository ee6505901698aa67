"""The forms of 2.4 and 2.5, field by field. That they load is shown in test_versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from tests.lift.migrate.state.state_kit import predictor, saved

from lift.migrate.state import convert

DATA = Path(__file__).with_name("data")
REASONING = "Reasoning: Let's think step by step in order to"
THREE_FIELDS = [
    {"prefix": "Question:", "description": "what is asked"},
    {"prefix": REASONING, "description": "${reasoning}"},
    {"prefix": "Plan:", "description": "the steps"},
]


def converted(document: dict[str, Any], target: str = "3.0.1") -> dict[str, Any]:
    return cast("dict[str, Any]", convert(document, name="x", target=target).document)


def load(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((DATA / name).read_text("utf-8")))


def test_2_4_keeps_instructions_and_demos() -> None:
    found = converted(load("agent-2.4.17.json"))
    assert list(found) == ["planner.predict", "writer", "metadata"]
    planner = found["planner.predict"]
    assert list(planner) == ["lm", "traces", "train", "demos", "signature"]
    assert planner["signature"] == {"instructions": "Plan, then answer.", "fields": []}
    assert planner["demos"] == [
        {"augmented": True, "question": "a question", "reasoning": "a rationale", "plan": "a plan"}
    ]
    assert found["metadata"] == {
        "dependency_versions": {"dspy": "3.0.1"},
        "lift_migrate": {"schema_version": 1, "saved_with": "2.5.2"},
    }


def test_2_4_with_field_metadata_keeps_the_fields() -> None:
    planner = converted(load("agent-fields-2.4.17.json"))["planner.predict"]
    assert planner["signature"]["fields"] == THREE_FIELDS
    assert "fields" not in planner


def test_2_4_gets_the_reasoning_field_where_only_the_plain_ones_were_saved() -> None:
    document = load("agent-fields-2.4.17.json")
    fields = document["planner"]["fields"]
    document["planner"]["fields"] = [one for one in fields if one["name"] != "rationale"]
    assert converted(document)["planner.predict"]["signature"]["fields"] == THREE_FIELDS


def test_2_4_prefers_the_instructions_of_the_chain() -> None:
    document = load("agent-2.4.17.json")
    document["planner"]["extended_signature_instructions"] = "Optimized."
    assert converted(document)["planner.predict"]["signature"]["instructions"] == "Optimized."


def test_2_5_takes_the_extended_signature() -> None:
    plain = predictor()["signature"]
    extended = {
        "instructions": "Optimized.",
        "fields": [
            plain["fields"][0],
            {"prefix": REASONING, "description": "${produce the answer}. We ..."},
            plain["fields"][1],
        ],
    }
    demos = [{"rationale": "because", "answer": "a"}, {"reasoning": "r", "rationale": "kept"}]
    entry = predictor(demos=demos, extended_signature=extended)
    del entry["lm"]
    found = converted(saved("2.5.20", cot=entry))["cot.predict"]
    assert "extended_signature" not in found
    assert found["signature"]["instructions"] == "Optimized."
    assert [one["description"] for one in found["signature"]["fields"]] == [
        "${question}",
        "${reasoning}",
        "${answer}",
    ]
    assert found["demos"] == [{"reasoning": "because", "answer": "a"}, demos[1]]
    assert found["lm"] is None


@pytest.mark.parametrize("target", ["2.6.0", "2.6.27", "3.4.1"])
def test_a_file_without_metadata_gets_it(target: str) -> None:
    found = converted({"ask": predictor()}, target)
    assert found["metadata"]["dependency_versions"] == {"dspy": target}


def test_a_predictor_with_a_rationale_of_its_own_keeps_it() -> None:
    demos = [{"rationale": "because", "answer": "a"}]
    found = converted(saved("2.5.43", ask=predictor(demos=demos)))
    assert found["ask"]["demos"] == demos


STEPS = ("code_generate", "code_regenerate", "generate_answer")


def coder(call: str, *names: str) -> dict[str, Any]:
    """A ProgramOfThought below `solve`, and a function of the user with such a name."""
    entry = predictor(demos=[{"generated_code": f"{call}(1)"}])
    entry["signature"]["instructions"] = f"Call `{call}()`."
    steps = {f"solve.{name}.predict": json.loads(json.dumps(entry)) for name in names}
    return {**steps, "own": json.loads(json.dumps(entry))}


@pytest.mark.parametrize(
    ("saved_with", "target", "last", "call"),
    [
        ("2.6.27", "3.1.0", "generate_answer", "final_answer"),
        ("2.6.27", "3.1.2", "generate_output", "SUBMIT"),
        ("3.0.1", "3.4.1", "generate_output", "SUBMIT"),
    ],
)
def test_program_of_thought_there_and_back(
    saved_with: str, target: str, last: str, call: str
) -> None:
    document = {**coder("final_answer", *STEPS), **saved(saved_with)}
    there = converted(document, target)
    assert list(there)[:3] == [f"solve.{one}.predict" for one in (*STEPS[:2], last)]
    generate = there["solve.code_generate.predict"]
    assert generate["signature"]["instructions"] == f"Call `{call}()`."
    assert generate["demos"] == [{"generated_code": f"{call}(1)"}]
    assert there["own"] == document["own"]
    back = converted(there, saved_with)
    assert {**back, "metadata": None} == {**document, "metadata": None}


def test_a_predictor_that_only_has_such_a_name_stays() -> None:
    document = {**coder("final_answer", "generate_answer"), **saved()}
    assert "solve.generate_answer.predict" in converted(document, "3.4.1")
