"""Repair samples: one prompt around a repair task, and the answer the model should learn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scripts.model import guidance
from scripts.model.houses import CONVENTIONS, OPTIONS
from scripts.model.prompts import (
    Field,
    Messages,
    Task,
    chat_answer,
    chat_messages,
    json_answer,
    json_messages,
)
from scripts.model.repairs import Repair

CODER: Final = Task(
    instructions="Repair the Python function so that the failing test passes. "
    "Change as little as possible and keep all names.",
    inputs=(
        Field("code", "a Python function with one bug"),
        Field("failure", "the failing test and what it saw"),
    ),
    outputs=(Field("reasoning"), Field("fix", "the whole repaired function")),
)
NO_RULE_GIVEN: Final = "none is given, take the usual way."
NO_RULE_NEEDED: Final = "none is needed, the description tells."


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """`marks` are the parts of the answer that are not plain copying: they count more."""

    kind: str
    messages: Messages
    answer: str
    marks: tuple[str, ...] = ()


_OPENINGS: Final = (
    "Repair the Python function so that the failing test passes.",
    "Fix the bug in the function.",
    "Find the bug and write the corrected function.",
    "The function has one bug. Repair it.",
    "Correct the code so that its test passes.",
    "Mend the function.",
    "Given broken code and a failing test, write working code.",
    "You repair Python functions.",
    "Rewrite the function without its bug.",
)
_SECONDS: Final = (
    "Change as little as possible and keep all names.",
    "Keep everything else as it is.",
    "Change one thing only.",
    "Return the whole function.",
    "",
    "",
)
_CODE_NAMES: Final = "code source function broken program snippet buggy text given input".split()
_FAIL_NAMES: Final = "failure error test report message problem seen result feedback hint".split()
_FIX_NAMES: Final = "fix fixed answer repaired solution corrected new_code output patch".split()
_CODE_DESCS: Final = (
    "the code with a bug",
    "a broken function",
    "Python source",
    "",
    "what to fix",
)
_FAIL_DESCS: Final = ("what went wrong", "the test that fails", "pytest's words", "", "the report")
_FIX_DESCS: Final = ("the corrected code", "the function without the bug", "", "Python source")


def draw_repair(rng: random.Random, repair: Repair) -> Sample:
    """A repair in one of the forms in which it may be asked for."""
    rules, applied = _draw_rules(rng, repair)
    reasoning = _reasoning(repair, applied)
    style = rng.random()
    if style < 0.25:
        return _bare_repair(rng, repair, rules, reasoning)
    task = CODER
    names: tuple[str, ...] = ("code", "failure", "reasoning", "fix")
    if style > 0.80:
        task, names = _odd_coder(rng)
    instructions = _join(
        rng, draw_opening(rng) if rng.random() < 0.35 else CODER.instructions, rules
    )
    task = Task(instructions=instructions, inputs=task.inputs, outputs=task.outputs)
    values = dict(zip(names, (repair.bad, repair.failure, reasoning, repair.good), strict=True))
    as_json = rng.random() < 0.15
    return Sample(
        kind="repair json" if as_json else "repair chat",
        messages=(json_messages if as_json else chat_messages)(task, values),
        answer=(json_answer if as_json else chat_answer)(task, values),
        marks=_marks(repair, reasoning),
    )


def _bare_repair(rng: random.Random, repair: Repair, rules: list[str], reasoning: str) -> Sample:
    """Without an adapter's words: the same skill from fewer tokens."""
    text = _join(rng, draw_opening(rng) if rng.random() < 0.5 else "", rules)
    user = f"{text}\n{repair.bad}\n{repair.failure}".strip()
    answer = f"{reasoning}\n{repair.good}"
    return Sample(
        kind="repair bare",
        messages=[{"role": "user", "content": user}],
        answer=answer,
        marks=_marks(repair, reasoning),
    )


def _marks(repair: Repair, reasoning: str) -> tuple[str, ...]:
    """The reasoning and the lines that the bug has changed."""
    before = set(repair.bad.split("\n"))
    changed = (line.strip() for line in repair.good.split("\n") if line not in before)
    return (reasoning, *changed)


def _draw_rules(rng: random.Random, repair: Repair) -> tuple[list[str], str]:
    """The rules in the instructions, and the one among them that this repair applies."""
    chance, known = rng.random(), dict(repair.used)
    wanted = (
        set(CONVENTIONS)
        if chance < 0.3
        else {c for c in CONVENTIONS if rng.random() < rng.choice((0.2, 0.5, 0.8))}
    )
    needed = repair.convention
    if chance > 0.75:
        wanted = set()
    if needed:
        usual = repair.option == OPTIONS[needed][0]
        if (not usual and rng.random() < 0.95) or 0.3 <= chance < 0.6:
            wanted.add(needed)
        elif chance >= 0.6:
            wanted.discard(needed)
    lines = {
        c: guidance.draw(rng, c, known.get(c) or rng.choice(OPTIONS[c]))
        for c in CONVENTIONS
        if c in wanted
    }
    rules = list(lines.values())
    if rng.random() < 0.25:
        rules += rng.sample(guidance.NEUTRAL, rng.randint(1, 2))
    rng.shuffle(rules)
    return rules, lines.get(needed, "")


def _reasoning(repair: Repair, applied: str) -> str:
    rule = applied or (NO_RULE_GIVEN if repair.convention else NO_RULE_NEEDED)
    return f"Bug: {repair.bug_class}. Rule: {rule}"


def draw_opening(rng: random.Random) -> str:
    return f"{rng.choice(_OPENINGS)} {rng.choice(_SECONDS)}".strip()


def _join(rng: random.Random, opening: str, rules: Sequence[str]) -> str:
    chance = rng.random()
    if chance < 0.85:
        return " ".join([opening, *rules]).strip()
    between = "\n" if chance < 0.95 else "\n- "
    return between.join([opening, *rules]).strip()


def _odd_coder(rng: random.Random) -> tuple[Task, tuple[str, ...]]:
    """A repair signature of somebody else: other names, other words, another order."""
    code, failure, fix = rng.choice(_CODE_NAMES), rng.choice(_FAIL_NAMES), rng.choice(_FIX_NAMES)
    inputs = [Field(code, rng.choice(_CODE_DESCS)), Field(failure, rng.choice(_FAIL_DESCS))]
    if rng.random() < 0.3:
        inputs.reverse()
    outputs = [Field("reasoning"), Field(fix, rng.choice(_FIX_DESCS))]
    if rng.random() < 0.4:
        outputs = outputs[1:]
    task = Task(instructions="", inputs=tuple(inputs), outputs=tuple(outputs))
    return task, (code, failure, "reasoning", fix)
