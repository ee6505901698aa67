"""What the program of the code is like in the target: its predictors and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, TypeAdapter

from lift.errors import UsageError
from lift.migrate.state.foreign import Runner, run_inside

__all__ = ["PlannedField", "PlannedPredictor", "ProgramPlan", "describe_program"]


class PlannedField(BaseModel):
    """One field of a signature, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    prefix: str
    description: str
    is_output: bool


class PlannedPredictor(BaseModel):
    """One predictor as the code makes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instructions: str
    fields: tuple[PlannedField, ...]


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    predictors: dict[str, PlannedPredictor]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPlan:
    """A program, described by running its constructor in the target version."""

    target: str
    """As it was given, `module:Class`."""
    predictors: Mapping[str, PlannedPredictor]
    others: tuple[str, ...]
    """Parameters that are no predictors and are looked up as well, such as a dspy.Retrieve."""


def describe_program(target: str, runner: Runner) -> ProgramPlan:
    """Build the program `module:Class` (or a factory, or an instance) and describe it.

    Raises:
        UsageError: it is not named so, or cannot be imported or built.
        EnvironmentFault: the Python does not work.
    """
    module, colon, name = target.partition(":")
    if not (colon and module and name):
        raise UsageError(f"--program {target}: not MODULE:CLASS", hint="as in: --program app:Agent")
    answer = run_inside(runner, "describe.py", target)
    if "error" in answer:
        raise UsageError(
            f"--program {target} cannot be built: {answer['error']}",
            hint="the module is imported from the project's folder, and Class() gets no arguments",
        )
    described = TypeAdapter(_Described).validate_python(answer)
    return ProgramPlan(target=target, predictors=described.predictors, others=described.others)
