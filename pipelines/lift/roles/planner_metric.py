"""Judge a plan: every task once, each after those it needs, free tasks in the house's order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lift.errors import DataError
from lift.roles.role import Example, ProgramRun, Score

__all__ = ["ORDERS", "ordered_plan", "planner_metric", "read_tasks"]

ORDERS = ("listed", "alphabet", "last")
"""What decides between tasks that could both come next: place in the list, name, reverse place."""
_WIDEST = 60


def planner_metric(example: Example, run: ProgramRun) -> Score:
    """Score 1 for the one plan that is wanted, else 0 with what is wrong with it.

    Raises:
        DataError: the example's tasks or its `truth.order` cannot be read.
    """
    needs = read_tasks(example)
    order = example.truth.get("order", "listed")
    if not isinstance(order, str) or order not in ORDERS:
        raise DataError(f"{example.id}: truth.order must be one of {', '.join(ORDERS)}")
    if run.error is not None:
        return Score(value=0.0, feedback=f"The program failed: {run.error}")
    plan = [name for name in re.split(r"\s*[,\n]\s*", run.outputs.get("plan", "").strip()) if name]
    wrong = _problem(needs, plan)
    if wrong:
        return Score(value=0.0, feedback=f"The plan fails: {wrong}.")
    wanted = ordered_plan(needs, order)
    if plan != wanted:
        early, late = next(pair for pair in zip(wanted, plan, strict=True) if pair[0] != pair[1])
        rule = example.truth.get("rule")
        words = f"The plan fails: {early} should come before {late}."
        return Score(
            value=0.0, feedback=f"{words} The test says: {rule}" if isinstance(rule, str) else words
        )
    return Score(value=1.0, feedback="The plan passes.")


def read_tasks(example: Example) -> dict[str, tuple[str, ...]]:
    """What each task needs, in the order listed; lines are `a needs b and c` or `a needs nothing`.

    Raises:
        DataError: the tasks cannot be read, need one that is not there, or need each other.
    """
    text = example.inputs.get("tasks")
    if not isinstance(text, str) or not text.strip():
        raise DataError(f"{example.id}: inputs.tasks must be a text, one task per line")
    needs: dict[str, tuple[str, ...]] = {}
    for line in text.strip().split("\n"):
        name, _, rest = line.partition(" needs ")
        wanted = (
            () if rest.strip() in ("", "nothing") else re.split(r",\s*|\s+and\s+", rest.strip())
        )
        needs[name.strip()] = tuple(wanted)
    unknown = sorted({need for wanted in needs.values() for need in wanted} - set(needs))
    if unknown:
        raise DataError(f"{example.id}: {unknown[0]!r} is needed but is no task")
    if len(ordered_plan(needs, "listed")) < len(needs):
        raise DataError(f"{example.id}: tasks need each other in a circle")
    return needs


def ordered_plan(needs: Mapping[str, Sequence[str]], order: str) -> list[str]:
    """The plan that an order asks for; shorter than `needs` when tasks need each other."""
    left, done = list(needs), list[str]()
    while free := [name for name in left if all(need in done for need in needs[name])]:
        chosen = {"listed": free[0], "alphabet": min(free), "last": free[-1]}[order]
        done.append(chosen)
        left.remove(chosen)
    return done


def _problem(needs: Mapping[str, Sequence[str]], plan: Sequence[str]) -> str:
    for name in plan:
        if name not in needs:
            return f"{name[:_WIDEST]} is no task"
        if plan.count(name) > 1:
            return f"{name} comes twice"
    for name, wanted in needs.items():
        if name not in plan:
            return f"{name} is missing"
        late = next((n for n in wanted if n in plan and plan.index(n) > plan.index(name)), None)
        if late is not None:
            return f"{name} comes before {late}, which it needs"
    return ""
