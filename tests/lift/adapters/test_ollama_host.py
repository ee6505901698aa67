from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lift.adapters.ollama_host import OllamaHost, list_ollama_models
from lift.engine.request import Message, ModelRequest
from lift.errors import PromptTooLong
from lift.testing.ollama_server import ChatCall, FakeModel, OllamaServer, Reply

Ask = Callable[..., ModelRequest]
Make = Callable[..., OllamaHost]


def _options(server: OllamaServer) -> dict[str, object]:
    options = server.bodies()[-1]["options"]
    assert isinstance(options, dict)
    return dict(options)


def test_the_request_on_the_wire(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    host = make_ollama(url=ollama.url, keep_alive="10m")
    schema = {"type": "object", "properties": {"a": {"type": ["integer", "null"]}}}
    host.complete(
        ask(
            messages=(
                Message(role="system", content="Be brief."),
                Message(role="user", content="2+2?"),
            ),
            temperature=0.5,
            max_tokens=33,
            options={"top_p": 0.9, "stop": ("END",), "think": False},
            response_schema=schema,
        )
    )
    assert ollama.bodies()[-1] == {
        "model": "tiny",
        "stream": True,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "2+2?"},
        ],
        "format": schema,
        "think": False,
        "keep_alive": "10m",
        "tools": [],
        "options": {
            "seed": 0,
            "top_p": 0.9,
            "stop": ["END"],
            "temperature": 0.5,
            "num_predict": 33,
            "num_ctx": 4096,
        },
    }


def test_free_text_asks_for_no_format_and_any_json_for_json(
    ollama: OllamaServer, ask: Ask, make_ollama: Make
) -> None:
    host = make_ollama(url=ollama.url)
    host.complete(ask())
    assert "format" not in ollama.bodies()[-1]
    host.complete(ask(response_schema={}))
    assert ollama.bodies()[-1]["format"] == "json"


