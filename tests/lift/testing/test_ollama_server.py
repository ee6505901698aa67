"""The fake speaks Ollama's API: requests by hand, bodies as the real server writes them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from lift.engine.request import ModelAnswer, ModelRequest
from lift.testing.ollama_server import Fault, OllamaServer, Reply, answers_from


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer(answer=lambda _: Reply(text="x" * 30, prompt_tokens=7)) as running:
        yield running


def _ask(server: OllamaServer, method: str, path: str, body: object = None) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
    connection.request(method, path, data)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers["Content-Type"], text


def _json(server: OllamaServer, method: str, path: str, body: object = None) -> Any:
    return json.loads(_ask(server, method, path, body)[2])


def test_small_routes(server: OllamaServer) -> None:
    assert _ask(server, "GET", "/") == (200, "text/plain; charset=utf-8", "Ollama is running")
    assert _json(server, "GET", "/api/version").keys() == {"version"}
    assert _json(server, "GET", "/api/tags")["models"][0]["digest"] == "a" * 64
    assert _json(server, "GET", "/api/ps")["models"][0]["context_length"] == 4096
    shown = _json(server, "POST", "/api/show", {"model": "tiny"})
    assert shown["model_info"]["llama.context_length"] == 8192
    assert shown["capabilities"] == ["completion"]


@pytest.mark.parametrize(("path", "key"), [("/api/chat", "message"), ("/api/generate", "response")])
def test_streams_by_default_as_ndjson(server: OllamaServer, path: str, key: str) -> None:
    status, kind, text = _ask(server, "POST", path, {"model": "tiny", "messages": []})
    chunks = [json.loads(line) for line in text.splitlines()]
    assert (status, kind) == (200, "application/x-ndjson")
    assert [chunk["done"] for chunk in chunks] == [False, False, True]
    assert all(key in chunk for chunk in chunks)
    assert chunks[-1]["done_reason"] == "stop"
    assert chunks[-1]["prompt_eval_count"] == 7
    assert "eval_count" not in chunks[0]


def test_whole_on_demand(server: OllamaServer) -> None:
    body = {"model": "tiny", "messages": [{"role": "user", "content": "q"}], "stream": False}
    answer = _json(server, "POST", "/api/chat", body)
    assert answer["message"] == {"role": "assistant", "content": "x" * 30}
    assert answer["total_duration"] == 12_000_000
    body = {"model": "tiny", "prompt": "q", "stream": False}
    assert _json(server, "POST", "/api/generate", body)["response"] == "x" * 30


def test_embed(server: OllamaServer) -> None:
    answer = _json(server, "POST", "/api/embed", {"model": "tiny", "input": ["a", "bcd"]})
    assert [vector[0] for vector in answer["embeddings"]] == [1.0, 3.0]


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("/api/chat", {"model": "no"}, 404, "model 'no' not found"),
        ("/api/show", {"model": "no"}, 404, "model 'no' not found"),
        ("/api/chat", {}, 400, "model is required"),
        ("/api/chat", None, 400, "missing request body"),
        ("/api/chat", {"model": "tiny", "format": "xml"}, 500, 'invalid format: "xml"'),
    ],
)
def test_error_bodies(
    server: OllamaServer, path: str, body: object, status: int, error: str
) -> None:
    got, _, text = _ask(server, "POST", path, body)
    assert got == status
    assert error in json.loads(text)["error"]


def test_unknown_routes_and_broken_json(server: OllamaServer) -> None:
    assert _ask(server, "GET", "/api/nothing") == (404, "text/plain", "404 page not found")
    assert _ask(server, "POST", "/v2/chat", {})[0] == 404
    assert _ask(server, "POST", "/api/chat", b"{half")[0] == 400


def test_a_scripted_text_is_counted_and_cut(server: OllamaServer) -> None:
    server.answer = lambda _: "four letters"
    body = {
        "model": "tiny",
        "stream": False,
        "messages": [{"role": "user", "content": "x" * 4000}],
        "options": {"num_ctx": 100, "num_predict": 1},
    }
    answer = _json(server, "POST", "/api/chat", body)
    assert answer["message"]["content"] == "four"
    assert answer["done_reason"] == "length"
    assert answer["prompt_eval_count"] == 100  # cut without a word, like the real one


def test_faults_come_once_and_to_their_path_only(server: OllamaServer) -> None:
    server.fail(Fault(path="/api/tags", status=500))
    assert _ask(server, "GET", "/api/version")[0] == 200
    assert _ask(server, "GET", "/api/tags")[0] == 500
    assert _ask(server, "GET", "/api/tags")[0] == 200


def test_requests_are_recorded(server: OllamaServer) -> None:
    _ask(server, "POST", "/api/show", {"model": "tiny"})
    assert [(r.method, r.path) for r in server.received] == [("POST", "/api/show")]
    assert server.bodies("/api/show") == ({"model": "tiny"},)


def test_a_real_model_may_answer(server: OllamaServer) -> None:
    asked: list[ModelRequest] = []

    class Host:
        def complete(self, request: ModelRequest) -> ModelAnswer:
            asked.append(request)
            return ModelAnswer(
                text="5",
                prompt_tokens=3,
                completion_tokens=1,
                latency_ms=9.0,
                finish_reason="stop",
            )

    server.answer = answers_from(Host())
    body = {
        "model": "tiny",
        "stream": False,
        "format": {"type": "object"},
        "messages": [{"role": "user", "content": "q"}],
        "options": {"temperature": 0, "num_predict": 9, "seed": 4},
    }
    answer = _json(server, "POST", "/api/chat", body)
    assert answer["message"]["content"] == "5"
    assert answer["prompt_eval_count"] == 3
    assert asked[0].max_tokens == 9
    assert asked[0].options == {"seed": 4}
    assert asked[0].response_schema == {"type": "object"}
