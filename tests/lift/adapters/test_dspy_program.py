from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import dspy
import pydantic
import pytest

from lift.adapters.dspy_program import DspyProgram, text_of
from lift.errors import BudgetExceeded, ModelError, PromptTooLong, StoreError, UsageError
from lift.roles.role import Example, Program, Split

Scripted = Callable[..., Any]
CHAT = "[[ ## reasoning ## ]]\nTwo and two.\n\n[[ ## answer ## ]]\n4\n\n[[ ## completed ## ]]"
EXAMPLE = Example(id="1", group="g", split=Split.TEST, inputs={"question": "2+2?"})


class Adder(dspy.Module):
    def __init__(self) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.think = dspy.ChainOfThought(dspy.Signature("question -> answer: int", "Add."))

    def forward(self, question: str) -> Any:
        return self.think(question=question)


class Point(pydantic.BaseModel):
    x: int


def test_it_is_a_program() -> None:
    program: Program = DspyProgram(Adder())
    assert program.instructions() == {"think.predict": "Add."}


def test_a_run(scripted: Scripted) -> None:
    run = DspyProgram(Adder()).run(EXAMPLE, scripted(CHAT).sender)
    assert run.outputs == {"reasoning": "Two and two.", "answer": "4"}
    assert run.error is None
    (step,) = run.trace
    assert step.predictor == "think.predict"
    assert step.inputs == {"question": "2+2?"}
    assert step.outputs == run.outputs


def test_a_bare_predictor_is_a_program(scripted: Scripted) -> None:
    program = DspyProgram(dspy.Predict("question -> answer"))
    assert list(program.instructions()) == ["self"]
    assert program.run(EXAMPLE, scripted(CHAT).sender).outputs == {"answer": "4"}


def test_new_instructions_are_a_copys(scripted: Scripted) -> None:
    program = DspyProgram(Adder())
    changed = program.with_instructions({"think.predict": "Add with care."})
    assert program.instructions() == {"think.predict": "Add."}
    assert changed.instructions() == {"think.predict": "Add with care."}
    end = scripted(CHAT)
    changed.run(EXAMPLE, end.sender)
    assert "Add with care." in end.last.messages[0].content
    program.run(EXAMPLE, end.sender)
    assert "Add with care." not in end.last.messages[0].content


def test_instructions_for_a_predictor_that_is_not_there() -> None:
    with pytest.raises(UsageError, match=r"no predictor planner; it has think\.predict"):
        DspyProgram(Adder()).with_instructions({"planner": "Plan."})


def test_a_module_without_predictors() -> None:
    with pytest.raises(UsageError, match="Module has no predictors"):
        DspyProgram(dspy.Module())


def test_the_module_given_is_left_alone() -> None:
    module = Adder()
    module.think.predict.lm = own = dspy.LM("openai/gpt-4o-mini", api_key="k")
    DspyProgram(module).with_instructions({"think.predict": "Other."})
    assert module.think.predict.lm is own
    assert module.think.predict.signature.instructions == "Add."


class TestErrors:
    def test_an_answer_that_cannot_be_read(self, scripted: Scripted) -> None:
        end = scripted("I do not know.\n" * 100)
        run = DspyProgram(Adder()).run(EXAMPLE, end.sender)
        assert run.outputs == {}
        assert run.error is not None
        assert run.error.startswith(
            "AdapterParseError: the answer does not have the fields reasoning, answer: "
            "'I do not know."
        )
        assert len(run.error) < 250

    def test_an_exception_of_the_program(self, scripted: Scripted) -> None:
        class Broken(Adder):
            def forward(self, question: str) -> Any:
                self.think(question=question)
                raise KeyError("line one\n   line two")

        run = DspyProgram(Broken()).run(EXAMPLE, scripted(CHAT).sender)
        assert run.error == "KeyError: 'line one\\n line two'"
        assert len(run.trace) == 1  # what it did until then

    def test_a_long_prompt(self, scripted: Scripted) -> None:
        def script(_: Any) -> str:
            raise PromptTooLong("900 tokens, 512 fit")

        run = DspyProgram(Adder()).run(EXAMPLE, scripted(script).sender)
        assert run.error == "PromptTooLong: 900 tokens, 512 fit"

    def test_another_type_than_a_prediction(self, scripted: Scripted) -> None:
        class Bare(Adder):
            def forward(self, question: str) -> Any:
                return self.think(question=question).answer

        run = DspyProgram(Bare()).run(EXAMPLE, scripted(CHAT).sender)
        assert run.error == "TypeError: the program returned int, not a dspy.Prediction"

    def test_missing_inputs(self, scripted: Scripted) -> None:
        example = Example(id="1", group="g", split=Split.TEST, inputs={"query": "2+2?"})
        run = DspyProgram(Adder()).run(example, scripted(CHAT).sender)
        assert run.error is not None
        assert "unexpected keyword argument 'query'" in run.error

    def test_an_error_of_the_engine_is_not_the_programs(self, scripted: Scripted) -> None:
        def script(_: Any) -> str:
            raise BudgetExceeded(kind="max_tokens", limit=10, spent=9, requested=5)

        with pytest.raises(BudgetExceeded, match="max_tokens cap of 10"):
            DspyProgram(Adder()).run(EXAMPLE, scripted(script).sender)

    def test_no_program_can_hold_it_back(self, scripted: Scripted) -> None:
        class Stubborn(Adder):
            def forward(self, question: str) -> Any:
                try:
                    return self.think(question=question)
                except BaseException:  # noqa: BLE001 - what a bare `except:` does
                    return dspy.Prediction(answer="made up")

        def script(_: Any) -> str:
            raise ModelError("the disk is full")

        with pytest.raises(ModelError, match="the disk is full"):
            DspyProgram(Stubborn()).run(EXAMPLE, scripted(script).sender)


