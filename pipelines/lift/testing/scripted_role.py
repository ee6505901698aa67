"""A program and a role without DSPy: one model call per example, judged by a function.

For tests of everything that measures or optimizes; the model is usually a `ScriptedHost`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import final

from lift.engine.ports import RequestSender
from lift.engine.request import JsonValue
from lift.errors import LiftError
from lift.roles.role import (
    Beside,
    Example,
    Metric,
    Program,
    ProgramRun,
    Score,
    Split,
    TraceStep,
)

__all__ = ["ScriptedProgram", "ScriptedRole", "exact_match", "numbered_examples"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedProgram:
    """Implements `lift.roles.role.Program`: sends its instructions and the example's `question`."""

    texts: Mapping[str, str] = field(default_factory=lambda: {"answer": "Answer the question."})
    calls: int = 1
    """How many times it asks per example; the last answer counts."""

    def instructions(self) -> dict[str, str]:
        return dict(self.texts)

    def with_instructions(self, instructions: Mapping[str, str]) -> Program:
        return ScriptedProgram(texts={**self.texts, **instructions}, calls=self.calls)

    def run(self, example: Example, sender: RequestSender) -> ProgramRun:
        """Ask the model; an answer that begins with `crash` is an exception of the program."""
        text = ""
        for number in range(self.calls):
            question = f"{example.inputs['question']}{' again' * number}"
            request = sender.request(
                messages=(("system", "\n".join(self.texts.values())), ("user", question)),
                max_tokens=64,
                temperature=0.0,
                options={},
                response_schema=None,
            )
            text = sender.send(request).text
        if text.startswith("crash"):
            return ProgramRun(outputs={}, error=f"ValueError: {text}")
        outputs = {"reasoning": f"I was asked {example.id}.", "answer": text}
        step = TraceStep(predictor="answer", inputs={"question": example.id}, outputs=outputs)
        return ProgramRun(outputs=outputs, trace=(step,))

    def state(self) -> dict[str, JsonValue]:
        return {"instructions": dict(self.texts)}


def exact_match(example: Example, run: ProgramRun) -> Score:
    """Score 1 when the answer is the example's `truth["answer"]`, else 0."""
    right = run.outputs.get("answer") == example.truth.get("answer")
    return Score(value=float(right), feedback="Right." if right else "Wrong.")


def numbered_examples(
    count: int, *, split: Split = Split.VAL, per_group: int = 1
) -> tuple[Example, ...]:
    """Return examples q0, q1, ... whose question is their id and whose answer is `yes`."""
    return tuple(
        Example(
            id=f"q{number}",
            group=f"g{number // per_group}",
            split=split,
            inputs={"question": f"q{number}"},
            truth={"answer": "yes"},
        )
        for number in range(count)
    )


@final
class ScriptedRole:
    """Implements `lift.roles.role.Role` over given examples."""

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        name: str = "scripted",
        metric: Metric = exact_match,
        program: Callable[[], Program] = ScriptedProgram,
        forbidden: Split | None = None,
        beside: Beside | None = None,
    ) -> None:
        """Hold the examples.

        Args:
            forbidden: a split that raises when it is read, to prove that nobody does.
            beside: what is measured beside the sealed split.
        """
        self._examples = tuple(examples)
        self._name = name
        self._metric = metric
        self._program = program
        self._forbidden = forbidden
        self._beside = beside

    @property
    def name(self) -> str:
        return self._name

    @property
    def shipped(self) -> bool:
        return False

    @property
    def data_hash(self) -> str:
        return hashlib.sha256(repr(self._examples).encode()).hexdigest()

    @property
    def metric(self) -> Metric:
        return self._metric

    def program(self) -> Program:
        return self._program()

    def examples(self, split: Split) -> tuple[Example, ...]:
        if split is self._forbidden:
            raise LiftError(f"the {split.value} split must not be read here")
        return tuple(one for one in self._examples if one.split is split)

    def beside(self) -> Beside | None:
        return self._beside
