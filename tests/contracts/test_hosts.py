"""What every model host promises, whatever is behind it: `lift.engine.ports.ModelHost`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.engine.ports import ModelHost
from lift.engine.request import Message, ModelRequest
from lift.errors import ModelError, PromptTooLong
from lift.models.registry import HostSettings, open_host
from lift.testing.ollama_server import FakeModel, OllamaServer, answers_from
from lift.testing.tiny_model import write_tiny_model

# LiteLLM builds its types with the first request, and pydantic warns about some of them.
pytestmark = pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class")
HOSTS = ("gguf", "ollama", "ollama over llama.cpp", "hosted")


@pytest.fixture(params=HOSTS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ModelHost]:
    kind = str(request.param)
    if kind == "gguf":
        pytest.importorskip("xllamacpp")
        host = open_host(f"gguf:{write_tiny_model(tmp_path / 'tiny.gguf')}", slots=2)
        yield host
        host.close()
        return
    with OllamaServer(models=[FakeModel(name="tiny:latest", context_tokens=2048)]) as server:
        model: ModelHost | None = None
        if kind == "ollama over llama.cpp":
            pytest.importorskip("xllamacpp")
            model = open_host(f"gguf:{write_tiny_model(tmp_path / 'tiny.gguf')}")
            server.answer = answers_from(model)
        address = (
            f"openai/tiny@{server.url}/v1" if kind == "hosted" else f"ollama/tiny@{server.url}"
        )
        host = open_host(address, HostSettings(num_ctx=2048, timeout_s=10.0))
        yield host
        host.close()
        if model is not None:
            model.close()


def _request(text: str = "hello", *, max_tokens: int = 12) -> ModelRequest:
    return ModelRequest(
        model="m",
        digest=None,
        host="",
        messages=(Message(role="system", content="Be brief."), Message(role="user", content=text)),
        max_tokens=max_tokens,
    )


def test_it_describes_itself(opened: ModelHost) -> None:
    info = opened.info()
    assert info.address.startswith(("gguf:", "ollama/tiny", "openai/tiny"))
    assert info.context_tokens > 0
    assert opened.info() == info
    assert opened.name
    assert opened.slots >= 1


def test_an_answer_with_true_figures(opened: ModelHost) -> None:
    answer = opened.complete(_request())
    assert isinstance(answer.text, str)
    assert answer.prompt_tokens > 0
    assert 0 < answer.completion_tokens <= 12
    assert answer.latency_ms > 0
    assert answer.finish_reason in {"stop", "length"}
    assert not answer.replayed


def test_the_bound_holds(opened: ModelHost) -> None:
    for text in ("", "hello", "ä€😀" * 30):
        request = _request(text)
        assert opened.count_bound(request) >= opened.complete(request).prompt_tokens


def test_equal_requests_get_equal_answers(opened: ModelHost) -> None:
    assert opened.complete(_request("again")).text == opened.complete(_request("again")).text


def test_a_prompt_that_is_far_too_long_is_never_cut(opened: ModelHost) -> None:
    if opened.info().digest is None:
        pytest.skip("a hosted API itself says what is too long")
    with pytest.raises(PromptTooLong):
        opened.complete(_request("word " * 20_000))


def test_closing_twice_is_fine(opened: ModelHost) -> None:
    opened.close()
    opened.close()


@pytest.mark.parametrize(
    "address", ["gguf:/nowhere/model.gguf", "ollama/tiny@127.0.0.1:9"], ids=["gguf", "ollama"]
)
def test_a_host_that_cannot_work_says_so_when_it_is_asked(address: str) -> None:
    host = open_host(address)  # opening asks nobody
    with pytest.raises(ModelError) as caught:
        host.info()
    assert caught.value.hint
    host.close()