class TestModelsOfTheProgramsOwn:
    """A call past the engine would be neither counted nor within the budget."""

    def test_one_on_a_predictor_is_taken_off(self, scripted: Scripted) -> None:
        module = Adder()
        module.set_lm(dspy.LM("openai/gpt-4o-mini", api_key="k"))
        assert DspyProgram(module).run(EXAMPLE, scripted(CHAT).sender).outputs["answer"] == "4"

    @pytest.mark.parametrize("custom", [False, True])
    def test_one_that_it_calls_is_refused(self, scripted: Scripted, custom: bool) -> None:
        class Custom(dspy.BaseLM):  # type: ignore[misc]
            def forward(self, prompt: Any = None, messages: Any = None, **kwargs: Any) -> Any:
                raise AssertionError("was called")

        class Sly(Adder):
            def forward(self, question: str) -> Any:
                lm = Custom("mine") if custom else dspy.LM("openai/gpt-4o-mini", api_key="k")
                with dspy.context(lm=lm):
                    return self.think(question=question)

        end = scripted(CHAT)
        with pytest.raises(UsageError, match=r"calls the model \S+ itself, past lift"):
            DspyProgram(Sly()).run(EXAMPLE, end.sender)
        assert end.host.requests == []


class TestState:
    def test_round_trip(self, scripted: Scripted) -> None:
        program = DspyProgram(Adder()).with_instructions({"think.predict": "Add with care."})
        program.module.think.predict.demos = [dspy.Example(question="1+1?", answer=2)]
        state = program.state()
        again = DspyProgram(Adder()).with_state(json.loads(json.dumps(state)))
        assert again.state() == state
        end = scripted(CHAT)
        again.run(EXAMPLE, end.sender)
        texts = [message.content for message in end.last.messages]
        assert "Add with care." in texts[0]
        assert "1+1?" in texts[1]

    def test_no_model_settings_get_in_or_out(self) -> None:
        program = DspyProgram(Adder())
        program.module.think.predict.lm = dspy.LM("openai/m", api_key="sk-secret-key")
        state = program.state()
        assert "sk-secret-key" not in json.dumps(state)
        part: Any = state["think.predict"]
        assert part["lm"] is None
        part["lm"] = {"model": "openai/other", "api_base": "http://elsewhere", "cache": True}
        loaded = DspyProgram(Adder()).with_state(state)
        assert loaded.module.think.predict.lm is None

    def test_the_metadata_of_a_saved_file_is_left_out(self) -> None:
        state = DspyProgram(Adder()).state()
        DspyProgram(Adder()).with_state({**state, "metadata": {"dependency_versions": {}}})

    def test_of_another_program(self) -> None:
        state = DspyProgram(dspy.Predict("question -> answer")).state()
        with pytest.raises(StoreError, match=r"predictors self, but the program has think\.pre"):
            DspyProgram(Adder()).with_state(state)

    def test_of_another_signature(self) -> None:
        state = DspyProgram(dspy.Predict("question, hint -> answer")).state()
        with pytest.raises(StoreError, match="fields of self are Question, Answer, but"):
            DspyProgram(dspy.Predict("question -> answer")).with_state(state)

    @pytest.mark.parametrize(
        "prefix", ["Reasoning:", "Reasoning: Let's think step by step in order to"]
    )
    def test_of_either_dspy(self, prefix: str) -> None:
        state: Any = DspyProgram(Adder()).state()
        state["think.predict"]["signature"]["fields"][1]["prefix"] = prefix
        state["think.predict"]["signature"]["instructions"] = "From the other one."
        loaded = DspyProgram(Adder()).with_state(state)
        assert loaded.instructions() == {"think.predict": "From the other one."}


