"""The built-in model's corpus: DSPy's own prompts, shapes kept apart, repeatable draws."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from scripts.model import guidance
from scripts.model.cases import compiled, make_cases, passes, run, same
from scripts.model.grammar import build, is_held_out, shape
from scripts.model.houses import CONVENTIONS, OPTIONS, SHIPPED, USUAL, with_option
from scripts.model.plans import PLANNER, draw_other, ordered
from scripts.model.prompts import (
    REFLECTION,
    Field,
    Record,
    Task,
    chat_answer,
    chat_messages,
    json_answer,
    json_messages,
    old_reflection_messages,
    reflection_messages,
)
from scripts.model.reflections import draw_reflection
from scripts.model.repairs import Repair, evaluation_repairs, training_repairs
from scripts.model.samples import CODER
from scripts.model.stream import Stream

from lift.seeding.operators import BUG_CLASSES

_KINDS: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}
_KINDS["list[str]"] = list[str]


@pytest.fixture(scope="module")
def repairs() -> list[Repair]:
    return list(training_repairs(range(60)))


def _signature(task: Task) -> Any:
    dspy = pytest.importorskip("dspy")

    def described(make: Any, field: Field) -> tuple[Any, Any]:
        return _KINDS[field.kind], make(desc=field.desc) if field.desc else make()

    fields = {f.name: described(dspy.InputField, f) for f in task.inputs}
    fields |= {f.name: described(dspy.OutputField, f) for f in task.outputs}
    return dspy.Signature(fields, task.instructions)


_TASKS = [
    CODER,
    PLANNER,
    replace(CODER, instructions="One.\nTwo.\n- Three."),
    Task(
        instructions="All kinds.",
        inputs=(Field("a"), Field("b", "some words", "list[str]")),
        outputs=(
            Field("n", "", "int"),
            Field("f", "x", "float"),
            Field("y", "", "bool"),
            Field("l", "items", "list[str]"),
            Field("last"),
        ),
    ),
]
_VALUES: dict[str, Any] = {
    "code": 'def f(x):\n    """Say é."""\n    return x',
    "failure": "assert f(1) == 2\nassert 1 == 2",
    "tasks": "a needs b\nb needs nothing",
    "a": "x",
    "b": ["p", "q"],
}


@pytest.mark.parametrize("task", _TASKS, ids=range(len(_TASKS)))
def test_prompts_are_those_of_dspy(task: Task) -> None:
    dspy = pytest.importorskip("dspy")
    values = {f.name: _VALUES[f.name] for f in task.inputs}
    signature = _signature(task)
    assert chat_messages(task, values) == dspy.ChatAdapter().format(signature, [], values)
    assert json_messages(task, values) == dspy.JSONAdapter().format(signature, [], values)


def test_drawn_signatures_render_and_parse_with_dspy() -> None:
    dspy = pytest.importorskip("dspy")
    rng = random.Random(2)
    for _ in range(25):
        task, values = _other(rng)
        signature = _signature(task)
        assert chat_messages(task, values) == dspy.ChatAdapter().format(signature, [], values)
        assert json_messages(task, values) == dspy.JSONAdapter().format(signature, [], values)
        wanted = {f.name: values[f.name] for f in task.outputs}
        assert dspy.JSONAdapter().parse(signature, json_answer(task, values)) == wanted
        texts = {k: str(v) if isinstance(v, (bool, int)) else v for k, v in values.items()}
        assert dspy.ChatAdapter().parse(signature, chat_answer(task, texts)) == wanted


def _other(rng: random.Random) -> tuple[Task, dict[str, Any]]:
    """Fields of every kind under drawn names."""
    names = rng.sample(["one", "two", "three", "four", "five", "six"], 4)
    kinds = [rng.choice(["str", "int", "bool", "list[str]"]) for _ in range(2)]
    some: dict[str, Any] = {"str": "a text", "int": 3, "bool": True, "list[str]": ["p", "q r"]}
    task = Task(
        instructions="Given the fields, produce the fields.",
        inputs=tuple(Field(n, rng.choice(["", "words"])) for n in names[:2]),
        outputs=tuple(Field(n, "", k) for n, k in zip(names[2:], kinds, strict=True)),
    )
    values: dict[str, Any] = dict.fromkeys(names[:2], "some text")
    return task, values | {n: some[k] for n, k in zip(names[2:], kinds, strict=True)}


def _records() -> list[Record]:
    inputs = {"code": _VALUES["code"], "failure": _VALUES["failure"]}
    outputs = {"reasoning": 'Bug: bound. Rule: "none".', "fix": "def f(x):\n    return x"}
    return [
        Record(inputs=inputs, outputs=outputs, feedback="The fix passes."),
        Record(inputs=inputs, outputs=outputs, feedback="The fix fails. The test says: Yes."),
    ]


def _reflective(records: list[Record]) -> list[dict[str, Any]]:
    return [
        {"Inputs": r.inputs, "Generated Outputs": r.outputs, "Feedback": r.feedback}
        for r in records
    ]


def test_reflection_prompt_is_that_of_the_new_line() -> None:
    dspy = pytest.importorskip("dspy")
    proposal = pytest.importorskip("dspy.teleprompt.gepa.instruction_proposal")
    if not hasattr(proposal, "ProposeInstruction"):
        pytest.skip("this DSPy reflects with gepa's text")
    inputs = {
        "current_instruction": "Do it.\nWell.",
        "examples_with_feedback": _reflective(_records()),
    }
    wanted = dspy.JSONAdapter().format(proposal.ProposeInstruction, [], inputs)
    assert reflection_messages("Do it.\nWell.", _records()) == wanted
    assert REFLECTION.instructions == proposal.ProposeInstruction.instructions


def test_reflection_prompt_is_that_of_the_old_line() -> None:
    gepa = pytest.importorskip("gepa.strategies.instruction_proposal")
    inputs = {"current_instruction_doc": "Do it.", "dataset_with_feedback": _reflective(_records())}
    wanted = gepa.InstructionProposalSignature.prompt_renderer(inputs)
    assert old_reflection_messages("Do it.", _records()) == [{"role": "user", "content": wanted}]


def test_training_and_evaluation_share_no_shape(repairs: list[Repair]) -> None:
    evaluation = evaluation_repairs(30)
    trained = {shape(r.good) for r in repairs}
    trained |= {shape(build(r.seed, USUAL).source) for r in repairs}
    held = {shape(r.good) for r, _ in evaluation}
    assert held
    assert not trained & held
    assert all(is_held_out(r.good) for r, _ in evaluation)


def test_shape_forgets_names_numbers_and_documentation() -> None:
    one = 'def f(x):\n    """A."""\n    return x + 1'
    assert shape(one) == shape("def g(total):\n    return total + 7")
    assert shape(one) != shape("def f(x):\n    return x - 1")


def test_the_corpus_is_the_same_for_the_same_seed(repairs: list[Repair]) -> None:
    assert repairs == list(training_repairs(range(60)))
    first, second = Stream(repairs, 5), Stream(repairs, 5)
    assert [first.draw() for _ in range(50)] == [second.draw() for _ in range(50)]


def test_a_house_changes_only_details() -> None:
    for seed in range(40):
        usual, shipped = build(seed, USUAL), build(seed, SHIPPED)
        assert usual.params == shipped.params
        assert usual.conventions == shipped.conventions
        assert (usual.source == shipped.source) == (not usual.conventions)


def test_repairs_repair(repairs: list[Repair]) -> None:
    assert {r.bug_class for r in repairs} <= set(BUG_CLASSES)
    bound = sum(bool(r.convention) for r in repairs)
    assert 0.25 < bound / len(repairs) < 0.65
    for repair, cases in evaluation_repairs(20):
        assert passes(repair.good, repair.name, cases)
        assert not passes(repair.bad, repair.name, cases)
        assert repair.failure.count("\n") == 1


def test_conventions_are_decided_by_a_case() -> None:
    for seed in range(30):
        function = build(seed, SHIPPED)
        cases = make_cases(random.Random(seed), function, SHIPPED, count=8)
        for convention in {case.convention for case in cases} - {""}:
            others = [
                compiled(build(seed, with_option(SHIPPED, convention, o)).source, function.name)
                for o in OPTIONS[convention]
                if o != SHIPPED.option(convention)
            ]
            assert any(
                not same(run(other, case.arguments).value, case.want)
                for other in others
                for case in cases
            )


def test_guidance_has_many_wordings_and_keeps_some_back() -> None:
    for convention in CONVENTIONS:
        for option in OPTIONS[convention]:
            sentences = guidance.wordings(convention, option)
            assert len(sentences) >= 30
            kept = [s for s in sentences if guidance.is_kept_back(s)]
            assert 0 < len(kept) < len(sentences) / 2
            assert guidance.draw(random.Random(1), convention, option) not in kept


def test_a_reflection_keeps_the_instruction_and_adds_each_told_rule_once(
    repairs: list[Repair],
) -> None:
    rng = random.Random(4)
    for _ in range(60):
        sample = draw_reflection(rng, rng.sample(repairs, 3))
        for rule in sample.marks:
            assert sample.answer.count(rule) == 1
            assert f"The test says: {rule}" in sample.messages[-1]["content"]


def test_plans_respect_what_is_needed() -> None:
    needs = {"ship": ["pack"], "pack": [], "draw": []}
    assert ordered(needs, "listed") == ["pack", "ship", "draw"]
    assert ordered(needs, "alphabet") == ["draw", "pack", "ship"]
    assert ordered(needs, "last") == ["draw", "pack", "ship"]


def test_other_tasks_answer_every_field() -> None:
    rng = random.Random(3)
    for _ in range(20):
        sample = draw_other(rng)
        system, request = (m["content"] for m in sample.messages)
        wanted = system.split("Your output fields are:\n")[1].split("\nAll interactions")[0]
        for line in wanted.split("\n"):
            name = line.split("`")[1]
            assert name in sample.answer
            assert f"`{name}`" in request or f"`[[ ## {name} ## ]]`" in request
