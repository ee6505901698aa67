"""Requests in the one form in which those of Ollama and OpenAI can be compared."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lift.engine.request import JsonValue
from lift.migrate.wire import WireForm, normalised
from lift.migrate.wire.exchange import form_of

MESSAGES: JsonValue = [{"role": "user", "content": "why?"}]


def test_same_request_in_both_forms_is_equal() -> None:
    ollama: Mapping[str, JsonValue] = {
        "model": "tiny",
        "messages": MESSAGES,
        "options": {"temperature": 0.0, "num_predict": 4000},
        "stream": False,
        "tools": [],
        "format": "json",
    }
    openai: Mapping[str, JsonValue] = {
        "model": "tiny",
        "messages": MESSAGES,
        "temperature": 0.0,
        "max_completion_tokens": 4000,
        "response_format": {"type": "json_object"},
    }
    assert normalised(ollama, "ollama-chat") == normalised(openai, "openai-chat")


@pytest.mark.parametrize(
    "change",
    [
        {"model": "other"},
        {"temperature": 0.1},
        {"cache_in_memory": True},
        {"max_tokens": 3},
        {"messages": [{"role": "user", "content": "why ?"}]},
        {"messages": [{"role": "system", "content": "why?"}]},
        {"tools": [{"type": "function"}]},
    ],
)
def test_what_matters_makes_a_difference(change: Mapping[str, JsonValue]) -> None:
    body: dict[str, JsonValue] = {"model": "tiny", "messages": MESSAGES}
    assert normalised(body, "openai-chat") != normalised({**body, **change}, "openai-chat")


@pytest.mark.parametrize("change", [{"stream": True}, {"temperature": None}, {"tools": []}])
def test_how_an_answer_travels_makes_none(change: Mapping[str, JsonValue]) -> None:
    body: dict[str, JsonValue] = {"model": "tiny", "messages": MESSAGES}
    assert normalised(body, "openai-chat") == normalised({**body, **change}, "openai-chat")


def test_parts_of_a_message_are_one_text() -> None:
    content: JsonValue = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    body: Mapping[str, JsonValue] = {"messages": [{"role": "user", "content": content}]}
    assert normalised(body, "openai-chat").messages[0].content == "ab"


def test_input_of_responses_is_messages() -> None:
    body: Mapping[str, JsonValue] = {"instructions": "Be brief.", "input": MESSAGES}
    found = normalised(body, "responses").messages
    assert [(one.role, one.content) for one in found] == [("system", "Be brief."), ("user", "why?")]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/api/chat", "ollama-chat"),
        ("/api/generate", "ollama-generate"),
        ("/v1/chat/completions", "openai-chat"),
        ("/chat/completions", "openai-chat"),
        ("/openai/deployments/x/chat/completions?api-version=1", "openai-chat"),
        ("/v1/completions", "openai-text"),
        ("/v1/responses", "responses"),
        ("/api/embed", None),
        ("/api/show", None),
    ],
)
def test_form_of_a_path(path: str, form: WireForm | None) -> None:
    assert form_of(path) == form
