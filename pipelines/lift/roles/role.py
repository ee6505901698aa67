"""What a role is: a program, a metric and examples in three splits.

Shipped roles live beside this module; a team's own come from `[roles.NAME]` in lift.toml.
Called by every pipeline that measures or optimizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from lift.engine.ports import RequestSender
from lift.engine.request import JsonValue

__all__ = [
    "Beside",
    "Example",
    "Metric",
    "Program",
    "ProgramRun",
    "Role",
    "Score",
    "Split",
    "TraceStep",
]


class Split(str, Enum):
    """Part of a dataset; the sealed test split is read once, at the end."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One task of a dataset."""

    id: str
    """Unique within the dataset."""
    group: str
    """What makes examples dependent (a function, a project); statistics cluster by it."""
    split: Split
    inputs: Mapping[str, JsonValue]
    """What the program is given, by input field."""
    truth: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """What only the metric sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Examples of another origin, measured after the proof and reported without a verdict."""

    name: str
    """What they are, in words: `functions written by hand`."""
    examples: tuple[Example, ...]
    digest: str
    """SHA-256 of the file that they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A metric's verdict on one output."""

    value: float
    """From 0 (worst) to 1 (best)."""
    feedback: str
    """Words for a reflection model: what failed and how."""
    violations: tuple[str, ...] = ()
    """Dependencies used against the rules; any makes the value 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One predictor call inside a program run."""

    predictor: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRun:
    """What a program returned for one example."""

    outputs: Mapping[str, str]
    """Every output field as text, `reasoning` included; empty when it failed."""
    trace: tuple[TraceStep, ...] = ()
    error: str | None = None
    """The exception of a failed run as `Type: message`, else None."""


class Metric(Protocol):
    """Judges one output; must be safe to call from several threads."""

    def __call__(self, example: Example, run: ProgramRun, /) -> Score: ...


class Program(Protocol):
    """A DSPy program as lift sees it; `lift.adapters.dspy_program` implements it."""

    def instructions(self) -> dict[str, str]:
        """Instruction text by predictor name, in the program's order."""
        ...

    def with_instructions(self, instructions: Mapping[str, str]) -> Program:
        """Return a copy whose named predictors have these instructions."""
        ...

    def run(self, example: Example, sender: RequestSender) -> ProgramRun:
        """Run once; an exception of the program becomes `ProgramRun.error`.

        `BudgetStop` and `LiftError` from the engine pass through.
        """
        ...

    def state(self) -> dict[str, JsonValue]:
        """DSPy's own JSON state of the program, without any LM settings."""
        ...


class Role(Protocol):
    """A named job with everything needed to measure and optimize it."""

    @property
    def name(self) -> str: ...

    @property
    def shipped(self) -> bool:
        """True for lift's own demonstration roles; only these may run on `builtin` unasked."""
        ...

    @property
    def data_hash(self) -> str:
        """SHA-256 of the dataset, part of every fingerprint."""
        ...

    @property
    def metric(self) -> Metric: ...

    def program(self) -> Program:
        """Build the program as it is before any optimization; imports dspy."""
        ...

    def examples(self, split: Split) -> tuple[Example, ...]:
        """The examples of a split, in file order.

        Raises:
            DataError: the dataset is missing or malformed.
        """
        ...

    def beside(self) -> Beside | None:
        """What is measured beside the sealed split, None for most roles.

        Raises:
            DataError: the dataset is missing or malformed.
        """
        ...
