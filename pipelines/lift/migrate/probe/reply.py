"""What the probe answers, as types. Anything unexpected in an answer is refused, not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from lift.engine.request import JsonValue
else:
    from pydantic import JsonValue  # the same, in a form that pydantic can check

__all__ = [
    "CaseRun",
    "FieldShape",
    "Greeting",
    "ModuleShape",
    "ParameterShape",
    "PredictorShape",
    "ProbeError",
    "ProgramShape",
    "Reply",
    "SignatureShape",
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProbeError(_Part):
    """What a user's program raised, or how the process ended."""

    type: str
    """Class of the exception; `Timeout` or `Died` when the process did not answer."""
    message: str
    traceback: str = ""
    places: tuple[tuple[str, int], ...] = ()
    """(file, line) of every frame, outermost first."""

    @property
    def last_line(self) -> str:
        """The end of the traceback, such as `AttributeError: module 'dspy' has no ...`."""
        return f"{self.type}: {self.message}" if self.message else self.type


class Reply(_Part):
    """What every answer carries besides its own."""

    error: ProbeError | None = None
    printed: str = ""
    warnings: tuple[str, ...] = ()
    """DeprecationWarnings that speak of DSPy."""
    blocked: tuple[str, ...] = ()
    """Addresses outside of this machine that it wanted to reach, as host:port."""
    notes: tuple[str, ...] = ()
    memory_mb: float = 0.0
    """Most memory that the process ever had, in MB."""


class Greeting(Reply):
    """How DSPy was imported."""

    dspy: str
    python: str
    seconds: float


class CaseRun(Reply):
    """One program on one set of inputs."""

    stage: Literal["init", "call", "metric"] = "call"
    """How far it came."""
    seconds: float = 0.0
    """Of the call alone."""
    outputs: Mapping[str, JsonValue] = {}
    score: float | None = None


class FieldShape(_Part):
    """A field of a signature."""

    name: str
    kind: str
    """`input` or `output`."""
    type: str
    desc: str | None = None
    prefix: str | None = None
    constraints: str | None = None
    json_schema: JsonValue = None
    """JSON Schema of its type; None where there is none."""


class SignatureShape(_Part):
    """A signature."""

    instructions: str
    fields: tuple[FieldShape, ...]


class PredictorShape(_Part):
    """A predictor inside a program."""

    type: str
    signature: SignatureShape


class ParameterShape(_Part):
    """A parameter of `forward`."""

    name: str
    required: bool
    json_schema: JsonValue = None


class ProgramShape(_Part):
    """A class of programs, or a program that a module makes when it is imported."""

    kind: Literal["class", "object"]
    needs: tuple[str, ...] = ()
    """Arguments without which the class cannot be made; then nothing else is known."""
    error: ProbeError | None = None
    parameters: tuple[ParameterShape, ...] = ()
    predictors: Mapping[str, PredictorShape] = {}


class ModuleShape(Reply):
    """A module of the project after its import."""

    seconds: float = 0.0
    signatures: Mapping[str, SignatureShape] = {}
    programs: Mapping[str, ProgramShape] = {}
