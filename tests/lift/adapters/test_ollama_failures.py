"""What Ollama users meet: each failure is a clear error that says what to do next."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from lift.adapters.ollama_host import OllamaHost, list_ollama_models
from lift.engine.request import ModelRequest
from lift.errors import LiftError, ModelError, ModelNotFound, PromptTooLong, TransportError
from lift.testing.ollama_server import Fault, OllamaServer, Reply

Ask = Callable[..., ModelRequest]
Make = Callable[..., OllamaHost]


@dataclass(frozen=True)
class Expected:
    error: type[LiftError]
    message: str
    hint: str = ""


def _error(call: Callable[[], object]) -> LiftError:
    with pytest.raises(LiftError) as caught:
        call()
    return caught.value


CASES = {
    "500 with Ollama's body": (
        Fault(status=500, body='{"error":"llama runner process has terminated"}'),
        Expected(TransportError, "failed with status 500: llama runner process", "server's log"),
    ),
    "503 of a proxy, plain text": (
        Fault(status=503, body="upstream\nis busy", content_type="text/plain"),
        Expected(TransportError, "failed with status 503: upstream"),
    ),
    "429": (Fault(status=429, body='{"error":"slow"}'), Expected(TransportError, "status 429")),
    "model removed meanwhile": (
        Fault(status=404, body='{"error":"model \'tiny\' not found"}'),
        Expected(ModelNotFound, "does not have the model 'tiny'", "ollama pull tiny"),
    ),
    "model removed, words of older servers": (
        Fault(status=404, body='{"error":"model \\"tiny\\" not found, try pulling it first"}'),
        Expected(ModelNotFound, "does not have the model 'tiny'", "ollama pull tiny"),
    ),
    "no memory for the model": (
        Fault(status=500, body='{"error":"model requires more system memory (9 GiB)"}'),
        Expected(ModelError, "cannot load tiny: model requires more system memory", "smaller"),
    ),
    "schema refused": (
        Fault(status=500, body='{"error":"invalid JSON schema in format"}'),
        Expected(ModelError, "refused the response schema: invalid JSON schema", "output types"),
    ),
    "prompt refused": (
        Fault(status=400, body='{"error":"the input length exceeds the context length"}'),
        Expected(PromptTooLong, "the prompt of tiny is too long"),
    ),
    "options refused": (
        Fault(status=400, body='{"error":"invalid option provided"}'),
        Expected(ModelError, "refused the request with 400: invalid option"),
    ),
    "no access": (
        Fault(status=401, body="unauthorized", content_type="text/plain"),
        Expected(ModelError, "refused the request with 401", "OLLAMA_API_KEY"),
    ),
    "connection dropped before a word": (
        Fault(drop=True),
        Expected(TransportError, "broke off in the middle"),
    ),
    "stream cut between chunks": (
        Fault(cut_after=120),
        Expected(TransportError, "broke off in the middle"),
    ),
    "stream cut inside a chunk": (
        Fault(cut_after=30),
        Expected(TransportError, "broke off in the middle"),
    ),
    "half JSON and a proper end": (
        Fault(status=200, body='{"model":"tiny","mess', content_type="application/x-ndjson"),
        Expected(TransportError, "broke off in the middle"),
    ),
    "stream without its last chunk": (
        Fault(
            status=200,
            body='{"model":"tiny","message":{"role":"assistant","content":"12345"},"done":false}\n',
            content_type="application/x-ndjson",
        ),
        Expected(TransportError, "the answer of tiny broke off after 5 characters", "log"),
    ),
    "error as a line of the stream": (
        Fault(error_line="an error was encountered while running the model"),
        Expected(TransportError, "in the middle of an answer: an error was encountered"),
    ),
    "a web page instead of an answer": (
        Fault(status=200, body="<html>Welcome</html>", content_type="text/html"),
        Expected(ModelError, "something else than Ollama answers", "OpenAI-compatible"),
    ),
    "JSON of another server": (
        Fault(status=200, body='{"choices":[]}\n'),
        Expected(ModelError, "something else than Ollama answers"),
    ),
    "a list": (
        Fault(status=200, body="[1]\n"),
        Expected(ModelError, "something else than Ollama answers"),
    ),
    "silence": (
        Fault(delay_s=0.6),
        Expected(TransportError, "said nothing for 0.2 seconds", "ollama run tiny"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_failures_of_a_chat(name: str, ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    fault, expected = CASES[name]
    host = make_ollama(url=ollama.url, timeout_s=0.2 if fault.delay_s else 5.0)
    host.info()
    ollama.fail(fault)
    error = _error(lambda: host.complete(ask("a question that is longer than one chunk")))
    assert type(error) is expected.error
    assert expected.message in error.message
    assert expected.hint in error.hint
    assert host.complete(ask("again")).text == "again"  # the host is as good as before


def test_nothing_listens(make_ollama: Make) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        error = _error(make_ollama(url=url).info)
    assert type(error) is TransportError
    assert error.message == f"nothing answers at {url}"
    assert "ollama serve" in error.hint


def test_no_such_host(make_ollama: Make) -> None:
    error = _error(make_ollama(url="http://no-such-machine.invalid:11434").info)
    assert type(error) is TransportError
    assert "no machine of that name" in error.message
    assert "after the @" in error.hint


def test_model_not_pulled(ollama: OllamaServer, make_ollama: Make) -> None:
    error = _error(make_ollama(url=ollama.url, model="qwen3:8b").info)
    assert type(error) is ModelNotFound
    assert error.message.endswith("does not have the model 'qwen3:8b'; it has tiny:latest")
    assert error.hint == "ollama pull qwen3:8b"


def test_another_tag_of_a_pulled_model(ollama: OllamaServer, make_ollama: Make) -> None:
    error = _error(make_ollama(url=ollama.url, model="tiny:1b").info)
    assert "it has tiny:latest" in error.message


def test_a_server_without_any_model(ollama: OllamaServer, make_ollama: Make) -> None:
    ollama.models = ()
    error = _error(make_ollama(url=ollama.url).info)
    assert "it has no models at all" in error.message


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="/api/tags", status=404, body="404 page not found", content_type="text/plain"),
        Fault(path="/api/tags", status=200, body="<html></html>", content_type="text/html"),
        Fault(path="/api/tags", status=200, body="[]"),
        Fault(path="/api/tags", status=200, body='{"models":"none"}'),
    ],
    ids=["404", "html", "list", "other json"],
)
def test_another_server_at_the_address(
    ollama: OllamaServer, fault: Fault, make_ollama: Make
) -> None:
    ollama.fail(fault, times=2)
    for call in (
        make_ollama(url=ollama.url).info,
        lambda: list_ollama_models(ollama.url),
    ):
        error = _error(call)
        assert type(error) is ModelError
        assert error.message.startswith(f"something else than Ollama answers at {ollama.url}")


def test_a_failed_first_look_is_not_remembered(
    ollama: OllamaServer, ask: Ask, make_ollama: Make
) -> None:
    host = make_ollama(url=ollama.url)
    ollama.fail(Fault(path="/api/show", status=500))
    assert type(_error(host.info)) is TransportError
    assert host.complete(ask("now")).text == "now"


def test_a_slow_start_is_waited_for(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    ollama.fail(Fault(delay_s=0.4))
    started = time.monotonic()
    assert make_ollama(url=ollama.url, timeout_s=10).complete(ask("hi")).text == "hi"
    assert time.monotonic() - started >= 0.4


def test_an_unload_is_no_answer(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    ollama.answer = lambda _: Reply(text="", prompt_tokens=5, done_reason="unload")
    error = _error(lambda: make_ollama(url=ollama.url).complete(ask()))
    assert "done_reason 'unload'" in error.message


def test_a_password_in_the_address_is_never_shown(make_ollama: Make) -> None:
    error = _error(make_ollama(url="http://me:secret@127.0.0.1:9").info)
    assert "secret" not in error.message + error.hint + str(error)
