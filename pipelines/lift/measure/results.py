"""Typed results of measuring a program; plain data that reports and statistics share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lift.engine.request import CallCost, JsonValue

__all__ = ["CallCost", "Fingerprint", "Interval", "PairedResult", "Rollout", "Summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """One run of a program on one example, with its verdict and its cost."""

    example_id: str
    group: str
    score: float
    """0 to 1; 0 when the program failed."""
    feedback: str
    outputs: Mapping[str, str]
    calls: tuple[CallCost, ...] = ()
    violations: tuple[str, ...] = ()
    error: str | None = None

    @property
    def prompt_tokens(self) -> int:
        return sum(call.prompt_tokens for call in self.calls)

    @property
    def completion_tokens(self) -> int:
        return sum(call.completion_tokens for call in self.calls)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    @property
    def latency_ms(self) -> float:
        """Engine time of all its calls together."""
        return sum(call.latency_ms for call in self.calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A point estimate with its confidence interval."""

    mean: float
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One program on one set of examples."""

    examples: int
    score: Interval
    """Mean score over the examples, 0 to 1, its interval clustered by group."""
    latency_p50_ms: float
    latency_p95_ms: float
    """Engine time per example, milliseconds."""
    prompt_tokens_per_example: float
    completion_tokens_per_example: float
    prompt_tokens_per_call: float
    completion_tokens_per_call: float
    calls: int
    throughput_tokens_s: float
    """Completion tokens per second of engine time."""
    peak_memory_mb: float | None
    """Most resident memory of this process, MiB; None where the model runs elsewhere (Ollama)."""
    errors: int
    violations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedResult:
    """Winner against baseline on the same examples; differences are winner minus baseline."""

    examples: int
    groups: int
    difference: Interval
    """Score difference in points of 0-1, clustered by group."""
    improvement_pct: float | None
    """Relative to the baseline's score, percent; None when the baseline is 0."""
    p_value: float
    """Two-sided paired t-test clustered by group."""
    cohens_d: float | None
    """Mean difference over its standard deviation; None when every group differs alike."""
    smallest_detectable: float
    """Smallest true difference (0-1) that this many groups show with 80 % power at p < 0.05."""
    latency_increase_pct: float
    """Median of the paired latency ratios, less one, percent."""
    latency_increase_ci: Interval
    tokens_increase_pct: float
    """Mean tokens per example against the baseline's, percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What must match for two measurements to be comparable."""

    lift: str
    dspy: str
    python: str
    model: str
    model_digest: str | None
    dataset_hash: str
    program_hash: str
    role: str
    seed: int
    machine: str
    """CPU model, cores and system; a difference matters for latency only."""
    details: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
