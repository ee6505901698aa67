"""Answers in the form that a prompt asks for; the prompts are DSPy's own words."""

from __future__ import annotations

import json

import pytest

from lift.migrate.wire import FieldAnswers
from lift.testing.ollama_api import ChatCall

CHAT = [
    """\
Your output fields are:
1. `reasoning` (str):
2. `score` (float):
3. `tags` (list[str]):
""",
    """\
Respond with the corresponding output fields, starting with the field `[[ ## reasoning ## ]]`, \
then `[[ ## score ## ]]` (must be formatted as a valid Python float), then `[[ ## tags ## ]]`, \
and then ending with the marker for `[[ ## completed ## ]]`.""",
]
JSON = [
    "Your output fields are:\n1. `label` (Literal['good', 'bad']):\n2. `count` (int):\n",
    """\
Respond with a JSON object in the following order of fields: `label` (must exactly match one of \
'good', 'bad'), then `count` (must be formatted as a valid Python int).""",
]
TAGS = [
    "Your output fields are:\n1. `answer` (bool):\n",
    "Respond with the corresponding output fields wrapped in XML tags `<answer>`.",
]
OLD = [
    """\
Given the fields `question`, produce the fields `answer`.

---

Follow the following format.

Question: ${question}
Reasoning: Let's think step by step in order to ${produce the answer}. We ...
Answer: ${answer}

---

Question: why?
Reasoning: Let's think step by step in order to"""
]


def _answer(prompt: list[str], **values: str | float | bool) -> str:
    turns = [("system" if number == 0 else "user", one) for number, one in enumerate(prompt)]
    call = ChatCall(model="tiny", messages=tuple(turns), options={}, format=None)
    return FieldAnswers(values=values)(call)


def test_marked_fields_get_values_of_their_types() -> None:
    assert _answer(CHAT) == (
        "[[ ## reasoning ## ]]\na sample reasoning\n\n"
        "[[ ## score ## ]]\n0.5\n\n[[ ## tags ## ]]\n[]\n\n[[ ## completed ## ]]"
    )


def test_given_values_win() -> None:
    assert "[[ ## score ## ]]\n0.9\n" in _answer(CHAT, score=0.9)


def test_json_object() -> None:
    assert json.loads(_answer(JSON)) == {"label": "good", "count": 7}


def test_tags() -> None:
    assert _answer(TAGS) == "<answer>\ntrue\n</answer>"


def test_prompt_of_old_versions_is_continued() -> None:
    assert _answer(OLD, answer="because") == "a sample reasoning\nAnswer: because"


def test_prompt_that_names_no_field_gets_an_answer() -> None:
    assert _answer(["Say something."]) == "a sample answer"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("str", '"a sample x"'),
        ("int", "7"),
        ("bool", "true"),
        ("dict[str, int]", "{}"),
        ("Optional[int]", "7"),
        ("Literal['red', 'blue']", '"red"'),
    ],
)
def test_value_of_a_type_as_a_prompt_writes_it(written: str, value: str) -> None:
    prompt = f"1. `x` ({written}): the x\n"
    assert json.dumps(FieldAnswers().value("x", prompt)) == value


def test_agent_ends_at_its_first_step() -> None:
    answers = FieldAnswers()
    assert answers.value("next_tool_name", "`next_tool_name` (Literal['search'])") == "finish"
    assert answers.value("next_tool_args", "") == {}
