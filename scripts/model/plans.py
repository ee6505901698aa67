"""Samples of two other kinds: plans, and signatures that only ask for the right form."""

from __future__ import annotations

import random
from typing import Any, Final

from scripts.model.prompts import (
    Field,
    Task,
    chat_answer,
    chat_messages,
    json_answer,
    json_messages,
)
from scripts.model.samples import NO_RULE_GIVEN, Sample

PLANNER: Final = Task(
    instructions="Put the tasks in an order in which every task comes after those it needs.",
    inputs=(Field("tasks", "one task per line with what it needs"),),
    outputs=(Field("reasoning"), Field("plan", "the names in order, with commas")),
)
ORDERS: Final = {
    "listed": (
        "Among free tasks take the one listed first.",
        "Free tasks keep the order of the list.",
        "If several tasks are free, the upper one comes first.",
    ),
    "alphabet": (
        "Among free tasks go by the alphabet.",
        "Free tasks come in alphabetical order.",
        "If several tasks are free, take the first by name.",
    ),
    "last": (
        "Among free tasks take the one listed last.",
        "Free tasks come in reverse order of the list.",
        "If several tasks are free, the lower one comes first.",
    ),
}
_STEPS: Final = (
    "build test lint pack ship plan draw cut glue paint dry wash cook serve read write print "
    "send sort copy merge check clean load save open fetch parse render deploy"
).split()


def ordered(needs: dict[str, list[str]], order: str) -> list[str]:
    """The plan that the convention asks for."""
    return [chosen for _, chosen in steps(needs, order)]


def steps(needs: dict[str, list[str]], order: str) -> list[tuple[list[str], str]]:
    """Step by step the free tasks, and the one among them that comes next."""
    left, done = list(needs), list[tuple[list[str], str]]()
    while left:
        before = [chosen for _, chosen in done]
        free = [name for name in left if all(n in before for n in needs[name])]
        chosen = {"listed": free[0], "alphabet": min(free), "last": free[-1]}[order]
        done.append((free, chosen))
        left.remove(chosen)
    return done


def draw_tasks(rng: random.Random) -> dict[str, list[str]]:
    names = rng.sample(_STEPS, rng.randint(3, 5))
    hidden = rng.sample(names, len(names))
    needs: dict[str, list[str]] = {}
    for name in names:
        earlier = hidden[: hidden.index(name)]
        needs[name] = [n for n in earlier if rng.random() < 0.4][:2]
    return needs


def tasks_text(needs: dict[str, list[str]]) -> str:
    lines = [
        f"{n} needs {' and '.join(w)}" if w else f"{n} needs nothing" for n, w in needs.items()
    ]
    return "\n".join(lines)


def draw_plan(rng: random.Random) -> Sample:
    needs, order = draw_tasks(rng), rng.choice(("listed", "listed", "alphabet", "last"))
    told = rng.choice(ORDERS[order]) if order != "listed" or rng.random() < 0.4 else ""
    task = Task(
        instructions=f"{PLANNER.instructions} {told}".strip(),
        inputs=PLANNER.inputs,
        outputs=PLANNER.outputs,
    )
    taken = steps(needs, order)
    ways = " ".join(f"Free: {', '.join(free)}. Take {chosen}." for free, chosen in taken)
    values = {
        "tasks": tasks_text(needs),
        "reasoning": f"Rule: {told or NO_RULE_GIVEN} {ways}",
        "plan": ", ".join(chosen for _, chosen in taken),
    }
    return Sample(
        kind="plan",
        messages=chat_messages(task, values),
        answer=chat_answer(task, values),
        marks=(ways, values["plan"]),
    )


_NAMES: Final = (
    "question answer text context title summary label topic query note item value name place "
    "reply subject content detail first second key data word sentence category"
).split()
_DESCS: Final = ("", "", "a short text", "what is asked", "one line", "the words", "to be used")


def draw_other(rng: random.Random) -> Sample:
    """Copying and counting under any signature: only the form has to be right."""
    count_in, count_out = rng.randint(1, 3), rng.randint(1, 3)
    names = rng.sample(_NAMES, count_in + count_out)
    inputs = tuple(Field(n, rng.choice(_DESCS)) for n in names[:count_in])
    values: dict[str, Any] = {f.name: _phrase(rng) for f in inputs}
    outputs: list[Field] = []
    for name in names[count_in:]:
        kind = rng.choice(("str", "str", "str", "int", "bool", "list[str]"))
        source = rng.choice(inputs).name
        phrase = values[source].split()
        value = {
            "str": values[source],
            "int": len(phrase),
            "bool": len(phrase) > 3,
            "list[str]": phrase,
        }[kind]
        outputs.append(Field(name, f"from `{source}`" if rng.random() < 0.8 else "", kind))
        values[name] = value
    if rng.random() < 0.3:
        outputs.insert(0, Field("reasoning"))
        values["reasoning"] = f"Take `{inputs[0].name}`."
    given, wanted = (", ".join(f"`{f.name}`" for f in part) for part in (inputs, outputs))
    task = Task(
        instructions=f"Given the fields {given}, produce the fields {wanted}.",
        inputs=inputs,
        outputs=tuple(outputs),
    )
    as_json = rng.random() < 0.5
    return Sample(
        kind="other",
        messages=(json_messages if as_json else chat_messages)(task, values),
        answer=json_answer(task, values) if as_json else chat_answer(task, _as_text(values)),
    )


def _as_text(values: dict[str, Any]) -> dict[str, Any]:
    return {k: str(v) if isinstance(v, (bool, int)) else v for k, v in values.items()}


def _phrase(rng: random.Random) -> str:
    return " ".join(rng.choice((*_STEPS, *_NAMES)) for _ in range(rng.randint(1, 6)))
