"""The planner's metric: the one right plan, and words for every wrong one."""

from __future__ import annotations

import pytest

from lift.errors import DataError
from lift.roles.dataset import load_dataset
from lift.roles.planner import PLANNER_DATA
from lift.roles.planner_metric import ORDERS, ordered_plan, planner_metric, read_tasks
from lift.roles.role import Example, ProgramRun, Split

TASKS = "paint needs cut and sand\ncut needs nothing\nsand needs nothing"
RULE = "Among free tasks go by the alphabet."


def example(tasks: object = TASKS, order: str = "alphabet") -> Example:
    return Example(
        id="p1",
        group="p1",
        split=Split.TEST,
        inputs={"tasks": tasks},  # type: ignore[dict-item]
        truth={"order": order, "rule": RULE},
    )


def judge(plan: str, order: str = "alphabet") -> tuple[float, str]:
    score = planner_metric(example(order=order), ProgramRun(outputs={"plan": plan}))
    return score.value, score.feedback


@pytest.mark.parametrize("plan", ["cut, sand, paint", " cut,sand ,paint\n", "cut\nsand\npaint"])
def test_the_right_plan_passes(plan: str) -> None:
    assert judge(plan) == (1.0, "The plan passes.")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("sand, cut, paint", f"The plan fails: cut should come before sand. The test says: {RULE}"),
        ("paint, cut, sand", "The plan fails: paint comes before cut, which it needs."),
        ("cut, sand", "The plan fails: paint is missing."),
        ("cut, cut, sand, paint", "The plan fails: cut comes twice."),
        ("cut, sand, paint, dry", "The plan fails: dry is no task."),
        ("", "The plan fails: paint is missing."),
    ],
)
def test_a_wrong_plan_is_explained(plan: str, words: str) -> None:
    assert judge(plan) == (0.0, words)


def test_the_order_decides_between_possible_plans() -> None:
    assert [judge("sand, cut, paint", order)[0] for order in ORDERS] == [0.0, 0.0, 1.0]


def test_a_failed_program_scores_nothing() -> None:
    score = planner_metric(example(), ProgramRun(outputs={}, error="ValueError: no"))
    assert (score.value, score.feedback) == (0.0, "The program failed: ValueError: no")


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        ("", "one task per line"),
        (3, "one task per line"),
        ("a needs b", "'b' is needed but is no task"),
        ("a needs b\nb needs a", "in a circle"),
    ],
)
def test_tasks_that_cannot_be_read_are_refused(tasks: object, words: str) -> None:
    with pytest.raises(DataError, match=words):
        planner_metric(example(tasks), ProgramRun(outputs={"plan": "a"}))


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(DataError, match="listed, alphabet, last"):
        judge("cut, sand, paint", order="age")


def test_every_shipped_task_has_one_answer_and_half_of_them_need_the_rule() -> None:
    dataset = load_dataset(PLANNER_DATA)
    decided = 0
    for task in dataset.examples:
        needs = read_tasks(task)
        wanted = ordered_plan(needs, "alphabet")
        run = ProgramRun(outputs={"plan": ", ".join(wanted)})
        assert planner_metric(task, run).value == 1.0
        decided += wanted != ordered_plan(needs, "listed")
    assert [len(dataset.split(split)) for split in Split] == [60, 40, 120]
    assert decided == len(dataset.examples) // 2
