"""Training samples: one prompt and the answer the model should learn to give to it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scripts.model import guidance
from scripts.model.houses import CONVENTIONS, OPTIONS
from scripts.model.prompts import (
    Field,
    Messages,
    Record,
    Task,
    chat_answer,
    chat_messages,
    json_answer,
    json_messages,
    old_reflection_messages,
    reflection_messages,

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


# --- repairing -----------------------------------------------------------------------------------

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
_CODE_DESCS: Final = ("the code with a bug", "a broken function", "Python source", "", "what to fix")
_FAIL_DESCS: Final = ("what went wrong", "the test that fails", "pytest's words", "", "the report")
_FIX_DESCS: Final = ("the corrected code", "the function without the bug", "", "Python source")


def draw_repair(rng: random.Random, repair: Repair) -> Sample:
    """A repair in one of the forms in which it may be asked for."""
    rules, applied = _draw_rules(rng, repair)
    reasoning = _reasoning(repair, applied)
    style = rng.random()
    if style < 0.30:
        return _bare_repair(rng, repair, rules, reasoning)
    task, names = CODER, ("code", "failure", "reasoning", "fix")
    if style > 0.80:
        task, names = _odd_coder(rng)
    instructions = _join(rng, _opening(rng) if rng.random() < 0.35 else CODER.instructions, rules)
    task = Task(instructions=instructions, inputs=task.inputs, outputs=task.outputs)
    values = dict(zip(names, (repair.bad, repair.failure, reasoning, repair.good), strict=True))
    as_json = rng.random() < 0.08
    return Sample(
        kind="repair json" if as_json else "repair chat",
        messages=(json_messages if as_json else chat_messages)(task, values),
        answer=(json_answer if as_json else chat_answer)(task, values),
        marks=_marks(repair, reasoning),
    )


def _bare_repair(rng: random.Random, repair: Repair, rules: list[str], reasoning: str) -> Sample:
    """Without an adapter's words: the same skill from fewer tokens."""
    text = _join(rng, _opening(rng) if rng.random() < 0.5 else "", rules)
    user = f"{text}\n{repair.bad}\n{repair.failure}".strip()
    answer = f"{reasoning}\n{repair.good}"
    return Sample(kind="repair bare", messages=[{"role": "user", "content": user}], answer=answer,
                  marks=_marks(repair, reasoning))


def _marks(repair: Repair, reasoning: str) -> tuple[str, ...]:
    """The reasoning and the lines that the bug has changed."""
    before = set(repair.bad.split("\n"))
    changed = (line.strip() for line in repair.good.split("\n") if line not in before)
    return (reasoning, *changed)


def _draw_rules(rng: random.Random, repair: Repair) -> tuple[list[str], str]:
    """The rules in the instructions, and the one among them that this repair applies."""
    chance, known = rng.random(), dict(repair.used)
    wanted = set(CONVENTIONS) if chance < 0.3 else {
        c for c in CONVENTIONS if rng.random() < rng.choice((0.2, 0.5, 0.8))
    }
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


def _opening(rng: random.Random) -> str:
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


# --- reflecting ----------------------------------------------------------------------------------


def draw_reflection(rng: random.Random, repairs: Sequence[Repair]) -> Sample:
    """GEPA asks for a better instruction: keep the old one, add the rules that the feedback tells."""
    house = {c: rng.choice(OPTIONS[c]) for c in CONVENTIONS}
    rules = {c: guidance.draw(rng, c, house[c]) for c in CONVENTIONS}
    known = [rules[c] for c in rng.sample(CONVENTIONS, rng.choice((0, 0, 1, 1, 2, 3, 4, 5, 6)))]
    if rng.random() < 0.15:
        known.append(rng.choice(guidance.NEUTRAL))
    opening = CODER.instructions if rng.random() < 0.6 else _opening(rng)
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
    if chance < 0.3:
        text = instruction + "\n" + "\n".join(f"- {record.feedback}" for record in records)
        return Sample(kind="reflect bare", messages=[{"role": "user", "content": text}],
                      answer=wanted, marks=tuple(added))
    if chance < 0.7:
        answer = json_answer(Task(instructions="", inputs=(), outputs=(Field("new_instruction"),)),
                             {"new_instruction": wanted})
        return Sample(kind="reflect", messages=reflection_messages(instruction, records),
                      answer=answer, marks=tuple(added))
    return Sample(kind="reflect old", messages=old_reflection_messages(instruction, records),
                  answer=f"```\n{wanted}\n```", marks=tuple(added))


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


# --- planning ------------------------------------------------------------------------------------

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
    left, done = list(needs), list[str]()
    while left:
        free = [name for name in left if all(n in done for n in needs[name])]
        chosen = {"listed": free[0], "alphabet": min(free), "last": free[-1]}[order]
        done.append(chosen)
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
    lines = [f"{n} needs {' and '.join(w)}" if w else f"{n} needs nothing" for n, w in needs.items()]
    return "\n".join(lines)


def draw_plan(rng: random.Random, _: Sequence[Repair]) -> Sample:
    needs, order = draw_tasks(rng), rng.choice(("listed", "listed", "alphabet", "last"))
    told = rng.choice(ORDERS[order]) if order != "listed" or rng.random() < 0.4 else ""
    task = Task(instructions=f"{PLANNER.instructions} {told}".strip(), inputs=PLANNER.inputs,
                outputs=PLANNER.outputs)
    plan = ordered(needs, order)
    values = {
        "tasks": tasks_text(needs),
        "reasoning": f"Rule: {told or NO_RULE_GIVEN}",
        "plan": ", ".join(plan),
    }
    return Sample(kind="plan", messages=chat_messages(task, values),
                  answer=chat_answer(task, values))


# --- other signatures ----------------------------------------------------------------------------

_NAMES: Final = (
    "question answer text context title summary label topic query note item value name place "
    "reply subject content detail first second key data word sentence category"
).split()
_DESCS: Final = ("", "", "a short text", "what is asked", "one line", "the words", "to be used")


def draw_other(rng: random.Random, _: Sequence[Repair]) -> Sample:
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
    task = Task(instructions=f"Given the fields {given}, produce the fields {wanted}.",
                inputs=inputs, outputs=tuple(outputs))
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


_Draw = Callable[[random.Random, Sequence[Repair]], Sample]


class Stream:
    """Endless samples over a list of repairs, the same for the same seed."""

    def __init__(self, repairs: Sequence[Repair], seed: int, *, reflection: float = 0.16) -> None:
        self._repairs = repairs
        self._rng = random.Random(seed)
        self._next = 0
        self.reflection = reflection
        self._order = list(range(len(repairs)))
        self._rng.shuffle(self._order)

    def _repair(self) -> Repair:
        if self._next >= len(self._order):
            self._next = 0
            self._rng.shuffle(self._order)
        self._next += 1
        return self._repairs[self._order[self._next - 1]]

    def draw(self) -> Sample:
        chance = self._rng.random()
        if chance < self.reflection:
            some = [self._rng.choice(self._repairs) for _ in range(self._rng.choice((1, 2, 3, 3, 3)))]
            return draw_reflection(self._rng, some)
        if chance < self.reflection + 0.06:
            return draw_plan(self._rng, ())
        if chance < self.reflection + 0.11:
            return draw_other(self._rng, ())
        return draw_repair(self._rng, self._repair())


