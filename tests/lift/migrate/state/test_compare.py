"""A saved program against the program of the code, without running either."""

from __future__ import annotations

from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import predictor, saved

from lift.migrate.state import Change, Conversion, ProgramPlan, convert
from lift.migrate.state.program import PlannedField, PlannedPredictor


def planned(*names: str, instructions: str = "Of the code.", **odd: Any) -> PlannedPredictor:
    """A predictor of the code; the last name is its output."""
    fields = tuple(
        PlannedField(
            name=name,
            prefix=odd.get(f"{name}_prefix", f"{name.capitalize()}:"),
            description=odd.get(f"{name}_description", f"${{{name}}}"),
            is_output=name == names[-1],
        )
        for name in names
    )
    return PlannedPredictor(instructions=instructions, fields=fields)


def state(*names: str, **extra: Any) -> dict[str, Any]:
    fields = [{"prefix": f"{one.capitalize()}:", "description": f"${{{one}}}"} for one in names]
    return predictor(signature={"instructions": "Saved.", "fields": fields}) | extra


def plan(others: tuple[str, ...] = (), **predictors: PlannedPredictor) -> ProgramPlan:
    return ProgramPlan(target="app:Agent", predictors=predictors, others=others)


def compared(document: dict[str, Any], against: ProgramPlan, version: str = "2.6.27") -> Conversion:
    whole = {**document, **saved(version)}
    return convert(whole, name="agent.json", target="3.0.1", plan=against)


def blocking(result: Conversion) -> list[Change]:
    return [one for one in result.changes if one.blocking]


QA = planned("question", "answer")


def test_what_fits_is_silent() -> None:
    assert compared({"ask": state("question", "answer")}, plan(ask=QA)).changes == ()


def test_the_old_prefix_of_the_reasoning_fits_the_new_one() -> None:
    fields = [
        {"prefix": "Question:", "description": "${question}"},
        {
            "prefix": "Reasoning: Let's think step by step in order to",
            "description": "${reasoning}",
        },
        {"prefix": "Answer:", "description": "${answer}"},
    ]
    old = predictor(signature={"instructions": "", "fields": fields})
    new = planned("question", "reasoning", "answer")
    assert (
        compared(
            {"ask.predict": old},
            ProgramPlan(target="x", predictors={"ask.predict": new}, others=()),
        ).changes
        == ()
    )


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("question",), "saved with 1 fields, the code has question, answer"),
        (("question", "context", "answer"), "saved with 3 fields"),
        (("answer", "question"), "field 1 was saved as 'Answer:', the code has `question`"),
        (("query", "answer"), "field 1 was saved as 'Query:', the code has `question`"),
    ],
)
def test_other_fields_stop_the_conversion(names: tuple[str, ...], told: str) -> None:
    [change] = blocking(compared({"ask": state(*names)}, plan(ask=QA)))
    assert change.code == "LFT309"
    assert told in change.message


def test_the_last_prefix_is_what_optimizers_write() -> None:
    result = compared({"ask": state("question", "solution")}, plan(ask=QA))
    assert not result.blocked
    assert "prefix 'Solution:'" in result.changes[0].message


def test_a_description_that_was_reworded_is_told() -> None:
    new = planned("question", "answer", answer_description="in one word")
    result = compared({"ask": state("question", "answer")}, plan(ask=new))
    assert not result.blocked
    [change] = result.changes
    assert "'${answer}'" in change.message
    assert "'in one word'" in change.message


def test_a_demo_of_another_signature_stops_the_conversion() -> None:
    demos = [{"question": "q", "answer": "a", "augmented": True}, {"question": "labelled only"}]
    fits = state("question", "answer", demos=demos)
    assert compared({"ask": fits}, plan(ask=QA)).blocked is False
    demos[0] = {"question": "q", "result": "a", "augmented": True}
    [change] = blocking(compared({"ask": state("question", "answer", demos=demos)}, plan(ask=QA)))
    assert "Demo 1 of `ask` has no `answer`" in change.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ask.predictor", "ask"),
        ("ask", "ask.predict"),
        ("self", "predict"),
        ("other", "ask"),
    ],
)
def test_a_moved_predictor_is_renamed(old: str, new: str) -> None:
    result = compared(
        {old: state("question", "answer")},
        ProgramPlan(target="app:Agent", predictors={new: QA}, others=()),
    )
    assert list(result.document) == [new, "metadata"]
    assert not result.blocked
    [change] = result.changes
    assert (change.code, change.done) == ("LFT308", True)


def test_two_that_are_alike_are_not_guessed() -> None:
    both = {"a": state("question", "answer"), "b": state("question", "answer")}
    result = compared(both, plan(c=QA))
    assert [one.message for one in blocking(result)] == [
        "app:Agent has `c`, and the file has not. Loading raises `KeyError: 'c'`."
    ]
    left = [one for one in result.changes if not one.blocking]
    assert [one.predictor for one in left] == ["a", "b"]
    assert all("passes it over" in one.message for one in left)


def test_a_retriever_that_is_missing_stops_the_conversion_too() -> None:
    result = compared({"ask": state("question", "answer")}, plan(others=("retrieve",), ask=QA))
    assert "KeyError: 'retrieve'" in blocking(result)[0].message
    whole = {"ask": state("question", "answer"), "retrieve": {"k": 3}}
    assert not compared(whole, plan(others=("retrieve",), ask=QA)).blocked


def test_instructions_of_an_old_module_give_way_to_its_own() -> None:
    old = state("question", "answer")
    old["signature"]["instructions"] = "interleave Thought, Tool Name, and Tool Args"
    result = compared({"react": old}, plan(react=QA), version="2.5.43")
    react: Any = result.document["react"]
    assert react["signature"]["instructions"] == "Of the code."
    alone = convert({"react": old, **saved("2.5.43")}, name="x", target="3.0.1")
    assert [(one.code, one.done) for one in alone.changes] == [("LFT309", False)]
    assert "--program" in alone.changes[0].advice
