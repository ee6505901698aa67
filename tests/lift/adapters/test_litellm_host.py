from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lift.adapters.dspy_compat import HAS_ENGINES
from lift.adapters.litellm_host import LiteLLMHost
from lift.engine.request import ModelRequest
from lift.errors import LiftError, ModelError, ModelNotFound, PromptTooLong, TransportError
from lift.testing.ollama_server import Fault, OllamaServer, Reply

Ask = Callable[..., ModelRequest]
# LiteLLM builds its types with the first request, and pydantic warns about some of them.
pytestmark = pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class")
PATH = "/v1/chat/completions"
KEY = "sk-very-secret-key-1234567890"


@pytest.fixture
def host(ollama: OllamaServer) -> Iterator[LiteLLMHost]:
    opened = LiteLLMHost(
        model="openai/tiny", url=f"{ollama.url}/v1", api_key=KEY, timeout_s=5.0, num_ctx=4096
    )
    yield opened
    opened.close()


def test_an_answer(host: LiteLLMHost, ollama: OllamaServer, ask: Ask) -> None:
    ollama.answer = lambda _: Reply(text="4", prompt_tokens=9, completion_tokens=1)
    answer = host.complete(ask("2+2?", max_tokens=7, options={"seed": 3, "stop": ("X",)}))
    assert (answer.text, answer.prompt_tokens, answer.completion_tokens) == ("4", 9, 1)
    assert answer.finish_reason == "stop"
    assert answer.latency_ms > 0
    (body,) = ollama.bodies(PATH)
    assert body["messages"] == [{"role": "user", "content": "2+2?"}]
    assert body["temperature"] == 0.0
    assert body.get("max_tokens", body.get("max_completion_tokens")) == 7
    assert (body["seed"], body["stop"]) == (3, ["X"])


def test_dspys_cache_is_off(host: LiteLLMHost, ollama: OllamaServer, ask: Ask) -> None:
    for _ in range(2):
        host.complete(ask("the same"))
    assert len(ollama.bodies(PATH)) == 2


def test_schemas(host: LiteLLMHost, ollama: OllamaServer, ask: Ask) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    host.complete(ask(response_schema=schema))
    host.complete(ask(response_schema={}))
    with_schema, any_json = (body["response_format"] for body in ollama.bodies(PATH))
    assert with_schema == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": schema},
    }
    assert any_json == {"type": "json_object"}


def test_figures_left_out_are_taken_at_their_most(
    host: LiteLLMHost, ollama: OllamaServer, ask: Ask
) -> None:
    ollama.answer = lambda _: Reply(text="4")
    request = ask("2+2?", max_tokens=7)
    answer = host.complete(request)
    assert answer.prompt_tokens == host.count_bound(request) > 500
    assert answer.completion_tokens == 7


def test_info_asks_nobody(host: LiteLLMHost, ollama: OllamaServer) -> None:
    info = host.info()
    assert (info.address, info.digest, info.context_tokens) == ("openai/tiny", None, 4096)
    assert host.name == f"{ollama.url}/v1"
    assert ollama.received == ()
    assert LiteLLMHost(model="openai/gpt-4o-mini").name == "openai"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (
            Fault(path=PATH, status=401, body=f'{{"error":{{"message":"bad key {KEY}"}}}}'),
            ModelError,
            "no valid key for openai/tiny",
        ),
        (
            Fault(
                path=PATH,
                status=404,
                body='{"error":{"message":"The model does not exist","code":"model_not_found"}}',
            ),
            ModelNotFound,
            "there is no model openai/tiny",
        ),
        (
            Fault(
                path=PATH,
                status=400,
                body='{"error":{"message":"This model\'s maximum context length is 5 tokens",'
                '"code":"context_length_exceeded"}}',
            ),
            PromptTooLong,
            "the prompt is too long for openai/tiny",
        ),
        (
            Fault(path=PATH, status=400, body='{"error":{"message":"odd request"}}'),
            ModelError,
            "odd request",
        ),
        (
            Fault(path=PATH, status=429, body='{"error":{"message":"slow down"}}'),
            TransportError,
            "slow down",
        ),
        (Fault(path=PATH, status=500), TransportError, "something went wrong"),
        (Fault(path=PATH, drop=True), TransportError, "no answer from openai/tiny"),
    ],
    ids=["key", "model", "context", "request", "busy", "server", "dropped"],
)
def test_failures(
    host: LiteLLMHost,
    ollama: OllamaServer,
    ask: Ask,
    fault: Fault,
    kind: type[LiftError],
    words: str,
) -> None:
    ollama.fail(fault)
    with pytest.raises(LiftError) as caught:
        host.complete(ask())
    assert type(caught.value) is kind
    assert words in caught.value.message
    assert KEY not in caught.value.message + caught.value.hint
    assert len(ollama.bodies(PATH)) == 1  # nobody but lift's engine sends again
    shown: BaseException | None = caught.value
    while shown is not None:  # nor may a traceback show it
        assert KEY not in str(shown)
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)


def test_a_key_of_the_environment_stays_with_its_provider(
    ollama: OllamaServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    LiteLLMHost(model="openai/tiny", url=f"{ollama.url}/v1").complete(ask())
    assert KEY not in str(ollama.received[-1].headers)


def test_nothing_listens(ask: Ask) -> None:
    with pytest.raises(TransportError, match="no answer from openai/tiny at http://127"):
        LiteLLMHost(model="openai/tiny", url="http://127.0.0.1:9/v1").complete(ask())


def test_no_key_at_all(ask: Ask) -> None:
    with pytest.raises(ModelError, match="no valid key") as caught:
        LiteLLMHost(model="openai/gpt-4o-mini").complete(ask())
    assert caught.value.hint == "set OPENAI_API_KEY in the environment"


@pytest.mark.skipif(HAS_ENGINES, reason="DSPy 3.4 loads LiteLLM for that, which takes seconds")
def test_no_such_provider(ask: Ask) -> None:
    with pytest.raises(ModelError, match="nobody knows how to reach nonesuch/tiny"):
        LiteLLMHost(model="nonesuch/tiny").complete(ask())
