"""What an optimizer asks a reflection model for, as a port; implemented in `lift.adapters`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lift.engine.request import FinishReason

__all__ = ["Draft", "Proposer", "ReflectiveExample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectiveExample:
    """One predictor call that a reflection model is shown."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What came back, before any check."""

    text: str
    """The new instruction as the optimizer's own proposer extracted it; empty when it could not."""
    answer: str
    """The model's last answer, whole."""
    finish_reason: FinishReason
    completion_tokens: int
    """Of that answer; with its length it tells how many characters a token has."""
    question: tuple[str, ...]
    """Fixed texts of the prompt, without instruction and examples."""
    shown: tuple[str, ...]
    """Example values as they stood in the prompt, shortened or not, without the feedback."""
    problem: str | None = None
    """Why no instruction could be read; None when one was."""


class Proposer(Protocol):
    """Asks a reflection model for a better instruction."""

    def propose(self, *, current: str, examples: Sequence[ReflectiveExample]) -> Draft:
        """Ask once; what cannot be read is told in `Draft.problem`.

        Raises:
            LiftError: from the engine: a budget, a dead host, a missing recording.
        """
        ...
