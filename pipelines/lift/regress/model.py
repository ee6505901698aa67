"""eval/regress.json: one regression run. Written by `lift regress run`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lift.measure.saved import SavedFingerprint, SavedModel, SavedPaired, SavedSummary

__all__ = ["ChangedExample", "RegressReport", "RegressTimes", "RegressVerdict"]

RegressVerdict = Literal["ok", "regression", "inconclusive", "failed"]


class ChangedExample(SavedModel):
    """An example that scored differently than in the baseline."""

    id: str
    group: str
    before: float
    after: float
    feedback: str = Field(description="What the metric says now.")
    error: str | None


class RegressTimes(SavedModel):
    """All that may differ between a run and its replay."""

    run_id: str
    created: str = Field(description="ISO 8601 in UTC.")
    machine: str
    replayed: bool = Field(description="Answered from a recording, without a model.")
    same_machine: bool = Field(
        description="Measured on the baseline's machine; else latencies do not compare."
    )
    warnings: list[str] = Field(
        description="Where run and baseline differ without forbidding to compare."
    )


class RegressReport(SavedModel):
    """The result of one regression run."""

    schema_version: Literal[1] = 1
    kind: Literal["regress"] = "regress"
    role: str
    version: str = Field(description="What was measured: `baseline` or an id under .lift/versions.")
    verdict: RegressVerdict
    sentence: str = Field(description="The verdict in one sentence with its numbers.")
    tolerance: float = Field(
        description="Largest drop of the mean score that is not called worse, 0 to 1."
    )
    baseline_created: str
    fingerprint: SavedFingerprint = Field(description="Its machine is empty; see times.machine.")
    baseline: SavedSummary
    current: SavedSummary
    paired: SavedPaired = Field(description="Now against the baseline.")
    changed: list[ChangedExample] = Field(description="Worst first.")
    times: RegressTimes

    @property
    def passed(self) -> bool:
        """True for `ok` only: what could not be shown to hold has not passed."""
        return self.verdict == "ok"
