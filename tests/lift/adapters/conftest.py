"""A tiny real model, a loopback Ollama server, and an engine bound to a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lift.adapters.ollama_host import OllamaHost
from lift.engine.gateway import Engine
from lift.engine.hosts import RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.ports import RequestSender
from lift.engine.request import Message, ModelAnswer, ModelRequest, Phase
from lift.store.database import open_database
from lift.testing import FixedClock, ScriptedHost
from lift.testing.ollama_server import OllamaServer
from lift.testing.tiny_model import write_tiny_model

ANSWER = "[[ ## answer ## ]]\n4\n\n[[ ## completed ## ]]"


@dataclass(frozen=True)
class Scripted:
    """A sender of a real engine, and the scripted host at its end."""

    sender: RequestSender
    host: ScriptedHost

    @property
    def last(self) -> ModelRequest:
        return self.host.requests[-1]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with OllamaServer() as server:
        yield server


@pytest.fixture
def make_ollama() -> Iterator[Callable[..., OllamaHost]]:
    """Open hosts that are closed after the test: `make_ollama(url=server.url, num_ctx=2048)`."""
    hosts: list[OllamaHost] = []

    def make(*, url: str, model: str = "tiny", timeout_s: float = 10.0, **more: Any) -> OllamaHost:
        hosts.append(OllamaHost(model=model, url=url, timeout_s=timeout_s, **more))
        return hosts[-1]

    yield make
    for host in hosts:
        host.close()


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Callable[..., Scripted]]:
    """Build an engine whose model answers by a script: `scripted("text")`, `scripted(function)`."""
    with open_database(tmp_path / "lift.db") as database:

        def build(
            script: str | Callable[[ModelRequest], str | ModelAnswer] = ANSWER,
        ) -> Scripted:
            def answer(request: ModelRequest) -> str | ModelAnswer:
                return script(request) if callable(script) else script

            host = ScriptedHost(answer, address="ollama/scripted@http://nowhere")
            engine = Engine(
                hosts=[host],
                ledger=Ledger(database),
                clock=FixedClock(),
                retry=RetryPolicy(sleep=lambda _: None),
            )
            session = engine.session(run_id="run", phase=Phase.BASELINE)
            return Scripted(sender=session.sender(rollout="r"), host=host)

        yield build


@pytest.fixture
def ask() -> Callable[..., ModelRequest]:
    """Build a request with one user message: `ask("2+2?", max_tokens=5)`."""

    def build(text: str = "hello", **fields: object) -> ModelRequest:
        given: dict[str, object] = {
            "model": "m",
            "digest": None,
            "host": "",
            "messages": (Message(role="user", content=text),),
            "max_tokens": 20,
        }
        return ModelRequest(**(given | fields))  # type: ignore[arg-type]

    return build
