"""A real model behind the recording endpoint: here an Ollama server on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import cast

import httpx
import pytest
from tests.lift.migrate.verify.kit import write_project

from lift.errors import LiftError
from lift.migrate.verify import Case, RealModel, Side, VerifyRequest, verify
from lift.migrate.wire import Endpoint, FieldAnswers
from lift.models.registry import open_host
from lift.testing.ollama_server import ChatCall, FakeModel, Fault, OllamaServer

OWN = Side(version=version("dspy"), python=Path(sys.executable))


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    """Says which question it was, so that answers can be told from each other."""
    said: list[str] = []

    def answer(call: ChatCall) -> str:
        said.append(call.messages[-1][1])
        return FieldAnswers(values={"answer": len(said)})(call)

    with OllamaServer(answer=answer, models=[FakeModel(name="tiny:latest")]) as running:
        yield running


def chats(server: OllamaServer) -> list[dict[str, object]]:
    return [dict(one.body) for one in server.received if one.path == "/api/chat"]


def test_the_same_request_is_asked_once_and_takes_as_long_again(server: OllamaServer) -> None:
    times = iter([0.0, 2.0, 10.0, 13.0])
    waited: list[float] = []
    host = open_host(f"ollama/tiny@{server.url}")
    model = RealModel(host, clock=lambda: next(times), wait=waited.append)

    def call(text: str, **options: float) -> ChatCall:
        return ChatCall(model="m", messages=(("user", text),), options=options, format=None)

    texts = [model(one).text for one in (call("a"), call("a"), call("a", temperature=0.5))]

    assert texts[0] == texts[1] != texts[2]
    assert (model.asked, waited, len(chats(server))) == (2, [2.0], 2)
    host.close()


def test_both_forms_ask_the_model_in_the_same_words(server: OllamaServer) -> None:
    host = open_host(f"ollama/tiny@{server.url}")
    messages = [{"role": "user", "content": "why?"}]
    schema: dict[str, object] = {"type": "object", "properties": {}}
    shape: dict[str, object] = {
        "type": "json_schema",
        "json_schema": {"name": "a", "schema": schema},
    }
    openai: dict[str, object] = {"temperature": 0.5, "max_tokens": 9, "response_format": shape}
    given = {"temperature": 0.5, "num_predict": 9}
    ollama: dict[str, object] = {"options": given, "format": schema, "stream": False}
    model = RealModel(host, wait=lambda _: None)
    with Endpoint(answer=model) as endpoint:
        for path, options in (("/v1/chat/completions", openai), ("/api/chat", ollama)):
            body = {"model": "m", "messages": messages, **options}
            httpx.post(endpoint.url + path, json=body).raise_for_status()

    (asked,) = chats(server)
    options = cast("dict[str, object]", asked["options"])
    assert (options["temperature"], options["num_predict"]) == (0.5, 9)
    assert asked["format"] == schema
    host.close()


@pytest.mark.skipif(OWN.version == "3.0.1", reason="slow to start")
def test_programs_are_answered_by_the_model(server: OllamaServer, tmp_path: Path) -> None:
    host = open_host(f"ollama/tiny@{server.url}")
    case = Case(id="quick", program="app.qa:quick", inputs={"question": "why?"})

    found = verify(
        VerifyRequest(
            root=write_project(tmp_path),
            old=OWN,
            new=OWN,
            cases=(case,),
            rounds=2,
            repeats=1,
            env=os.environ,
            model=RealModel(host, wait=lambda _: None),
        )
    )

    host.close()
    assert [(one.old, one.new, one.identical) for one in found.cases] == [("ok", "ok", True)]
    assert (found.differences, len(chats(server))) == ((), 1)
    assert found.to_json()["model"] == f"ollama/tiny@{server.url}"
    assert any("answered 1 different request;" in one for one in found.notes)


@pytest.mark.skipif(OWN.version == "3.0.1", reason="slow to start")
def test_a_model_that_fails_ends_the_comparison(server: OllamaServer, tmp_path: Path) -> None:
    host = open_host(f"ollama/tiny@{server.url}")
    model = RealModel(host, wait=lambda _: None)
    server.fail(Fault(status=500, body='{"error":"out of memory"}'), times=20)
    case = Case(id="quick", program="app.qa:quick", inputs={"question": "why?"})

    with pytest.raises(LiftError, match="out of memory"):
        verify(
            VerifyRequest(
                root=write_project(tmp_path),
                old=OWN,
                new=OWN,
                cases=(case,),
                rounds=2,
                repeats=1,
                env=os.environ,
                model=model,
            )
        )
    host.close()
