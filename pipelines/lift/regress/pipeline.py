"""Measure a role again and compare it with its baseline, example by example.

Called by `lift regress run`. The examples are those of the baseline (the validation split), so the
comparison is paired; the sealed split is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from lift.errors import DataError
from lift.measure.baseline import Baseline
from lift.measure.documents import save_document
from lift.measure.fingerprint import Comparison
from lift.measure.results import Fingerprint, PairedResult, Rollout
from lift.measure.rollouts import SenderSource, run_rollouts
from lift.measure.saved import SavedFingerprint, SavedPaired, SavedSummary
from lift.measure.stats import MIN_GROUPS
from lift.measure.summary import compare_pairs, summarize
from lift.regress.model import ChangedExample, RegressReport, RegressTimes, RegressVerdict
from lift.roles.role import Program, Role

__all__ = ["TOLERANCE", "RegressRun", "run_regression", "write_regress_report"]

TOLERANCE = 0.05
"""Largest drop of the mean score, in points of 0 to 1, that is not called worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressRun:
    """What identifies a regression run."""

    run_id: str
    now: float
    """Seconds since the epoch."""
    version: str = "baseline"
    """Which program is measured."""
    tolerance: float = TOLERANCE
    replayed: bool = False
    seed: int = 0
    """Of the bootstrap of the latency interval."""


def run_regression(
    *,
    role: Role,
    program: Program,
    baseline: Baseline,
    fingerprint: Fingerprint,
    session: SenderSource,
    run: RegressRun,
    threads: int = 1,
    on_done: Callable[[Rollout], None] | None = None,
) -> RegressReport:
    """Measure the program on the baseline's examples and judge the difference.

    Args:
        program: what is measured: the role's own program or an optimized version of it.
        fingerprint: of now, with the role's own program, because that is what the baseline is of.

    Raises:
        BaselineError: the baseline does not apply any more.
        DataError: the baseline holds no examples, or the role no longer has them.
        LiftError: from the engine: an aborted or unreachable run is a failure, never a pass.
    """
    comparison = baseline.match(fingerprint)
    known = {one.id: one for one in role.examples(baseline.split)}
    missing = [one.example_id for one in baseline.rollouts if one.example_id not in known]
    if missing or not baseline.rollouts:
        raise DataError(
            f"role {role.name}: {len(missing)} of the {len(baseline.rollouts)} examples "
            f"of its baseline are gone",
            hint=f"lift baseline capture --role {role.name}",
        )
    current = run_rollouts(
        program=program,
        examples=[known[one.example_id] for one in baseline.rollouts],
        metric=role.metric,
        session=session,
        threads=threads,
        rollout="baseline",  # as in the capture, so that its recording can answer in CI
        on_done=on_done,
    )
    return _report(baseline, fingerprint, current, comparison, run)


def write_regress_report(path: Path, report: RegressReport) -> None:
    """Save as eval/regress.json.

    Raises:
        StoreError: it cannot be written.
    """
    save_document(path, report)


def _report(
    baseline: Baseline,
    fingerprint: Fingerprint,
    current: Sequence[Rollout],
    comparison: Comparison,
    run: RegressRun,
) -> RegressReport:
    paired = compare_pairs(baseline.rollouts, current, seed=run.seed)
    changed = _changed(baseline.rollouts, current)
    verdict, sentence = _judge(baseline, current, paired, changed, run.tolerance)
    return RegressReport(
        role=baseline.role,
        version=run.version,
        verdict=verdict,
        sentence=sentence,
        tolerance=run.tolerance,
        baseline_created=baseline.created,
        fingerprint=SavedFingerprint.of(replace(fingerprint, machine="")),
        baseline=SavedSummary.of(replace(baseline.summary, peak_memory_mb=None)),
        current=SavedSummary.of(summarize(current)),
        paired=SavedPaired.of(paired),
        changed=changed,
        times=RegressTimes(
            run_id=run.run_id,
            created=datetime.fromtimestamp(run.now, timezone.utc).isoformat(timespec="seconds"),
            machine=fingerprint.machine,
            replayed=run.replayed,
            same_machine=comparison.same_machine,
            warnings=[str(one) for one in comparison.warnings],
        ),
    )


def _changed(before: Sequence[Rollout], after: Sequence[Rollout]) -> list[ChangedExample]:
    """Return the examples whose score moved, the largest drop first."""
    moved = [
        ChangedExample(
            id=new.example_id,
            group=new.group,
            before=old.score,
            after=new.score,
            feedback=new.feedback,
            error=new.error,
        )
        for old, new in zip(before, after, strict=True)
        if new.score != old.score
    ]
    return sorted(moved, key=lambda one: (one.after - one.before, one.id))


def _judge(
    baseline: Baseline,
    current: Sequence[Rollout],
    paired: PairedResult,
    changed: Sequence[ChangedExample],
    tolerance: float,
) -> tuple[RegressVerdict, str]:
    """Decide, most serious first, and say it in one sentence."""
    before, after = baseline.summary.score.mean, summarize(current).score.mean
    low, high = paired.difference.low, paired.difference.high
    worse = sum(1 for one in changed if one.after < one.before)
    scores = f"{before:.1%} then, {after:.1%} now"
    interval = f"95 % interval {100 * low:+.1f} to {100 * high:+.1f} points"
    if all(one.error is not None for one in current) and baseline.summary.errors < len(current):
        return "failed", f"All {len(current)} examples failed; the first: {current[0].error}"
    if paired.groups >= MIN_GROUPS and high < 0:
        return "regression", f"The role got worse: {scores}, {interval}, {worse} examples fell."
    if not worse:
        return "ok", f"No example got worse: {scores} on {paired.examples} examples."
    if paired.groups < MIN_GROUPS:
        return "inconclusive", (
            f"{worse} examples got worse ({scores}), but {paired.groups} independent groups "
            f"are too few for a verdict; {MIN_GROUPS} are needed."
        )
    if low >= -tolerance:
        return "ok", f"The role holds: {scores}, {interval}, within {100 * tolerance:.0f} points."
    return "inconclusive", (
        f"{worse} examples got worse; {scores}, {interval}: a drop beyond "
        f"{100 * tolerance:.0f} points is neither shown nor ruled out."
    )
