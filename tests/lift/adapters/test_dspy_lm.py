"""The LM object in the installed DSPy; run under both lines, these cover `dspy_compat`."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import dspy
import pytest

from lift.adapters.dspy_compat import HAS_ENGINES, is_context_error
from lift.adapters.dspy_lm import make_lm
from lift.engine.stop import EngineStop
from lift.errors import ModelNotFound, PromptTooLong, UsageError

Scripted = Callable[..., Any]
CHAT = "[[ ## answer ## ]]\n4\n\n[[ ## completed ## ]]"


@pytest.fixture
def predict() -> Any:
    return dspy.Predict(dspy.Signature("question -> answer: int", "Add."))


def test_an_answer_through_the_chat_adapter(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    with dspy.context(lm=make_lm(end.sender)):
        assert predict(question="2+2?").answer == 4
    system, user = end.last.messages
    assert (system.role, user.role) == ("system", "user")
    assert "Your output fields are:\n1. `answer` (int)" in system.content
    assert user.content.startswith("[[ ## question ## ]]\n2+2?")
    assert end.last.temperature == 0.0
    assert end.last.max_tokens == end.sender.default_max_tokens
    assert end.last.response_schema is None
    assert end.last.options == {}


def test_the_messages_are_dspys_own_to_the_byte(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    predict.demos = [dspy.Example(question="1+1?", answer=2)]
    with dspy.context(lm=make_lm(end.sender)):
        predict(question="2+2?")
    wanted = dspy.ChatAdapter().format(predict.signature, predict.demos, {"question": "2+2?"})
    assert [(m.role, m.content) for m in end.last.messages] == [
        (message["role"], message["content"]) for message in wanted
    ]


def test_the_fallback_to_json_asks_with_a_schema(scripted: Scripted, predict: Any) -> None:
    # on 3.0.1 DSPy asks LiteLLM whether the model takes schemas, by the model's name
    def script(request: Any) -> str:
        return "nothing" if request.response_schema is None else '{"answer": 5}'

    end = scripted(script)
    with dspy.context(lm=make_lm(end.sender)):
        assert predict(question="2+2?").answer == 5
    assert len(end.host.requests) == 2
    assert end.last.response_schema["properties"]["answer"]["type"] == "integer"


def test_json_mode_for_open_mappings(scripted: Scripted) -> None:
    end = scripted('{"answer": {"a": 1}}')
    with dspy.context(lm=make_lm(end.sender), adapter=dspy.JSONAdapter()):
        assert dspy.Predict("q -> answer: dict[str, int]")(q="x").answer == {"a": 1}
    assert end.last.response_schema == {}


def test_options_of_the_program_reach_the_request(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    with dspy.context(lm=make_lm(end.sender)):
        predict(
            question="q",
            config={"temperature": 0.5, "max_tokens": 7, "top_p": 0.9, "stop": ["a", "b"]},
        )
    assert (end.last.temperature, end.last.max_tokens) == (0.5, 7)
    assert end.last.options == {"top_p": 0.9, "stop": ("a", "b")}


def test_candidates_are_calls_of_their_own(scripted: Scripted, predict: Any) -> None:
    def script(request: Any) -> str:
        return CHAT.replace("4", str(request.options.get("seed", 0)))

    end = scripted(script)
    with dspy.context(lm=make_lm(end.sender)):
        completions = predict(question="q", config={"n": 3}).completions
    assert [completion.answer for completion in completions] == [0, 1, 2]
    assert {request.temperature for request in end.host.requests} == {0.7}  # DSPy's own choice


def test_rollouts_are_calls_of_their_own(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    with dspy.context(lm=make_lm(end.sender)):
        for rollout in (1, 2, 2):
            predict(question="q", config={"rollout_id": rollout, "temperature": 1.0})
    # the third was answered by the ledger
    assert [request.options["seed"] for request in end.host.requests] == [1000, 2000]


def test_a_copy_speaks_to_the_same_engine(scripted: Scripted) -> None:
    # BaseLM.copy of 3.0.1 is a deep copy; what the LM asks is a function, which is copied as itself
    end = scripted("fine")
    lm = make_lm(end.sender)
    copied = lm.copy(rollout_id=4, temperature=0.9)
    assert copied("hello") == ["fine"]
    assert end.last.options == {"seed": 4000}
    assert end.last.temperature == 0.9
    assert [(m.role, m.content) for m in end.last.messages] == [("user", "hello")]
    lm("hello")
    assert end.last.temperature == 0.0


def test_best_of_n_samples_anew(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)

    def reward(_args: Any, _prediction: Any) -> float:
        return 0.0

    best = dspy.BestOfN(predict, N=3, reward_fn=reward, threshold=1.0)
    with dspy.context(lm=make_lm(end.sender), trace=[]):
        assert best(question="q").answer == 4
    assert len(end.host.requests) == 3


def test_async_programs(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)

    async def both() -> list[Any]:
        with dspy.context(lm=make_lm(end.sender)):
            calls = [
                predict.acall(question="a"),
                predict.acall(question="b", config={"n": 2}),
            ]
            done: list[Any] = list(await asyncio.gather(*calls))
            return done

    first, second = asyncio.run(both())
    assert (first.answer, second.answer) == (4, 4)
    assert len(end.host.requests) == 3


def test_an_error_of_the_engine_leaves_through_every_except(
    scripted: Scripted, predict: Any
) -> None:
    def script(_: Any) -> str:
        raise ModelNotFound("gone", hint="ollama pull it")

    end = scripted(script)
    stops: list[EngineStop] = []
    with dspy.context(lm=make_lm(end.sender, stops=stops)), pytest.raises(EngineStop) as caught:
        predict(question="q")
    assert type(caught.value.error) is ModelNotFound
    assert stops == [caught.value]
    assert len(end.host.requests) == 1  # no fallback to JSON, no retry


def test_a_long_prompt_is_dspys_own_error(scripted: Scripted, predict: Any) -> None:
    def script(_: Any) -> str:
        raise PromptTooLong("900 tokens, 512 fit")

    end = scripted(script)
    with dspy.context(lm=make_lm(end.sender)), pytest.raises(Exception) as caught:
        predict(question="q")
    assert is_context_error(caught.value)
    assert "900 tokens, 512 fit" in str(caught.value)
    assert len(end.host.requests) == 1  # another adapter would not make it shorter


def test_images_and_tools_end_the_run_with_a_clear_error(scripted: Scripted) -> None:
    end = scripted(CHAT)
    picture = dspy.Image(url="https://example.invalid/a.png")
    with dspy.context(lm=make_lm(end.sender)), pytest.raises(EngineStop) as caught:
        dspy.Predict("picture: dspy.Image -> answer")(picture=picture)
    assert isinstance(caught.value.error, UsageError)
    assert "passes on text only" in caught.value.error.message
    assert end.host.requests == []


def test_every_call_reaches_the_ledger_and_none_dspys_cache(
    scripted: Scripted, predict: Any
) -> None:
    first, second = scripted(CHAT), scripted(CHAT)
    for end in (first, second):
        with dspy.context(lm=make_lm(end.sender)):
            predict(question="the same")
    # DSPy's cache would have answered the second engine from the first one's answer;
    # both use the same run, so the second is answered by the ledger, with its figures
    assert len(first.host.requests) == 1
    assert predict.history == predict.history


def test_no_warning_of_dspy_is_about_us(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with dspy.context(lm=make_lm(end.sender)):
            predict(question="q")
            dspy.settings.lm("hello")


def test_usage_is_attributed_by_binding(scripted: Scripted, predict: Any) -> None:
    ends = [scripted(CHAT) for _ in range(4)]

    def run(number: int) -> int:
        with dspy.context(lm=make_lm(ends[number % 4].sender)):
            return int(predict(question=f"q{number}").answer)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(32))) == [4] * 32
    asked = [{m.messages[1].content.split("\n")[1] for m in end.host.requests} for end in ends]
    for place, questions in enumerate(asked):
        assert questions == {f"q{number}" for number in range(32) if number % 4 == place}


def test_an_object_per_rollout_is_cheap(scripted: Scripted) -> None:
    end = scripted(CHAT)
    make_lm(end.sender)
    started = time.perf_counter()
    for _ in range(200):
        make_lm(end.sender)
    assert (time.perf_counter() - started) / 200 < 0.005  # measured: 0.01 ms


@pytest.mark.skipif(HAS_ENGINES, reason="DSPy 3.0.1 asks LiteLLM by name")
def test_litellm_is_asked_under_a_name_that_it_answers_without_a_server(
    scripted: Scripted,
) -> None:
    lm = make_lm(scripted(CHAT).sender)
    assert lm.model == "openai/ollama/scripted"
    assert lm.kwargs["temperature"] == 0.0  # dspy.Refine reads it and counts from it


@pytest.mark.skipif(not HAS_ENGINES, reason="engines came with DSPy 3.4")
def test_a_typed_request_of_3_4(scripted: Scripted) -> None:
    from dspy import lm15

    end = scripted("fine")
    lm = make_lm(end.sender)
    response = lm(
        lm15.Request(
            model=lm.model,
            system="Be brief.",
            messages=(lm15.Message.user("hello"),),
            config=lm15.Config(max_tokens=5, seed=3),
        )
    )
    assert response.message.text == "fine"
    assert response.usage.output_tokens == 4
    assert [(m.role, m.content) for m in end.last.messages] == [
        ("system", "Be brief."),
        ("user", "hello"),
    ]
    assert end.last.options == {"seed": 3}


@pytest.mark.skipif(not HAS_ENGINES, reason="engines came with DSPy 3.4")
def test_streaming_of_3_4_gives_the_whole_answer(scripted: Scripted, predict: Any) -> None:
    end = scripted(CHAT)
    stream = dspy.streamify(predict)

    async def last() -> Any:
        with dspy.context(lm=make_lm(end.sender)):
            return [item async for item in stream(question="q")][-1]

    assert asyncio.run(last()).answer == 4
