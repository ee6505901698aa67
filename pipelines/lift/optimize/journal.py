"""The search's own record of every candidate: where it came from, what it scored, why it went.

The optimizer's state is lost when a budget stops it, so the best so far always comes from here.
Written by `lift.optimize.search`, read by selection, the report and live progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

__all__ = ["Candidate", "CandidateCost", "Journal", "Minibatch", "Origin", "Verdict"]

Origin = Literal["seed", "reflection", "merge"]


class Verdict(str, Enum):
    """What became of a candidate."""

    OPEN = "open"
    """Not decided yet; after the search no candidate is."""
    SELECTED = "selected"
    """The best admissible one: it goes to the proof, or it is the seed and nothing beat it."""
    DOMINATED = "dominated"
    """Validated and admissible, but another is better."""
    REJECTED = "rejected"
    """Never in the running; `reason` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minibatch:
    """A proposal beside its parent on a few examples."""

    example_ids: tuple[str, ...]
    parent_scores: tuple[float, ...]
    """Aligned with `example_ids`."""
    scores: tuple[float, ...]
    """Likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCost:
    """What a candidate costs on the validation examples."""

    prompt_tokens: float
    """Per example, mean."""
    tokens: float
    """Prompt and completion per example, mean."""
    latency_ms: float
    """Per example, mean; modelled on the baseline, so that noise decides nothing."""
    tokens_increase_pct: float
    """Against the seed on the same examples."""
    latency_increase_pct: float
    """Likewise, of the modelled means."""
    violations: int
    """Dependency violations on all of them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One set of instructions that the search considered."""

    index: int
    """0 is the seed, the program as it was."""
    parents: tuple[int, ...]
    origin: Origin
    instructions: Mapping[str, str]
    """By predictor. Of a refused answer: with what the model wrote in its place."""
    component: str | None = None
    """The predictor that was changed, None for seed and merges."""
    cleaned: tuple[str, ...] = ()
    """What was cleaned from the reflection model's text."""
    refused: bool = False
    """True for an answer of the reflection model that was never run as a program."""
    minibatch: Minibatch | None = None
    val_scores: Mapping[str, float] = field(default_factory=dict[str, float])
    """True score by validation example; empty when it was never validated."""
    cost: CandidateCost | None = None
    verdict: Verdict = Verdict.OPEN
    reason: str = ""

    @property
    def val_score(self) -> float | None:
        """Mean of the validation scores."""
        if not self.val_scores:
            return None
        return sum(self.val_scores.values()) / len(self.val_scores)

    @property
    def admissible(self) -> bool:
        """True when it was validated and not rejected."""
        return bool(self.val_scores) and self.verdict is not Verdict.REJECTED


class Journal:
    """Candidates in the order in which they were proposed; used by one thread."""

    def __init__(self) -> None:
        self._candidates: list[Candidate] = []
        self._by_text: dict[tuple[tuple[str, str], ...], int] = {}

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every candidate so far, by index."""
        return tuple(self._candidates)

    @property
    def proposals(self) -> int:
        """How many answers and merges were considered, refused ones included."""
        return max(0, len(self._candidates) - 1)

    def add(
        self,
        *,
        instructions: Mapping[str, str],
        parents: tuple[int, ...],
        origin: Origin,
        component: str | None = None,
        cleaned: tuple[str, ...] = (),
        refused: str | None = None,
    ) -> Candidate:
        """Record a new candidate; with `refused` it is rejected for that reason before any use."""
        candidate = Candidate(
            index=len(self._candidates),
            parents=parents,
            origin=origin,
            instructions=dict(instructions),
            component=component,
            cleaned=cleaned,
            refused=refused is not None,
            verdict=Verdict.OPEN if refused is None else Verdict.REJECTED,
            reason=refused or "",
        )
        self._candidates.append(candidate)
        if refused is None:
            self._by_text[_text_key(instructions)] = candidate.index
        return candidate

    def find(self, instructions: Mapping[str, str]) -> Candidate | None:
        """Return the latest candidate with these instructions, white space aside.

        Refused ones do not count.
        """
        index = self._by_text.get(_text_key(instructions))
        return None if index is None else self._candidates[index]

    def note_minibatch(self, index: int, minibatch: Minibatch) -> None:
        """Record how a proposal did beside its parent."""
        self._candidates[index] = replace(self._candidates[index], minibatch=minibatch)

    def note_validation(self, index: int, scores: Mapping[str, float], cost: CandidateCost) -> None:
        """Record true validation scores and costs."""
        self._candidates[index] = replace(
            self._candidates[index], val_scores=dict(scores), cost=cost
        )

    def reject(self, index: int, reason: str) -> None:
        """Take a candidate out of the running; a first reason stays."""
        if self._candidates[index].verdict is not Verdict.REJECTED:
            self._candidates[index] = replace(
                self._candidates[index], verdict=Verdict.REJECTED, reason=reason
            )

    def decide(self, selected: int | None, *, unfinished: str) -> tuple[Candidate, ...]:
        """Give every open candidate its verdict.

        Args:
            selected: index of the best admissible candidate, None when nothing was validated.
            unfinished: reason for those that the end of the search left without validation.
        """
        for candidate in self.candidates:
            if candidate.verdict is not Verdict.OPEN:
                continue
            if candidate.index == selected:
                self._set(candidate, Verdict.SELECTED, "best admissible validation score")
            elif candidate.val_scores and selected is not None:
                self._set(candidate, Verdict.DOMINATED, f"candidate {selected} is better")
            else:
                self._set(candidate, Verdict.REJECTED, unfinished)
        return self.candidates

    def _set(self, candidate: Candidate, verdict: Verdict, reason: str) -> None:
        self._candidates[candidate.index] = replace(candidate, verdict=verdict, reason=reason)


def _text_key(instructions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(name), " ".join(text.split())) for name, text in instructions.items()))
