from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from lift.engine.request import Message, ModelRequest

REQUEST = ModelRequest(
    model="m",
    digest="d",
    host="h",
    messages=(Message(role="user", content="hi"),),
    max_tokens=5,
    options={"seed": 1, "top_k": 2},
)


@pytest.mark.parametrize(
    "change",
    [
        {"model": "n"},
        {"digest": "e"},
        {"messages": (Message(role="system", content="hi"),)},
        {"messages": (Message(role="user", content="ho"),)},
        {"max_tokens": 6},
        {"temperature": 0.1},
        {"options": {"seed": 2, "top_k": 2}},
        {"response_schema": {}},
        {"rollout": "baseline:2"},
    ],
)
def test_everything_that_decides_the_answer_is_in_the_key(change: dict[str, Any]) -> None:
    assert dataclasses.replace(REQUEST, **change).key != REQUEST.key


def test_the_order_of_options_is_not_in_the_key() -> None:
    assert dataclasses.replace(REQUEST, options={"top_k": 2, "seed": 1}).key == REQUEST.key


def test_the_host_counts_only_when_the_weights_are_unknown() -> None:
    assert dataclasses.replace(REQUEST, host="other").key == REQUEST.key
    unknown = dataclasses.replace(REQUEST, digest=None)
    assert dataclasses.replace(unknown, host="other").key != unknown.key


def test_the_canonical_form_is_json_and_gives_the_key() -> None:
    assert json.loads(REQUEST.canonical)["messages"] == [["user", "hi"]]
    assert REQUEST.canonical_and_key() == (REQUEST.canonical, REQUEST.key)
    assert len(REQUEST.key) == 64


def test_text_that_utf8_cannot_carry_has_a_key_and_a_length() -> None:
    odd = dataclasses.replace(REQUEST, messages=(Message(role="user", content="\ud83d"),))
    assert odd.key != REQUEST.key
    assert odd.prompt_bytes == 4 + 3
