"""eval/eval_report.json: everything an optimization did, decided and measured.

The JSON Schema in `schemas/` is generated from these models. Written by `lift optimize`, read by
`lift report`, by the HTML page and by people's scripts. Whatever may differ between a run and its
replay stands under `times` and nowhere else.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from lift.measure.saved import (
    SavedFingerprint,
    SavedInterval,
    SavedModel,
    SavedPaired,
    SavedSummary,
)

__all__ = [
    "SCHEMA_VERSION",
    "BesideEntry",
    "BudgetLine",
    "CandidateEntry",
    "Decision",
    "EvalReport",
    "ExampleEntry",
    "InstructionDiff",
    "LimitLine",
    "MinibatchEntry",
    "Outcome",
    "PhaseEntry",
    "ProgramEntry",
    "ReflectionRejection",
    "SplitEntry",
    "Times",
]

SCHEMA_VERSION = 1

Decision = Literal["improved", "no_gain", "over_limits", "inconclusive", "stopped"]
BudgetVerdict = Literal["within", "reached", "exceeded", "unlimited"]
LimitVerdict = Literal["held", "broken", "not_measured"]
CandidateOrigin = Literal["seed", "reflection", "merge"]
CandidateStatus = Literal["selected", "dominated", "rejected"]


class SplitEntry(SavedModel):
    """One part of the dataset."""

    examples: int
    groups: int = Field(description="Distinct functions or projects among the examples.")
    sha256: str = Field(description="Hash over the ids and contents of the examples.")


class BudgetLine(SavedModel):
    """One cap of the search phase."""

    limit: float | None = Field(description="The cap; null for none.")
    spent: float
    verdict: BudgetVerdict = Field(
        description="`reached` when the cap ended the search; `exceeded` never happens by design."
    )


class PhaseEntry(SavedModel):
    """What one phase of the run cost."""

    calls: int = Field(description="Answered calls, those from a record included.")
    tokens: int = Field(description="Prompt and completion tokens that were paid.")
    replayed: int = Field(description="Calls that a record answered; they cost nothing.")


class ProgramEntry(SavedModel):
    """One program on the sealed split."""

    version: str = Field(description="`baseline`, or the id under .lift/versions.")
    instructions: dict[str, str] = Field(description="Instruction text by predictor.")
    sealed: SavedSummary | None = Field(description="Figures of the proof; null without one.")
    validation_score: float | None = Field(description="Mean on the validation split, 0 to 1.")


class BesideEntry(SavedModel):
    """Baseline and winner on examples of another origin; it takes no part in the decision."""

    name: str = Field(description="What the examples are, in words.")
    examples: int
    groups: int = Field(description="Independent units: examples that share one count together.")
    baseline: SavedInterval = Field(description="Mean score, 0 to 1.")
    winner: SavedInterval = Field(description="Likewise.")
    difference: SavedInterval = Field(
        description="Of the pairs, winner less baseline, in points of 0 to 1."
    )


class MinibatchEntry(SavedModel):
    """A proposal beside its parent on a few examples."""

    example_ids: list[str]
    parent_scores: list[float] = Field(description="In the order of example_ids.")
    scores: list[float] = Field(description="Likewise.")


class CandidateEntry(SavedModel):
    """One program that the search considered."""

    id: int = Field(description="In order of proposal; 0 is the program as it was.")
    parents: list[int]
    origin: CandidateOrigin
    component: str | None = Field(description="The predictor whose instructions were changed.")
    status: CandidateStatus = Field(
        description="`dominated`: admissible, but another is better. `rejected`: out of it."
    )
    reason: str = Field(description="Why it was or was not selected.")
    score: float | None = Field(description="Mean on the validation split; null when not measured.")
    tokens_per_example: float | None
    tokens_increase_pct: float | None = Field(description="Against candidate 0, validation split.")
    modelled_latency_ms: float | None = Field(
        description="Per example, by the model fitted on the baseline."
    )
    latency_increase_pct: float | None = Field(description="Of the modelled latency.")
    violations: int | None = Field(description="Dependency violations on the validation split.")
    minibatch: MinibatchEntry | None
    cleaned: list[str] = Field(description="What was cleaned from the reflection model's text.")
    instructions: dict[str, str]


class ReflectionRejection(SavedModel):
    """An answer of the reflection model that did not become a prompt."""

    candidate: int = Field(description="Its id among the candidates.")
    predictor: str | None
    reason: str
    excerpt: str = Field(description="The beginning of the answer.")


class InstructionDiff(SavedModel):
    """What changed in the instructions of one predictor."""

    predictor: str
    before: str
    after: str
    unified: str = Field(description="Unified diff, empty when nothing changed.")


class Outcome(SavedModel):
    """What one program did on one example of the proof."""

    score: float = Field(ge=0, le=1)
    feedback: str
    outputs: dict[str, str] = Field(description="Every output field, the reasoning included.")
    prompt_tokens: int
    completion_tokens: int
    latency_ms: float
    violations: list[str]
    error: str | None


class ExampleEntry(SavedModel):
    """One example of the proof under both programs."""

    id: str
    group: str
    baseline: Outcome
    winner: Outcome


class LimitLine(SavedModel):
    """One limit of the result."""

    limit: float
    value: float | None = Field(description="What was measured; null without a proof.")
    verdict: LimitVerdict


class Times(SavedModel):
    """All that may differ between a run and its replay."""

    run_id: str
    created: str = Field(description="ISO 8601 in UTC.")
    wall_s: float = Field(description="Wall time of the whole run, resumed parts included.")
    machine: str
    budgets: dict[str, BudgetLine] = Field(
        description="Caps of the search that depend on the machine: wall_s, memory_mb."
    )
    phases: dict[str, PhaseEntry] = Field(
        description="What was physically asked and paid in this run, by phase."
    )
    sealed_look: int | None = Field(
        description="How often this sealed split has been looked at, this time included."
    )
    resumed: bool = False
    replayed: bool = Field(default=False, description="Answered from a recording, without a model.")
    peak_memory_mb: float | None = None


class EvalReport(SavedModel):
    """The report of one optimization."""

    schema_version: Literal[1] = 1
    kind: Literal["eval_report"] = "eval_report"
    role: str
    decision: Decision
    sentence: str = Field(description="The decision in one sentence with its numbers.")
    notice: str | None = Field(
        description="Set when the model is lift's demonstration model: what the numbers do not say."
    )
    warnings: list[str] = Field(description="What a reader should know before believing.")
    fingerprint: SavedFingerprint = Field(description="Its machine is empty; see times.machine.")
    optimizer: str
    reflection_model: str
    options: dict[str, JsonValue] = Field(description="How the run was configured; no secrets.")
    splits: dict[str, SplitEntry] = Field(description="By name: train, val, test (sealed).")
    budgets: dict[str, BudgetLine] = Field(
        description="Caps of the search phase: metric_calls, model_calls, tokens."
    )
    limits: dict[str, LimitLine] = Field(description="Limits of the result, by name in the policy.")
    baseline: ProgramEntry
    winner: ProgramEntry | None = Field(description="The best candidate; null when there is none.")
    paired: SavedPaired | None = Field(description="Winner against baseline; null without a proof.")
    beside: BesideEntry | None = Field(
        default=None,
        description="What a shipped role has beside its sealed split, scored likewise; "
        "null without a proof and for all other data.",
    )
    dependency_violations: int = Field(description="Of the winner on the sealed split.")
    candidates: list[CandidateEntry]
    reflection_rejections: list[ReflectionRejection]
    diffs: list[InstructionDiff]
    examples: list[ExampleEntry] = Field(description="The proof, example by example.")
    times: Times

    def comparable(self) -> dict[str, JsonValue]:
        """Return everything that has to be equal in a replay."""
        return self.model_dump(mode="json", exclude={"times"})
