"""Reflection samples: GEPA asks for a better instruction and shows what went wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence

from scripts.model import guidance
from scripts.model.houses import CONVENTIONS, OPTIONS
from scripts.model.prompts import (
    Field,
    Record,
    Task,
    json_answer,
    old_reflection_messages,
    reflection_messages,
)
from scripts.model.repairs import Repair
from scripts.model.samples import CODER, NO_RULE_GIVEN, NO_RULE_NEEDED, Sample, draw_opening


def draw_reflection(rng: random.Random, repairs: Sequence[Repair]) -> Sample:
    """Keep the old instruction and add the rules that the feedback tells."""
    house = {c: rng.choice(OPTIONS[c]) for c in CONVENTIONS}
    rules = {c: guidance.draw(rng, c, house[c]) for c in CONVENTIONS}
    known = [rules[c] for c in rng.sample(CONVENTIONS, rng.choice((0, 0, 1, 1, 2, 3, 4, 5, 6)))]
    if rng.random() < 0.15:
        known.append(rng.choice(guidance.NEUTRAL))
    opening = CODER.instructions if rng.random() < 0.6 else draw_opening(rng)
    instruction = " ".join([opening, *known])
    records: list[Record] = []
    added: list[str] = []
    for repair in repairs:
        told = rules[rng.choice(CONVENTIONS)] if rng.random() < 0.75 else ""
        feedback = _feedback(rng, repair, told)
        if told and feedback.endswith(told) and told not in (*known, *added):
            added.append(told)
        records.append(_record(rng, repair, known, feedback))
    wanted = " ".join([instruction, *added])
    chance = rng.random()
    if chance < 0.2:
        text = instruction + "\n" + "\n".join(f"- {record.feedback}" for record in records)
        return Sample(
            kind="reflect bare",
            messages=[{"role": "user", "content": text}],
            answer=wanted,
            marks=tuple(added),
        )
    if chance < 0.65:
        answer = json_answer(
            Task(instructions="", inputs=(), outputs=(Field("new_instruction"),)),
            {"new_instruction": wanted},
        )
        return Sample(
            kind="reflect",
            messages=reflection_messages(instruction, records),
            answer=answer,
            marks=tuple(added),
        )
    return Sample(
        kind="reflect old",
        messages=old_reflection_messages(instruction, records),
        answer=f"```\n{wanted}\n```",
        marks=tuple(added),
    )


def _feedback(rng: random.Random, repair: Repair, told: str) -> str:
    """What the coder's metric says about one answer."""
    chance = rng.random()
    if chance < 0.3:
        return "The fix passes."
    if chance < 0.34:
        return "The fix does not parse."
    if chance < 0.36:
        return f"The fix imports {rng.choice(('os', 'math', 're', 'sys'))}, which is not allowed."
    first, _, second = repair.failure.partition("\n")
    call, _, want = first.removeprefix("assert ").partition(" == ")
    if second.startswith("assert "):
        got = second.removeprefix("assert ").rsplit(" == ", 1)[0]
        text = f"The fix fails: {call} gave {got}, expected {want}."
    else:
        text = f"The fix fails: {call} raised {second}."
    return f"{text} The test says: {told}" if told else text


def _record(rng: random.Random, repair: Repair, known: list[str], feedback: str) -> Record:
    rule = rng.choice([NO_RULE_GIVEN, NO_RULE_NEEDED, *known])
    return Record(
        inputs={"code": repair.bad, "failure": repair.failure},
        outputs={"reasoning": f"Bug: {repair.bug_class}. Rule: {rule}", "fix": repair.good},
        feedback=feedback,
    )
