"""Capture a role's baseline, keep it in eval/baseline.json, refuse it when it no longer applies.

Called by `lift baseline capture|show`, by `lift optimize` (which captures one itself when none
matches) and by `lift regress run`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from pydantic import Field

from lift.errors import BaselineError, DataError
from lift.measure.cost_model import CostModel, fit_cost_model
from lift.measure.documents import load_document, locked, save_document
from lift.measure.fingerprint import Comparison, compare
from lift.measure.results import Fingerprint, Rollout, Summary
from lift.measure.rollouts import SenderSource, run_rollouts
from lift.measure.saved import SavedFingerprint, SavedModel, SavedRollout, SavedSummary
from lift.measure.summary import summarize
from lift.roles.role import Program, Role, Split

__all__ = [
    "Baseline",
    "BaselineFile",
    "capture_baseline",
    "load_baseline",
    "load_baselines",
    "save_baseline",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """How a role performs before anything is optimized."""

    role: str
    split: Split
    """Always the validation split: the sealed one is read by proofs only."""
    created: str
    """When it was captured, ISO 8601 in UTC."""
    fingerprint: Fingerprint
    summary: Summary
    rollouts: tuple[Rollout, ...]
    """One per example of the split, in file order."""

    def match(self, current: Fingerprint) -> Comparison:
        """Return how it differs from what would be measured now, when it may still be compared.

        Raises:
            BaselineError: it may not; the message names every reason.
        """
        comparison = compare(self.fingerprint, current)
        if not comparison.comparable:
            reasons = "; ".join(str(one) for one in comparison.refusals)
            raise BaselineError(
                f"the baseline of role {self.role}, captured {self.created}, "
                f"does not apply: {reasons}",
                hint=f"lift baseline capture --role {current.role}, or give the --data and --model "
                "that it was captured with",
            )
        return comparison

    def cost_model(self) -> CostModel:
        """Fit latency to tokens on the calls it holds."""
        return fit_cost_model(call for rollout in self.rollouts for call in rollout.calls)


def capture_baseline(
    *,
    role: Role,
    program: Program,
    session: SenderSource,
    fingerprint: Fingerprint,
    now: float,
    threads: int = 1,
    memory_mb: Callable[[], float | None] = lambda: None,
    on_done: Callable[[Rollout], None] | None = None,
) -> Baseline:
    """Measure a role's program on its validation split.

    Args:
        program: normally `role.program()`; the one that `fingerprint` describes.
        now: seconds since the epoch, recorded as the time of capture.
        memory_mb: peak memory, read once at the end; None where the model runs in another process.

    Raises:
        DataError: the validation split is empty.
        LiftError: from the engine; half a baseline is not kept.
    """
    examples = role.examples(Split.VAL)
    if not examples:
        raise DataError(
            f"role {role.name} has no example in the val split, which baselines are measured on",
            hint="lift seed-bugs --help",
        )
    rollouts = run_rollouts(
        program=program,
        examples=examples,
        metric=role.metric,
        session=session,
        threads=threads,
        rollout="baseline",
        on_done=on_done,
    )
    summary = summarize(rollouts)
    return Baseline(
        role=role.name,
        split=Split.VAL,
        created=datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="seconds"),
        fingerprint=fingerprint,
        summary=replace(summary, peak_memory_mb=memory_mb()),
        rollouts=rollouts,
    )


class SavedBaseline(SavedModel):
    """The baseline of one role."""

    created: str = Field(description="When it was captured, ISO 8601 in UTC.")
    split: Literal["val"] = Field(description="The sealed split is never used.")
    fingerprint: SavedFingerprint
    summary: SavedSummary
    examples: list[SavedRollout] = Field(description="One per example, in file order.")

    @classmethod
    def of(cls, baseline: Baseline) -> SavedBaseline:
        return cls(
            created=baseline.created,
            split="val",
            fingerprint=SavedFingerprint.of(baseline.fingerprint),
            summary=SavedSummary.of(baseline.summary),
            examples=[SavedRollout.of(one) for one in baseline.rollouts],
        )

    def result(self, role: str) -> Baseline:
        return Baseline(
            role=role,
            split=Split(self.split),
            created=self.created,
            fingerprint=self.fingerprint.result(),
            summary=self.summary.result(),
            rollouts=tuple(one.result() for one in self.examples),
        )


class BaselineFile(SavedModel):
    """eval/baseline.json: the baselines of a project, by role."""

    schema_version: Literal[1] = 1
    kind: Literal["baseline"] = "baseline"
    roles: dict[str, SavedBaseline]


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write a role's baseline into the file and leave the other roles' as they are.

    Safe against other processes that do the same at the same time.

    Raises:
        BaselineError: the file that is there cannot be read, so it is not overwritten.
        StoreError: it cannot be written.
    """
    with locked(path.parent):
        roles = _read(path).roles if path.exists() else {}
        merged = {**roles, baseline.role: SavedBaseline.of(baseline)}
        save_document(path, BaselineFile(roles=dict(sorted(merged.items()))))


def load_baseline(path: Path, role: str) -> Baseline:
    """Read a role's baseline.

    Raises:
        BaselineError: no such file, not readable, of a newer lift, or without this role.
    """
    hint = f"lift baseline capture --role {role}"
    if not path.exists():
        raise BaselineError(f"there is no baseline: {path} does not exist", hint=hint)
    roles = _read(path).roles
    if role not in roles:
        others = ", ".join(sorted(roles)) or "no role"
        raise BaselineError(f"{path} has no baseline of role {role}, only of {others}", hint=hint)
    saved = roles[role]
    if saved.fingerprint.role != role:
        raise BaselineError(
            f"{path}: the entry of role {role} was captured for role {saved.fingerprint.role}",
            hint=hint,
        )
    return saved.result(role)


def load_baselines(path: Path) -> tuple[Baseline, ...]:
    """Read every role's baseline, sorted by role; empty when there is no file.

    Raises:
        BaselineError: the file cannot be read.
    """
    roles = _read(path).roles if path.exists() else {}
    return tuple(saved.result(role) for role, saved in sorted(roles.items()))


def _read(path: Path) -> BaselineFile:
    return load_document(path, BaselineFile, newest=1, error=BaselineError)