def test_the_answer_and_its_figures(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    ollama.answer = lambda _: Reply(
        text="four, as " + "a" * 50,
        prompt_tokens=17,
        completion_tokens=5,
        done_reason="length",
        total_ms=800.0,
        load_ms=750.0,
    )
    answer = make_ollama(url=ollama.url).complete(ask())
    assert answer.text == "four, as " + "a" * 50
    assert (answer.prompt_tokens, answer.completion_tokens) == (17, 5)
    assert answer.finish_reason == "length"
    assert answer.latency_ms == 50.0  # loading the model is not the answer's time


def test_info(ollama: OllamaServer, make_ollama: Make) -> None:
    ollama.models = (
        FakeModel(name="qwen3:8b", digest="b" * 64, context_tokens=40960, family="qwen3"),
    )
    info = make_ollama(url=ollama.url, model="qwen3:8b").info()
    assert info.address == f"ollama/qwen3:8b@{ollama.url}"
    assert info.digest == "sha256:" + "b" * 64
    assert info.context_tokens == 40960
    assert info.details["family"] == "qwen3"
    assert info.details["quantization"] == "Q4_K_M"


def test_info_asks_once(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    host = make_ollama(url=ollama.url)
    for _ in range(3):
        host.info()
        host.complete(ask())
    paths = [received.path for received in ollama.received]
    assert paths.count("/api/tags") == paths.count("/api/show") == 1


def test_an_untagged_name_means_latest(ollama: OllamaServer, make_ollama: Make) -> None:
    assert make_ollama(url=ollama.url).info().details["name"] == "tiny:latest"


def test_thinking_is_left_out_of_the_text_and_think_tags_in_it(
    ollama: OllamaServer, ask: Ask, make_ollama: Make
) -> None:
    ollama.answer = lambda _: Reply(
        text="<think>old style</think>4", thinking="new style", prompt_tokens=9
    )
    answer = make_ollama(url=ollama.url).complete(ask())
    assert answer.text == "<think>old style</think>4"


class TestContextWindow:
    """Ollama cuts what does not fit in `num_ctx` without a word."""

    def test_it_grows_with_the_prompt_and_never_shrinks(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        ollama.models = (FakeModel(name="tiny:latest", context_tokens=32768),)
        host = make_ollama(url=ollama.url)
        for length in (100, 5000, 100, 12000):
            host.complete(ask("x" * length))
        sizes = [body["options"]["num_ctx"] for body in ollama.bodies()]  # type: ignore[index,call-overload]
        assert sizes == [4096, 8192, 8192, 16384]

    def test_it_has_room_for_the_answer(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        host = make_ollama(url=ollama.url)
        host.complete(ask("x" * 3000, max_tokens=4000))
        assert _options(ollama)["num_ctx"] == 8192

    def test_the_models_own_is_the_most(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        ollama.models = (FakeModel(name="tiny:latest", context_tokens=6000),)
        host = make_ollama(url=ollama.url)
        host.complete(ask("x" * 10_000))
        assert _options(ollama)["num_ctx"] == 6000

    def test_num_ctx_is_the_most_where_it_is_given(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        host = make_ollama(url=ollama.url, num_ctx=2048)
        assert host.info().context_tokens == 2048
        host.complete(ask())
        assert _options(ollama)["num_ctx"] == 2048

    def test_a_prompt_that_cannot_fit_is_not_sent(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        host = make_ollama(url=ollama.url)
        with pytest.raises(PromptTooLong, match=r"100,004 bytes .* tiny, which is 8,192"):
            host.complete(ask("x" * 100_000))
        assert ollama.bodies() == ()

    def test_a_cut_prompt_is_an_error(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        # 40,000 bytes are 10,001 tokens for the fake; like the real one, it says 8,192
        host = make_ollama(url=ollama.url)
        with pytest.raises(PromptTooLong, match="cut it without a word"):
            host.complete(ask("x" * 40_000))
        assert len(ollama.bodies()) == 1

    def test_dropped_messages_are_an_error(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        ollama.answer = lambda _: Reply(text="4", prompt_tokens=300, completion_tokens=1)
        with pytest.raises(PromptTooLong):
            make_ollama(url=ollama.url).complete(ask("x" * 20_000))

    def test_an_answer_that_pushed_the_prompt_out_is_an_error(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        ollama.answer = lambda _: Reply(text="4", prompt_tokens=7000, completion_tokens=1500)
        with pytest.raises(PromptTooLong):
            make_ollama(url=ollama.url).complete(ask("x" * 20_000, max_tokens=2000))

    def test_a_long_prompt_that_fits_is_none(
        self, ollama: OllamaServer, ask: Ask, make_ollama: Make
    ) -> None:
        answer = make_ollama(url=ollama.url).complete(ask("x" * 20_000))
        assert answer.prompt_tokens == 5002


@pytest.mark.parametrize("reported", [None, 0, 3])
def test_figures_that_a_cache_hit_leaves_out_are_taken_at_their_most(
    ollama: OllamaServer, ask: Ask, reported: int | None, make_ollama: Make
) -> None:
    ollama.answer = lambda _: Reply(text="4", prompt_tokens=reported, completion_tokens=1)
    host = make_ollama(url=ollama.url)
    request = ask("a question of some length " * 10)
    answer = host.complete(request)
    assert answer.prompt_tokens == host.count_bound(request) > 260


def test_the_bound_is_at_most_the_context(
    ollama: OllamaServer, ask: Ask, make_ollama: Make
) -> None:
    host = make_ollama(url=ollama.url, num_ctx=2048)
    assert host.count_bound(ask("x")) < 100
    assert host.count_bound(ask("x" * 100_000)) == 2048


def test_many_threads_on_one_host(ollama: OllamaServer, ask: Ask, make_ollama: Make) -> None:
    def reply(call: ChatCall) -> str:
        return f"re: {call.messages[-1][1]}"

    ollama.answer = reply
    host = make_ollama(url=ollama.url, slots=4)
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(host.complete, ask(f"q{number}")) for number in range(40)]
        texts = [call.result().text for call in calls]
    assert texts == [f"re: q{number}" for number in range(40)]


def test_a_proxy_does_not_stand_before_this_machine(
    ollama: OllamaServer, ask: Ask, monkeypatch: pytest.MonkeyPatch, make_ollama: Make
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert make_ollama(url=ollama.url).complete(ask("hello")).text == "hello"


def test_listing(ollama: OllamaServer) -> None:
    assert list_ollama_models(ollama.url) == (
        {
            "name": "tiny:latest",
            "size_bytes": 1_234_567,
            "digest": "a" * 64,
            "family": "llama",
            "parameters": "1.2B",
            "quantization": "Q4_K_M",
        },
    )
