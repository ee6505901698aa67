"""Measure a GGUF the way it is used: through llama.cpp, at temperature 0, on functions never seen.

An answer counts when it has the adapter's form and the function in it passes all cases.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import xllamacpp

from scripts.model import guidance
from scripts.model.cases import Case, passes
from scripts.model.houses import CONVENTIONS, SHIPPED, House
from scripts.model.plans import ORDERS, PLANNER, draw_tasks, ordered, tasks_text
from scripts.model.prompts import Messages, Task, chat_messages, json_messages
from scripts.model.reflections import draw_reflection
from scripts.model.repairs import Repair
from scripts.model.samples import CODER

_SECTION: Final = re.compile(r"\[\[ ## (\w+) ## \]\]\n")


class Engine:
    """The model in this process."""

    def __init__(self, path: Path, *, threads: int = 1, context: int = 2048) -> None:
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = context
        params.n_parallel = 1
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
        params.warmup = False
        params.verbosity = -1
        self._server = xllamacpp.Server(params)

    def answer(self, messages: Messages, *, limit: int = 500) -> tuple[str, int, int]:
        """Text, prompt tokens, completion tokens."""
        reply: dict[str, Any] = self._server.handle_chat_completions(
            {
                "messages": messages,
                "temperature": 0,
                "max_tokens": limit,
                "seed": 0,
                "cache_prompt": False,
            }
        )
        if "error" in reply:
            raise RuntimeError(str(reply["error"]))
        usage = reply["usage"]
        text = reply["choices"][0]["message"]["content"] or ""
        return text, usage["prompt_tokens"], usage["completion_tokens"]


@dataclass(slots=True)
class Tally:
    """What came of one set of tasks."""

    tasks: int = 0
    right: int = 0
    malformed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    by_class: Counter[tuple[str, bool]] = field(default_factory=Counter[tuple[str, bool]])
    wrong: list[tuple[Repair, str]] = field(default_factory=list[tuple[Repair, str]])

    def line(self) -> dict[str, Any]:
        n = max(1, self.tasks)
        return {
            "tasks": self.tasks,
            "right_pct": round(100 * self.right / n, 1),
            "malformed_pct": round(100 * self.malformed / n, 1),
            "prompt_tokens": round(self.prompt_tokens / n, 1),
            "completion_tokens": round(self.completion_tokens / n, 1),
            "ms": round(1000 * self.seconds / n, 1),
        }


def house_rules(house: House, rng: random.Random, *, kept_back: bool) -> list[str]:
    """One sentence for every convention, in any order."""
    rules = [guidance.draw(rng, c, house.option(c), kept_back=kept_back) for c in CONVENTIONS]
    rng.shuffle(rules)
    return rules


def parsed(text: str, *, as_json: bool = False) -> dict[str, str]:
    """The fields of an answer; empty when it has not the adapter's form."""
    if as_json:
        try:
            value = json.loads(text)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
    parts = _SECTION.split(f"{text}\n")
    return {k: v.strip() for k, v in zip(parts[1::2], parts[2::2], strict=True)}


def repair_tally(
    engine: Engine,
    tasks: Sequence[tuple[Repair, list[Case]]],
    rules: Sequence[str],
    *,
    as_json: bool = False,
) -> Tally:
    """Repairs under the coder's signature with these rules in the instruction."""
    tally = Tally()
    task = Task(
        instructions=" ".join([CODER.instructions, *rules]),
        inputs=CODER.inputs,
        outputs=CODER.outputs,
    )
    render = json_messages if as_json else chat_messages
    for repair, cases in tasks:
        messages = render(task, {"code": repair.bad, "failure": repair.failure})
        start = time.perf_counter()
        text, prompt, completion = engine.answer(messages)
        tally.seconds += time.perf_counter() - start
        tally.tasks += 1
        tally.prompt_tokens += prompt
        tally.completion_tokens += completion
        fields = parsed(text, as_json=as_json)
        tally.malformed += not {"reasoning", "fix"} <= set(fields)
        right = passes(fields.get("fix", ""), repair.name, cases)
        tally.right += right
        tally.by_class[repair.convention or repair.bug_class, right] += 1
        if not right:
            tally.wrong.append((repair, text))
    return tally


def reflection_score(
    engine: Engine, repairs: Sequence[Repair], *, count: int, seed: int = 5
) -> dict[str, Any]:
    """How often the new instruction is exactly the wanted one."""
    rng = random.Random(seed)
    seen: Counter[tuple[str, bool]] = Counter()
    while sum(seen.values()) < count:
        sample = draw_reflection(rng, rng.sample(list(repairs), 3))
        if sample.kind != "reflect bare":
            text, _, _ = engine.answer(sample.messages)
            seen[sample.kind, text.strip() == sample.answer.strip()] += 1
    return {
        f"{kind} {'right' if right else 'wrong'}": n for (kind, right), n in sorted(seen.items())
    }


def planner_score(engine: Engine, *, count: int, seed: int = 6) -> dict[str, Any]:
    """Plans that are exactly the wanted order, and plans that at least respect the needs."""
    rng = random.Random(seed)
    exact = valid = 0
    for _ in range(count):
        needs, order = draw_tasks(rng), rng.choice(list(ORDERS))
        text = f"{PLANNER.instructions} {rng.choice(ORDERS[order])}"
        task = Task(instructions=text, inputs=PLANNER.inputs, outputs=PLANNER.outputs)
        answer, _, _ = engine.answer(chat_messages(task, {"tasks": tasks_text(needs)}))
        plan = [part.strip() for part in parsed(answer).get("plan", "").split(",")]
        exact += plan == ordered(needs, order)
        complete = sorted(plan) == sorted(needs)
        valid += complete and all(plan.index(n) < plan.index(t) for t in needs for n in needs[t])
    return {"plans": count, "exact": exact, "valid": valid}


def report(path: Path, tasks: Sequence[tuple[Repair, list[Case]]]) -> dict[str, Any]:
    """All figures for one model file."""
    engine, rng = Engine(path), random.Random(3)
    usual_words = house_rules(SHIPPED, rng, kept_back=False)
    new_words = house_rules(SHIPPED, rng, kept_back=True)
    result: dict[str, Any] = {}
    for name, rules, as_json in (
        ("guided", usual_words, False),
        ("guided, wordings never seen", new_words, False),
        ("unguided", [], False),
        ("guided, JSONAdapter", usual_words, True),
    ):
        tally = repair_tally(engine, tasks, rules, as_json=as_json)
        result[name] = tally.line()
        totals = Counter(kind for kind, _ in tally.by_class.elements())
        result[name]["by_class"] = {
            kind: f"{tally.by_class[kind, True]}/{n}" for kind, n in sorted(totals.items())
        }
    result["reflection"] = reflection_score(engine, [r for r, _ in tasks], count=60)
    result["planner"] = planner_score(engine, count=60)
    return result
