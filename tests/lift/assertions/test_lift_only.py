"""What lift's assertions do beyond those of DSPy 2.5, and where 2.5 crashed or hung."""

from __future__ import annotations

import copy
import logging
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import dspy
import pytest
from tests.lift.assertions.scripted import ScriptedLM

from lift import assertions

LONG, SHORT = "an answer that is much too long", "short"


class Brief(dspy.Module):
    def __init__(self, kind: str = "Assert") -> None:
        super().__init__()
        self.kind = kind
        self.generate = dspy.Predict("question -> answer")

    def forward(self, question: str) -> Any:
        found = self.generate(question=question)
        check = getattr(assertions, self.kind)
        check(len(found.answer) < 20, "Keep it short")
        return found


class Thoughtful(dspy.Module):
    """The target is a module around the predictor, which DSPy 2.5 did not find."""

    def __init__(self) -> None:
        super().__init__()
        self.search = dspy.ChainOfThought("question -> query")
        self.answer = dspy.ChainOfThought("query -> answer")

    def forward(self, question: str) -> Any:
        found = self.answer(query=self.search(question=question).query)
        assertions.Suggest(len(found.answer) < 20, "Ask for less", target_module=self.search)
        return found


class Outer(dspy.Module):
    """A watched module inside a watched module; DSPy 2.5 waited for its own lock here."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = assertions.assert_transform_module(Brief("Suggest"))
        self.judge = dspy.Predict("answer -> verdict")

    def forward(self, question: str) -> Any:
        found = self.inner(question=question)
        verdict = self.judge(answer=found.answer).verdict
        assertions.Suggest(verdict == "good", "Judge again")
        return dspy.Prediction(answer=found.answer, verdict=verdict)


def asked(lm: ScriptedLM) -> list[str]:
    return [call["asked_for"][-1] for call in lm.calls]


def test_a_module_around_the_predictor_is_a_target() -> None:
    lm = ScriptedLM({"answer": [LONG, SHORT], "query": ["one", "two"]})
    with dspy.context(lm=lm):
        found = assertions.assert_transform_module(Thoughtful())(question="why")
    assert found.answer == SHORT
    assert asked(lm) == ["query", "answer", "query", "answer"]
    assert lm.calls[2]["given"]["past_query"] == "one"
    assert lm.calls[2]["given"]["feedback"] == "Ask for less"
    assert "feedback" not in lm.calls[3]["given"]


def test_watched_modules_inside_each_other() -> None:
    lm = ScriptedLM({"answer": [LONG, SHORT], "verdict": ["bad", "good"]})
    with dspy.context(lm=lm):
        found = assertions.assert_transform_module(Outer())(question="why")
    assert (found.answer, found.verdict) == (SHORT, "good")
    assert asked(lm) == ["answer", "answer", "verdict", "answer", "verdict"]
    assert assertions.last_run().attempts == 2
    assert [one.message for one in assertions.last_run().failures] == [
        "Keep it short",
        "Judge again",
    ]


class Wandering(dspy.Module):
    """The second condition wants to go back to what was not called; DSPy 2.5 ended there."""

    def __init__(self) -> None:
        super().__init__()
        self.search = dspy.Predict("question -> query")
        self.answer = dspy.Predict("query -> answer")
        self.unused = dspy.Predict("question -> nothing")

    def forward(self, question: str) -> Any:
        found = self.answer(query=self.search(question=question).query)
        assertions.Suggest("red" not in found.answer, "No red", target_module=self.search)
        assertions.Suggest("big" not in found.answer, "Not big", target_module=self.unused)
        return found


def test_the_one_asked_before_is_asked_again_when_the_target_did_not_run() -> None:
    lm = ScriptedLM({"answer": ["red", "big", "green"], "query": ["one", "two", "three"]})
    with dspy.context(lm=lm):
        found = assertions.assert_transform_module(Wandering(), max_backtracks=3)(question="why")
    assert found.answer == "green"
    assert lm.calls[4]["given"] == {
        "question": "why",
        "past_query": "two",
        "feedback": "No red | Not big",
    }


class Unasked(dspy.Module):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.generate = dspy.Predict("question -> answer")

    def forward(self, question: str) -> Any:
        check = getattr(assertions, self.kind)
        check(question.endswith("?"), "Ask a question")
        return self.generate(question=question)


def test_an_assertion_before_any_predictor_is_raised() -> None:
    program = assertions.assert_transform_module(Unasked("Assert"))
    with pytest.raises(assertions.DSPyAssertionError, match="Ask a question"):
        program(question="why")
    assert assertions.last_run().attempts == 1


def test_a_suggestion_before_any_predictor_is_passed_over() -> None:
    with dspy.context(lm=ScriptedLM({"answer": [SHORT]})):
        found = assertions.assert_transform_module(Unasked("Suggest"))(question="why")
    assert found.answer == SHORT
    assert [one.bypassed for one in assertions.last_run().failures] == [False, True]


def test_the_trace_around_keeps_what_it_had() -> None:
    lm = ScriptedLM({"answer": [LONG, SHORT]})
    trace: list[Any] = ["before"]
    with dspy.context(lm=lm, trace=trace):
        assertions.assert_transform_module(Brief())(question="why")
    assert trace[0] == "before"
    assert [entry[2].answer for entry in trace[1:]] == [SHORT]
    assert sorted(trace[1][1]) == ["feedback", "question"]


def test_without_a_trace_around_it_works_as_well() -> None:
    lm = ScriptedLM({"answer": [LONG, SHORT]})
    with dspy.context(lm=lm, trace=None):
        assert assertions.assert_transform_module(Brief())(question="why").answer == SHORT


def test_a_field_named_feedback_keeps_its_value() -> None:
    class Graded(dspy.Module):
        def __init__(self) -> None:
            super().__init__()
            self.grade = dspy.Predict("essay, feedback -> grade")

        def forward(self, essay: str) -> Any:
            found = self.grade(essay=essay, feedback="from the teacher")
            assertions.Suggest(found.grade in {"A", "B"}, "Only A or B")
            return found

    lm = ScriptedLM({"grade": ["C", "B"]})
    with dspy.context(lm=lm):
        assertions.assert_transform_module(Graded())(essay="...")
    assert lm.calls[1]["given"]["feedback"] == "from the teacher"
    assert lm.calls[1]["given"]["assertion_feedback"] == "Only A or B"


def test_one_program_in_many_threads() -> None:
    """Each thread has its own answers; nobody gets the feedback or past outputs of another."""
    program = assertions.assert_transform_module(Brief())
    lms = [ScriptedLM({"answer": [f"{LONG} {n}", f"short {n}"]}) for n in range(8)]
    found: dict[int, tuple[str, int]] = {}
    start = threading.Barrier(len(lms))

    def work(number: int) -> None:
        start.wait()
        with dspy.context(lm=lms[number]):
            answer = program(question=str(number)).answer
        found[number] = (answer, assertions.last_run().attempts)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(lms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: (f"short {n}", 2) for n in range(len(lms))}
    for number, lm in enumerate(lms):
        assert [call["given"]["question"] for call in lm.calls] == [str(number)] * 2
        assert lm.calls[1]["given"]["past_answer"] == f"{LONG} {number}"


def test_transforming_again_replaces_the_handler() -> None:
    program = assertions.assert_transform_module(Brief(), max_backtracks=5)
    assertions.assert_transform_module(program, assertions.noop_handler)
    lm = ScriptedLM({"answer": [LONG]})
    with dspy.context(lm=lm):
        assert program(question="why").answer == LONG
    assert len(lm.calls) == 1


def test_demonstrations_and_names_stay() -> None:
    program = Brief()
    program.generate.demos = [dspy.Example(question="q", answer="a")]
    names = [name for name, _ in program.named_predictors()]
    assertions.assert_transform_module(program)
    assert [name for name, _ in program.named_predictors()] == names
    assert type(program).__name__ == "Brief"
    assert isinstance(program, Brief)
    lm = ScriptedLM({"answer": [LONG, SHORT]})
    with dspy.context(lm=lm):
        program(question="why")
    assert [call["demos"] for call in lm.calls] == [1, 1]


def test_states_are_those_of_the_plain_program(tmp_path: Path) -> None:
    plain, watched = Brief(), assertions.assert_transform_module(Brief())
    assert plain.dump_state() == watched.dump_state()
    watched.save(str(tmp_path / "program.json"))
    plain.load(str(tmp_path / "program.json"))


@pytest.mark.parametrize("how", ["deepcopy", "pickle", "reset_copy"])
def test_copies_are_watched(how: str) -> None:
    program = assertions.assert_transform_module(Brief())
    if how == "deepcopy":
        made = copy.deepcopy(program)
    elif how == "pickle":
        pickle = import_module("cloudpickle")  # what DSPy saves whole programs with
        made = pickle.loads(pickle.dumps(program))
    else:
        made = program.reset_copy()
    lm = ScriptedLM({"answer": [LONG, SHORT]})
    with dspy.context(lm=lm):
        assert made(question="why").answer == SHORT
    assert made.generate is not program.generate


def test_what_needs_a_bool_says_so() -> None:
    with pytest.raises(ValueError, match=r"Assert needs True or False, not 'yes' \(str\)"):
        assertions.Assert("yes", "message")  # type: ignore[arg-type]


def test_only_modules_with_forward_can_be_watched() -> None:
    with pytest.raises(ValueError, match="str has no forward method"):
        assertions.assert_transform_module("text")


def test_failures_are_logged_and_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="lift.assertions")
    with dspy.context(lm=ScriptedLM({"answer": [LONG]})):
        assertions.assert_transform_module(Brief("Suggest"))(question="why")
    assert caplog.messages == ["Suggest failed: Keep it short"] * 3
    run = assertions.last_run()
    assert (run.attempts, len(run.failures), len(run.unresolved)) == (3, 3, 1)


def test_calls_that_dspy_runs_in_threads_belong_to_the_attempt() -> None:
    class Fan(dspy.Module):
        def __init__(self) -> None:
            super().__init__()
            self.generate = dspy.Predict("question -> answer")

        def forward(self, questions: list[str]) -> Any:
            work = [(self.generate, {"question": question}) for question in questions]
            found = dspy.Parallel(num_threads=2, disable_progress_bar=True)(work)
            assertions.Suggest(all(one.answer == SHORT for one in found), "All short")
            return found

    lm = ScriptedLM({"answer": [LONG, LONG, SHORT]})
    with dspy.context(lm=lm):
        found = assertions.assert_transform_module(Fan())(questions=["a", "b"])
    assert [one.answer for one in found] == [SHORT, SHORT]
    assert [call["given"].get("feedback") for call in lm.calls] == [None, None, *["All short"] * 2]
