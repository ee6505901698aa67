"""Programs with assertions, and what a scripted model is asked while each of them runs.

    python scenarios.py dspy FILE     with the assertions of DSPy 2.5.43
    python scenarios.py lift FILE     with those of lift

writes one JSON object: for each scenario its result or error, the calls of the model in order,
and what the trace holds afterwards.
"""

from __future__ import annotations

import copy
import functools
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import dspy
from tests.lift.assertions.programs import (
    LONG,
    SHORT,
    A,
    Brief,
    Hops,
    Several,
    Sparing,
    Stages,
    Twice,
    Typed,
)
from tests.lift.assertions.scripted import Answers, ScriptedLM

SCENARIOS: list[tuple[Callable[[], Any], Answers]] = []


def scenario(**answers: list[object]) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        SCENARIOS.append((function, answers))
        return function

    return register


def ask(program: Any, **options: Any) -> Any:
    return A.assert_transform_module(program, A.backtrack_handler, **options)(question="why")


@scenario(answer=[SHORT])
def holds() -> Any:
    return ask(Brief())


@scenario(answer=[LONG, SHORT])
def assert_is_repaired() -> Any:
    return ask(Brief())


@scenario(answer=[LONG])
def assert_is_never_met() -> Any:
    return ask(Brief())


@scenario(answer=[LONG + " 1", LONG + " 2", LONG + " 3"])
def suggest_is_never_met() -> Any:
    return ask(Brief("Suggest"))


@scenario(answer=[LONG, SHORT])
def suggest_is_repaired() -> Any:
    return ask(Brief("Suggest"))


@scenario(answer=[LONG])
def no_backtracks_with_assert() -> Any:
    return ask(Brief(), max_backtracks=0)


@scenario(answer=[LONG])
def no_backtracks_with_suggest() -> Any:
    return ask(Brief("Suggest"), max_backtracks=0)


@scenario(answer=[LONG])
def one_backtrack() -> Any:
    return ask(Brief("Suggest"), max_backtracks=1)


@scenario(answer=[LONG, LONG, LONG, SHORT])
def many_backtracks() -> Any:
    return ask(Brief(), max_backtracks=5)


@scenario(answer=[LONG])
def suggestions_are_not_passed_over() -> Any:
    return ask(Brief("Suggest"), bypass_suggest=False)


@scenario(answer=[LONG, LONG, SHORT])
def default_target_is_the_last() -> Any:
    return ask(Stages())


@scenario(answer=[LONG, LONG, SHORT], query=["one", "two", "three"])
def target_is_the_first() -> Any:
    return ask(Stages("search"))


@scenario(answer=[LONG], query=["one", "two", "three"])
def target_is_the_first_with_assert() -> Any:
    return ask(Stages("search", "Assert"))


@scenario(answer=[LONG, SHORT])
def target_did_not_run() -> Any:
    return ask(Stages("unused"))


@scenario(answer=[LONG, SHORT], query=["one", "two", "three", "four"])
def the_target_ran_twice() -> Any:
    return ask(Twice())


@scenario(answer=["red and big", "big", "green"])
def two_messages_are_joined() -> Any:
    return ask(Several(("Suggest", "red", "No red"), ("Suggest", "big", "Not big")))


@scenario(answer=["red", "red", "red"])
def the_same_message_once() -> Any:
    return ask(Several(("Suggest", "red", "No red")), max_backtracks=3)


@scenario(answer=["red", "big", "big"])
def a_suggestion_first_then_an_assertion() -> Any:
    return ask(Several(("Suggest", "red", "No red"), ("Assert", "big", "Not big")))


@scenario(answer=["red", "big", "green"])
def an_assertion_first_then_a_suggestion() -> Any:
    return ask(Several(("Assert", "red", "No red"), ("Suggest", "big", "Not big")))


@scenario(answer=["red", "red", "big"])
def an_assertion_in_the_last_attempt() -> Any:
    return ask(Several(("Suggest", "red", "No red"), ("Assert", "big", "Not big")))


@scenario(query=["same", "same", "same", "other"], reasoning=["because"])
def a_loop_with_chains_of_thought() -> Any:
    program = A.assert_transform_module(Hops(), A.backtrack_handler)
    return program(question="why")


@scenario(tags=[["a", "b"]], count=[3, 2], sure=[True])
def outputs_that_are_no_text() -> Any:
    return A.assert_transform_module(Typed(), A.backtrack_handler)(text="abc")


@scenario(answer=[LONG, SHORT])
def retry_is_mapped_first() -> Any:
    return ask(Brief().map_named_predictors(A.Retry))


@scenario(answer=[LONG])
def a_partial_as_handler() -> Any:
    handler = functools.partial(A.backtrack_handler, max_backtracks=1)
    return A.assert_transform_module(Brief("Suggest"), handler)(question="why")


@scenario(answer=[LONG, SHORT])
def activated() -> Any:
    return A.activate_assertions(Brief(), max_backtracks=1)(question="why")


