from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from lift.adapters.lm_call import read_call
from lift.errors import UsageError

USER = [{"role": "user", "content": "hi"}]


class Answer(BaseModel):
    value: int


def test_nothing_set_leaves_everything_to_the_engine() -> None:
    call = read_call(USER, {"temperature": None, "max_tokens": None, "n": 1, "cache": True})
    assert call.messages == (("user", "hi"),)
    assert (call.temperature, call.max_tokens, call.response_schema) == (None, None, None)
    assert call.options == {}


def test_sampling_options_are_passed_on() -> None:
    call = read_call(
        USER, {"temperature": 1, "max_tokens": 9, "top_p": 0.5, "stop": "END", "top_k": 3}
    )
    assert (call.temperature, call.max_tokens) == (1.0, 9)
    assert call.options == {"top_p": 0.5, "top_k": 3, "stop": ["END"]}


def test_the_newer_name_of_max_tokens() -> None:
    assert read_call(USER, {"max_completion_tokens": 9}).max_tokens == 9


@pytest.mark.parametrize(
    ("settings", "candidate", "seed"),
    [
        ({"seed": 5}, 0, 5),
        ({"seed": 5}, 2, 7),
        ({"rollout_id": 3}, 0, 3000),
        ({"rollout_id": 3, "seed": 1}, 1, 3002),
        ({}, 1, 1),
    ],
)
def test_repetitions_differ_by_seed(settings: dict[str, Any], candidate: int, seed: int) -> None:
    assert read_call(USER, settings, candidate=candidate).options["seed"] == seed


def test_any_rollout_id_will_do() -> None:
    first, again, other = (
        read_call(USER, {"rollout_id": name}).options["seed"] for name in ("a", "a", "b")
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("response_format", "schema"),
    [
        (None, None),
        ({"type": "text"}, None),
        ({"type": "json_object"}, {}),
        ({"type": "json_schema", "json_schema": {"name": "x", "schema": {"a": 1}}}, {"a": 1}),
        ({"type": "json_schema", "name": "x", "schema": {"a": 1}}, {"a": 1}),
        (Answer, Answer.model_json_schema()),
    ],
)
def test_response_formats(response_format: object, schema: object) -> None:
    assert read_call(USER, {"response_format": response_format}).response_schema == schema


def test_unknown_response_format() -> None:
    with pytest.raises(UsageError, match="of the type 'regex'"):
        read_call(USER, {"response_format": {"type": "regex"}})


def test_text_in_parts_is_joined_and_developers_are_the_system() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    call = read_call(
        [{"role": "developer", "content": parts}, {"role": "assistant", "content": None}], {}
    )
    assert call.messages == (("system", "ab"), ("assistant", ""))


def test_images_are_refused_by_name() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:"}}
    with pytest.raises(UsageError, match="sends image_url to its model; lift passes on text only"):
        read_call([{"role": "user", "content": [image]}], {})


def test_tools_are_refused_by_name() -> None:
    with pytest.raises(UsageError, match="the program passes tool_choice, tools to its model"):
        read_call(USER, {"tools": [{}], "tool_choice": "auto"})
    with pytest.raises(UsageError, match="message of the role 'tool'"):
        read_call([{"role": "tool", "content": "4"}], {})


def test_text_that_cannot_be_sent_is_the_programs_mistake() -> None:
    with pytest.raises(ValueError, match="half a surrogate pair at 3"):
        read_call([{"role": "user", "content": "abc\ud800"}], {})
