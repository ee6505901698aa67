"""The recording endpoint over real HTTP: every form, what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any, cast

import pytest

from lift.migrate.wire import Endpoint

ASKED: dict[str, Any] = {"model": "tiny", "messages": [{"role": "user", "content": "2 + 2?"}]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint(answer=lambda call: f"{call.model} says 4") as server:
        yield server


def _send(endpoint: Endpoint, method: str, path: str, body: object = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", endpoint.port, timeout=10)
    try:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, data if method == "POST" else None)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def _post(endpoint: Endpoint, path: str, body: object) -> Any:
    status, text = _send(endpoint, "POST", path, body)
    assert status == 200, text
    return json.loads(text)


def test_ollama_chat_as_one_object(endpoint: Endpoint) -> None:
    answer = _post(endpoint, "/api/chat", {**ASKED, "stream": False})
    assert answer["message"] == {"role": "assistant", "content": "tiny says 4"}
    assert answer["done"]


def test_ollama_chat_streams_by_itself(endpoint: Endpoint) -> None:
    _, text = _send(endpoint, "POST", "/api/chat", ASKED)
    parts = [json.loads(line) for line in text.splitlines()]
    assert "".join(one["message"]["content"] for one in parts) == "tiny says 4"
    assert parts[-1]["done"]


def test_ollama_generate(endpoint: Endpoint) -> None:
    body = {"model": "tiny", "prompt": "2 + 2?", "system": "Be brief.", "stream": False}
    assert _post(endpoint, "/api/generate", body)["response"] == "tiny says 4"
    (kept,) = endpoint.take()
    assert [(one.role, one.content) for one in kept.normal.messages] == [
        ("system", "Be brief."),
        ("user", "2 + 2?"),
    ]


def test_openai_chat_answers_as_often_as_asked(endpoint: Endpoint) -> None:
    answer = _post(endpoint, "/v1/chat/completions", {**ASKED, "n": 3})
    assert [one["index"] for one in answer["choices"]] == [0, 1, 2]
    assert {one["message"]["content"] for one in answer["choices"]} == {"tiny says 4"}
    assert answer["usage"]["total_tokens"] > 0


def test_openai_chat_as_events(endpoint: Endpoint) -> None:
    _, text = _send(endpoint, "POST", "/v1/chat/completions", {**ASKED, "stream": True})
    events = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    assert events[-1] == "[DONE]"
    first: Mapping[str, Any] = json.loads(events[0])
    assert first["choices"][0]["delta"]["content"] == "tiny says 4"


def test_openai_text(endpoint: Endpoint) -> None:
    answer = _post(endpoint, "/v1/completions", {"model": "tiny", "prompt": "2 + 2?"})
    assert answer["choices"][0]["text"] == "tiny says 4"


def test_responses(endpoint: Endpoint) -> None:
    answer = _post(endpoint, "/v1/responses", {"model": "tiny", "input": "2 + 2?"})
    assert answer["output"][0]["content"][0]["text"] == "tiny says 4"


@pytest.mark.parametrize(
    ("path", "key"),
    [("/api/embed", "embeddings"), ("/api/embeddings", "embedding"), ("/v1/embeddings", "data")],
)
def test_embeddings_are_answered_and_not_kept(endpoint: Endpoint, path: str, key: str) -> None:
    answer = _post(endpoint, path, {"model": "tiny", "input": ["a", "b"], "prompt": "a"})
    assert answer[key]
    assert endpoint.take() == ()


@pytest.mark.parametrize("path", ["/api/tags", "/api/version", "/v1/models"])
def test_questions_about_the_server(endpoint: Endpoint, path: str) -> None:
    assert _send(endpoint, "GET", path)[0] == 200


def test_it_has_every_model(endpoint: Endpoint) -> None:
    assert "model_info" in _post(endpoint, "/api/show", {"name": "never-heard-of"})


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("POST", "/api/nowhere", {}, 404),
        ("POST", "/api/chat", b"no json", 400),
        ("POST", "/api/chat", b"[1]", 400),
    ],
)
def test_what_ollama_refuses_is_refused(
    endpoint: Endpoint, method: str, path: str, body: object, status: int
) -> None:
    assert _send(endpoint, method, path, body)[0] == status
    assert endpoint.take() == ()


def test_openai_form_without_v1_is_refused_and_kept(endpoint: Endpoint) -> None:
    assert _send(endpoint, "POST", "/chat/completions", ASKED)[0] == 404
    (kept,) = endpoint.take()
    assert (kept.path, kept.status, kept.answer) == ("/chat/completions", 404, "")


def test_bodies_are_kept_as_they_were_sent_and_taken_once(endpoint: Endpoint) -> None:
    first = {**ASKED, "options": {"num_ctx": 512}, "stream": False}
    second = {**ASKED, "temperature": 0.5}
    _post(endpoint, "/api/chat", first)
    _post(endpoint, "/gateway/v1/chat/completions", second)
    one, other = endpoint.take()
    assert (one.body, other.body) == (first, second)
    assert (one.form, other.form) == ("ollama-chat", "openai-chat")
    assert one.prompt_tokens == other.prompt_tokens > 0
    assert endpoint.take() == ()
    assert cast("dict[str, object]", one.to_json())["path"] == "/api/chat"