@scenario(answer=[LONG, SHORT])
def activated_by_default() -> Any:
    return A.activate_assertions(Brief("Suggest"))(question="why")


@scenario(answer=[LONG])
def nobody_handles_an_assertion() -> Any:
    return Brief()(question="why")


@scenario(answer=[LONG])
def nobody_handles_a_suggestion() -> Any:
    return Brief("Suggest")(question="why")


@scenario()
def no_bool() -> Any:
    return A.Assert("yes", "not a bool")


@scenario(answer=[LONG])
def handler_noop() -> Any:
    return A.assert_transform_module(Brief(), A.noop_handler)(question="why")


@scenario(answer=[LONG])
def handler_bypass_suggest() -> Any:
    return A.assert_transform_module(Brief("Suggest"), A.bypass_suggest_handler)(question="why")


@scenario(answer=[LONG])
def handler_bypass_suggest_keeps_assertions() -> Any:
    return A.assert_transform_module(Brief(), A.bypass_suggest_handler)(question="why")


@scenario(answer=[LONG])
def handler_bypass_assert() -> Any:
    return A.assert_transform_module(Brief(), A.bypass_assert_handler)(question="why")


@scenario(answer=[LONG])
def handler_none_instead_of_an_assertion() -> Any:
    return A.assert_transform_module(Brief(), A.assert_no_except_handler)(question="why")


@scenario(answer=[LONG])
def settings_bypass_suggestions() -> Any:
    with dspy.settings.context(bypass_suggest=True):
        return ask(Brief("Suggest"))


@scenario(answer=[LONG])
def settings_bypass_assertions() -> Any:
    with dspy.settings.context(bypass_assert=True):
        return ask(Brief())


@scenario(answer=[LONG])
def forward_asks_to_bypass() -> Any:
    program = A.assert_transform_module(Sparing(), A.backtrack_handler)
    return program("why", bypass_assert=True)


@scenario(answer=[LONG])
def forward_does_not_ask_to_bypass() -> Any:
    program = A.assert_transform_module(Sparing(), A.backtrack_handler)
    return program("why")


@scenario(answer=[LONG])
def counted_when_it_is_a_metric() -> Any:
    found = ask(Brief("Suggest", is_metric=True))
    return {"answer": found.answer, "counted": counts()}


@scenario(answer=[LONG])
def not_counted_otherwise() -> Any:
    found = ask(Brief("Suggest"))
    return {"answer": found.answer, "counted": counts()}


@scenario(answer=[LONG, SHORT])
def a_copy_behaves_the_same() -> Any:
    program = A.assert_transform_module(Brief(), A.backtrack_handler)
    return copy.deepcopy(program)(question="why")


@scenario(answer=[LONG, SHORT, LONG, SHORT])
def bootstrapped_demonstrations() -> Any:
    program = A.assert_transform_module(Brief(), A.backtrack_handler)
    train = [dspy.Example(question=q, answer="a").with_inputs("question") for q in ("x", "y")]
    teacher = dspy.BootstrapFewShot(metric=accept, max_labeled_demos=0)
    made = teacher.compile(program, trainset=train)
    return [sorted(dict(demo)) for demo in made.predictors()[0].demos]


def accept(*_: Any) -> bool:
    return True


def counts() -> list[int]:
    if hasattr(A, "last_run"):
        return [A.last_run().metric_asserts, A.last_run().metric_suggests]
    return [dspy.settings.assert_failures, dspy.settings.suggest_failures]


def plain(value: Any) -> Any:
    return dict(value.items()) if isinstance(value, dspy.Prediction) else value


def played(function: Callable[[], Any], answers: Answers) -> dict[str, Any]:
    """Play one scenario with a model and a trace of its own."""
    lm = ScriptedLM(answers)
    trace: list[Any] = []
    with dspy.settings.context(lm=lm, trace=trace):
        try:
            found = {"result": plain(function())}
        except (AssertionError, ValueError) as error:
            message = str(error) if isinstance(error, AssertionError) else ""
            found = {"error": type(error).__name__, "message": message}
    asked = [{"inputs": sorted(inputs), "outputs": dict(pred.items())} for _, inputs, pred in trace]
    return found | {"calls": lm.calls, "trace": asked}


def completed_by_dspy() -> None:
    """Give the module of 2.5 what lift has in one place."""

    def activate(module: Any, *args: Any, **options: Any) -> Any:
        return module.activate_assertions(*args, **options)

    A.Retry = import_module("dspy.predict.retry").Retry
    A.activate_assertions = activate
    dspy.settings.backtrack_to = None  # without it, handlers but backtrack_handler fail there


def main() -> None:
    if not hasattr(A, "activate_assertions"):
        completed_by_dspy()
    found = {function.__name__: played(function, answers) for function, answers in SCENARIOS}
    Path(sys.argv[2]).write_text(json.dumps(found, indent=1, default=str), "utf-8")


if __name__ == "__main__":
    main()
