"""The saved form of measurements: what stands in baseline.json, regress.json and eval_report.json.

Pydantic models that mirror `results`, strict about unknown keys and finite numbers, because files
come back from disks, editors and other versions of lift.
"""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from lift.measure.results import (
    CallCost,
    Fingerprint,
    Interval,
    PairedResult,
    Rollout,
    Summary,
)

__all__ = [
    "SavedCall",
    "SavedFingerprint",
    "SavedInterval",
    "SavedModel",
    "SavedPaired",
    "SavedRollout",
    "SavedSummary",
]


class SavedModel(BaseModel):
    """Base of all that lift saves: unknown keys and numbers that are not finite are errors."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, frozen=True, protected_namespaces=()
    )


class SavedInterval(SavedModel):
    """A point estimate with its confidence interval."""

    mean: float
    low: float
    high: float
    level: float = 0.95

    def result(self) -> Interval:
        return Interval(mean=self.mean, low=self.low, high=self.high, level=self.level)


class SavedSummary(SavedModel):
    """One program on one set of examples."""

    examples: int = Field(description="How many examples were measured.")
    score: SavedInterval = Field(
        description="Mean score over the examples, 0 to 1; its interval is clustered by group."
    )
    latency_p50_ms: float = Field(description="Median engine time per example, milliseconds.")
    latency_p95_ms: float = Field(description="95th percentile of it.")
    prompt_tokens_per_example: float
    completion_tokens_per_example: float
    prompt_tokens_per_call: float
    completion_tokens_per_call: float
    calls: int = Field(description="Model calls over all examples.")
    throughput_tokens_s: float = Field(description="Completion tokens per second of engine time.")
    peak_memory_mb: float | None = Field(
        description="Most resident memory of the process, MiB; null where the model runs elsewhere."
    )
    errors: int = Field(description="Examples on which the program or the metric failed.")
    violations: int = Field(description="Dependency violations over all examples.")

    @classmethod
    def of(cls, summary: Summary) -> SavedSummary:
        return cls.model_validate(asdict(summary))

    def result(self) -> Summary:
        plain = self.model_dump(exclude={"score"})
        return Summary(score=self.score.result(), **plain)


class SavedPaired(SavedModel):
    """Two programs on the same examples; differences are the second minus the first."""

    examples: int
    groups: int = Field(description="Independent units: examples that share one count together.")
    difference: SavedInterval = Field(description="Score difference, in points of 0 to 1.")
    improvement_pct: float | None = Field(
        description="Relative to the baseline's score, percent; null when that is 0."
    )
    p_value: float = Field(description="Two-sided paired t-test, clustered by group.")
    cohens_d: float | None = Field(
        description="Mean difference over its standard deviation; null when that is 0."
    )
    smallest_detectable: float = Field(
        description="Smallest true difference that so many groups show with 80 % power."
    )
    latency_increase_pct: float = Field(
        description="Median of the paired latency ratios, less one, percent."
    )
    latency_increase_ci: SavedInterval
    tokens_increase_pct: float = Field(
        description="Mean tokens per example against the baseline's, percent."
    )

    @classmethod
    def of(cls, paired: PairedResult) -> SavedPaired:
        return cls.model_validate(asdict(paired))


class SavedFingerprint(SavedModel):
    """What must match for two measurements to be comparable."""

    lift: str
    dspy: str
    python: str
    model: str
    model_digest: str | None = Field(description="Content hash of the weights; null when unknown.")
    dataset_hash: str
    program_hash: str
    role: str
    seed: int
    machine: str = Field(description="CPU, cores and system; matters for latency only.")
    details: dict[str, JsonValue] = Field(default_factory=dict[str, JsonValue])

    @classmethod
    def of(cls, fingerprint: Fingerprint) -> SavedFingerprint:
        return cls.model_validate(asdict(fingerprint))

    def result(self) -> Fingerprint:
        return Fingerprint(**self.model_dump())


class SavedCall(SavedModel):
    """One model call of a rollout."""

    key: str = Field(description="Key of the request, as in `lift calls`.")
    prompt_tokens: int
    completion_tokens: int
    latency_ms: float
    replayed: bool

    def result(self) -> CallCost:
        return CallCost(**self.model_dump())


class SavedRollout(SavedModel):
    """One run of a program on one example."""

    example_id: str
    group: str
    score: float = Field(ge=0, le=1)
    feedback: str
    outputs: dict[str, str]
    calls: list[SavedCall]
    violations: list[str]
    error: str | None

    @classmethod
    def of(cls, rollout: Rollout) -> SavedRollout:
        return cls.model_validate(asdict(rollout))

    def result(self) -> Rollout:
        return Rollout(
            example_id=self.example_id,
            group=self.group,
            score=self.score,
            feedback=self.feedback,
            outputs=self.outputs,
            calls=tuple(call.result() for call in self.calls),
            violations=tuple(self.violations),
            error=self.error,
        )