class Concurrent(dspy.Module):
    def __init__(self) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.answer = dspy.Predict("question -> answer")

    async def aforward(self, question: str) -> Any:
        calls = (self.answer.acall(question=text) for text in (question, question + "!"))
        pair: list[Any] = list(await asyncio.gather(*calls))
        first, second = pair
        return dspy.Prediction(answer=first.answer + second.answer)


def test_an_async_program(scripted: Scripted) -> None:
    run = DspyProgram(Concurrent()).run(EXAMPLE, scripted(CHAT).sender)
    assert run.outputs == {"answer": "44"}
    assert [step.predictor for step in run.trace] == ["answer", "answer"]


def test_an_async_program_beside_a_running_loop(scripted: Scripted) -> None:
    async def inside() -> Any:
        return DspyProgram(Concurrent()).run(EXAMPLE, scripted(CHAT).sender)

    assert asyncio.run(inside()).outputs == {"answer": "44"}


def test_an_async_program_gets_the_engines_errors_out(scripted: Scripted) -> None:
    def script(_: Any) -> str:
        raise ModelError("the disk is full")

    async def inside() -> Any:
        return DspyProgram(Concurrent()).run(EXAMPLE, scripted(script).sender)

    with pytest.raises(ModelError):
        DspyProgram(Concurrent()).run(EXAMPLE, scripted(script).sender)
    with pytest.raises(ModelError):
        asyncio.run(inside())


def test_predictors_that_the_program_copies_keep_their_name(scripted: Scripted) -> None:
    class Retrying(Adder):
        def forward(self, question: str) -> Any:
            def reward(_args: Any, _prediction: Any) -> float:
                return 1.0

            retry = dspy.BestOfN(self.think, N=2, reward_fn=reward, threshold=1.0)
            return retry(question=question)

    run = DspyProgram(Retrying()).run(EXAMPLE, scripted(CHAT).sender)
    assert run.error is None
    assert [step.predictor for step in run.trace] == ["think.predict"]


def test_react_goes_on_after_a_long_prompt(scripted: Scripted) -> None:
    agent = dspy.ReAct("question -> answer", tools=[])
    finish = (
        "[[ ## next_thought ## ]]\nDone.\n\n[[ ## next_tool_name ## ]]\nfinish\n\n"
        "[[ ## next_tool_args ## ]]\n{}\n\n[[ ## completed ## ]]"
    )

    def script(request: Any) -> str:
        return finish if "next_tool_name" in request.messages[0].content else CHAT

    run = DspyProgram(agent).run(EXAMPLE, scripted(script).sender)
    assert run.outputs["answer"] == "4"
    assert json.loads(run.outputs["trajectory"])["tool_name_0"] == "finish"
    assert [step.predictor for step in run.trace] == ["react", "extract.predict"]


def test_one_program_in_many_threads(scripted: Scripted) -> None:
    def script(request: Any) -> str:
        question = request.messages[1].content.split("\n")[1]
        return CHAT.replace("\n4\n", f"\n{question}\n").replace("Two and two.", question)

    program = DspyProgram(Adder())
    sender = scripted(script).sender

    def run(number: int) -> bool:
        example = Example(
            id=str(number), group="g", split=Split.TEST, inputs={"question": str(number)}
        )
        done = program.run(example, sender)
        return done.outputs["answer"] == str(number) and len(done.trace) == 1

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(run, range(64)))


def test_nothing_is_kept_of_the_calls(scripted: Scripted) -> None:
    program = DspyProgram(Adder())
    program.run(EXAMPLE, scripted(CHAT).sender)
    assert program.module.history == []
    assert program.module.think.predict.history == []


def test_callbacks_of_the_user_stay(scripted: Scripted) -> None:
    from dspy.utils.callback import BaseCallback

    seen: list[str] = []

    class Note(BaseCallback):  # type: ignore[misc]
        def on_module_start(self, call_id: str, instance: Any, inputs: Any) -> None:
            seen.append(type(instance).__name__)

    with dspy.context(callbacks=[Note()]):
        DspyProgram(Adder()).run(EXAMPLE, scripted(CHAT).sender)
    assert seen[:3] == ["Adder", "ChainOfThought", "Predict"]


def test_dspy_does_not_write_to_the_terminal(
    scripted: Scripted, capfd: pytest.CaptureFixture[str]
) -> None:
    DspyProgram(Adder()).run(EXAMPLE, scripted("rubbish").sender)
    assert capfd.readouterr().err == ""
    logging.getLogger("dspy.test").warning("outside of a run it may")
    assert "outside of a run it may" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (None, ""),
        (True, "true"),
        (4, "4"),
        (["ä", 1], '["ä", 1]'),
        (Point(x=1), '{"x":1}'),
        ({"p": Point(x=1)}, '{"p": {"x": 1}}'),
        ({(1, 2): 3}, "{(1, 2): 3}"),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text
