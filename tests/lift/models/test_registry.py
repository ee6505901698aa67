from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.errors import EnvironmentFault, StoreError, TransportError, UsageError
from lift.models.builtin import builtin_path
from lift.models.registry import HostSettings, list_models, open_host, try_model
from lift.testing.ollama_server import FakeModel, OllamaServer
from lift.testing.tiny_model import write_tiny_model

# LiteLLM builds its types with the first request, and pydantic warns about some of them.
pytestmark = pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class")


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


def test_gguf(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    path = write_tiny_model(tmp_path / "tiny.gguf")
    host = open_host(f"gguf:{path}", slots=2)
    assert host.slots == 2
    assert host.info().address == f"gguf:{path}"
    assert try_model(host, "hello", max_tokens=4).completion_tokens == 4
    host.close()


def test_ollama_at_the_address(server: OllamaServer) -> None:
    host = open_host(f"ollama/tiny@{server.url}")
    assert try_model(host, "hello").text == "hello"
    assert host.slots == 1
    host.close()


def test_ollama_at_the_configured_host(server: OllamaServer) -> None:
    settings = HostSettings(
        ollama_host=server.url.removeprefix("http://"), num_ctx=2048, slots=3, keep_alive="1m"
    )
    host = open_host("ollama/tiny", settings)
    try_model(host, "hello")
    assert host.slots == 3
    assert server.bodies()[0]["keep_alive"] == "1m"
    assert host.info().context_tokens == 2048
    host.close()


def test_hosted(server: OllamaServer) -> None:
    host = open_host(f"openai/tiny@{server.url}/v1", HostSettings(api_key="k"))
    assert try_model(host, "hello").text == "hello"
    assert server.received[0].headers["Authorization"] == "Bearer k"


def test_replay_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_host(f"replay:{tmp_path}/none.jsonl")


def test_no_address() -> None:
    with pytest.raises(UsageError):
        open_host("gpt-4o")


def test_listing(server: OllamaServer) -> None:
    server.models = (FakeModel(name="a:latest"), FakeModel(name="b:8b", digest="c" * 64))
    listing = list_models(HostSettings(ollama_host=server.url))
    found = {model.address: model for model in listing.models}
    assert found[f"ollama/b:8b@{server.url}"].digest == "sha256:" + "c" * 64
    assert found[f"ollama/a:latest@{server.url}"].details == "llama 1.2B Q4_K_M"


def test_a_listing_without_ollama_says_why() -> None:
    listing = list_models(HostSettings(ollama_host="127.0.0.1:9"))
    (problem,) = [error for error in listing.problems if isinstance(error, TransportError)]
    assert problem.message == "nothing answers at http://127.0.0.1:9"


@pytest.mark.builtin
def test_the_builtin_model_answers() -> None:
    pytest.importorskip("xllamacpp")
    try:
        builtin_path()
    except EnvironmentFault:
        pytest.skip("this checkout has no builtin model")
    host = open_host("builtin", slots=64)
    assert host.slots == min(64, os.cpu_count() or 1)
    assert host.info().address == "builtin"
    first = try_model(host, "hello", max_tokens=8)
    assert first.completion_tokens > 0
    assert try_model(host, "hello", max_tokens=8).text == first.text
    host.close()
    assert "builtin" in [model.address for model in list_models().models]
