"""Make the report of an optimization from what the pipeline measured and decided.

Called once at the end of `lift.optimize.pipeline`; the same inputs make the same report.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from lift.engine.budget import Spending
from lift.engine.ledger import PhaseTotals
from lift.engine.request import JsonValue
from lift.measure.interleave import PairMeasurement
from lift.measure.results import Fingerprint, Rollout
from lift.measure.saved import SavedFingerprint, SavedPaired, SavedSummary
from lift.measure.summary import summarize
from lift.optimize.journal import Candidate
from lift.optimize.limits import ResultLimits
from lift.report.beside import BesidePair, beside_entry
from lift.report.candidates import candidate_entries, reflection_rejections
from lift.report.caution import report_warnings
from lift.report.model import (
    BudgetLine,
    BudgetVerdict,
    Decision,
    EvalReport,
    ExampleEntry,
    InstructionDiff,
    LimitLine,
    Outcome,
    PhaseEntry,
    ProgramEntry,
    SplitEntry,
    Times,
)
from lift.roles.role import Example

__all__ = ["DEMONSTRATION_NOTICE", "ReportInputs", "RunFacts", "build_report", "split_hash"]

DEMONSTRATION_NOTICE = (
    "Made with lift's demonstration model; the numbers say nothing about real models."
)
_OF_THE_MACHINE = ("wall_s", "memory_mb")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is true of this run only and may differ in its replay."""

    run_id: str
    created: float
    """Seconds since the epoch."""
    wall_s: float
    sealed_look: int | None = None
    """Count of looks at this sealed split, this one included; None when it was not looked at."""
    resumed: bool = False
    replayed: bool = False
    peak_memory_mb: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInputs:
    """Everything that a report is made of."""

    decision: Decision
    sentence: str
    """The decision in one sentence with its numbers."""
    fingerprint: Fingerprint
    demonstration: bool
    """True when the model is lift's own `builtin`."""
    optimizer: str
    reflection_model: str
    options: Mapping[str, JsonValue]
    splits: Mapping[str, Sequence[Example]]
    """By name: train, val, test."""
    spending: Mapping[str, Spending]
    """Of the search phase, by kind."""
    ended_by: str | None
    """Kind of the cap that ended the search, None when it ended by itself."""
    phases: Mapping[str, PhaseTotals]
    """From `Ledger.totals`, by phase."""
    limits: ResultLimits
    candidates: Sequence[Candidate]
    """As the journal has them after the search; the first is the program as it was."""
    winner: Candidate | None
    """The one that went to the proof, or would have gone; None when nothing beat the baseline."""
    version: str | None
    """Id of the winner under .lift/versions, None when it was not stored."""
    proof: PairMeasurement | None
    beside: BesidePair | None = None
    """What was measured beside the sealed split; None when nothing was."""
    warnings: Sequence[str] = field(default_factory=tuple[str, ...])
    run: RunFacts


def build_report(inputs: ReportInputs) -> EvalReport:
    """Put the report together; `lift.report.files.write_report` saves it."""
    proof = inputs.proof
    budgets = {
        kind: _budget_line(kind, spending, inputs.ended_by)
        for kind, spending in inputs.spending.items()
    }
    return EvalReport(
        role=inputs.fingerprint.role,
        decision=inputs.decision,
        sentence=inputs.sentence,
        notice=DEMONSTRATION_NOTICE if inputs.demonstration else None,
        warnings=[*inputs.warnings, *report_warnings(inputs.splits, proof)],
        fingerprint=SavedFingerprint.of(replace(inputs.fingerprint, machine="")),
        optimizer=inputs.optimizer,
        reflection_model=inputs.reflection_model,
        options=json.loads(json.dumps(dict(inputs.options))),
        splits={name: _split_entry(examples) for name, examples in inputs.splits.items()},
        budgets={kind: line for kind, line in budgets.items() if kind not in _OF_THE_MACHINE},
        limits=_limit_lines(inputs.limits, proof),
        baseline=_program_entry(
            "baseline",
            inputs.candidates[0] if inputs.candidates else None,
            proof.baseline if proof else None,
        ),
        winner=_winner_entry(inputs),
        paired=SavedPaired.of(proof.paired) if proof else None,
        beside=beside_entry(inputs.beside),
        dependency_violations=_violations(proof.winner) if proof else 0,
        candidates=candidate_entries(inputs.candidates),
        reflection_rejections=reflection_rejections(inputs.candidates),
        diffs=_diffs(inputs),
        examples=_example_entries(proof) if proof else [],
        times=_times(inputs, {kind: budgets[kind] for kind in _OF_THE_MACHINE if kind in budgets}),
    )


def split_hash(examples: Sequence[Example]) -> str:
    """SHA-256 (hex) over ids, groups, inputs and truths, in order."""
    digest = hashlib.sha256()
    for one in examples:
        line = json.dumps(
            [one.id, one.group, one.inputs, one.truth], sort_keys=True, ensure_ascii=True
        )
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _split_entry(examples: Sequence[Example]) -> SplitEntry:
    return SplitEntry(
        examples=len(examples),
        groups=len({one.group for one in examples}),
        sha256=split_hash(examples),
    )


def _budget_line(kind: str, spending: Spending, ended_by: str | None) -> BudgetLine:
    verdict: BudgetVerdict = "within"
    if spending.limit is None:
        verdict = "unlimited"
    elif spending.spent > spending.limit:
        verdict = "exceeded"
    elif kind == ended_by:
        verdict = "reached"
    return BudgetLine(limit=spending.limit, spent=spending.spent, verdict=verdict)


def _limit_lines(limits: ResultLimits, proof: PairMeasurement | None) -> dict[str, LimitLine]:
    """Hold the proof against each limit, under the names of the policy file."""

    def line(limit: float, value: float | None, held: bool) -> LimitLine:  # noqa: FBT001
        if proof is None:
            return LimitLine(limit=limit, value=None, verdict="not_measured")
        return LimitLine(limit=limit, value=value, verdict="held" if held else "broken")

    paired = proof.paired if proof else None
    latency = paired.latency_increase_pct if paired else 0.0
    tokens = paired.tokens_increase_pct if paired else 0.0
    gained = paired.improvement_pct if paired else None
    enough = (
        gained >= limits.min_improvement_pct
        if gained is not None
        else paired is not None and paired.difference.mean > 0
    )
    violations = _violations(proof.winner) if proof else 0
    most = limits.max_dependency_violations
    return {
        "latency_increase_pct": line(
            limits.latency_increase_pct, latency, latency <= limits.latency_increase_pct
        ),
        "tokens_increase_pct": line(
            limits.tokens_increase_pct, tokens, tokens <= limits.tokens_increase_pct
        ),
        "min_improvement_pct": line(limits.min_improvement_pct, gained, enough),
        "max_dependency_violations": line(most, violations, violations <= most),
    }


def _violations(rollouts: Sequence[Rollout]) -> int:
    return sum(len(one.violations) for one in rollouts)


def _program_entry(
    version: str, candidate: Candidate | None, sealed: Sequence[Rollout] | None
) -> ProgramEntry:
    return ProgramEntry(
        version=version,
        instructions=dict(candidate.instructions) if candidate else {},
        sealed=SavedSummary.of(summarize(sealed)) if sealed else None,
        validation_score=candidate.val_score if candidate else None,
    )


def _winner_entry(inputs: ReportInputs) -> ProgramEntry | None:
    if inputs.winner is None:
        return None
    version = inputs.version or f"candidate {inputs.winner.index}, not stored"
    return _program_entry(version, inputs.winner, inputs.proof.winner if inputs.proof else None)


def _diffs(inputs: ReportInputs) -> list[InstructionDiff]:
    """Compare the winner's instructions with the baseline's, predictor by predictor."""
    if inputs.winner is None or not inputs.candidates:
        return []
    before = inputs.candidates[0].instructions
    return [
        InstructionDiff(
            predictor=name,
            before=before.get(name, ""),
            after=after,
            unified=_unified(name, before.get(name, ""), after),
        )
        for name, after in inputs.winner.instructions.items()
    ]


def _unified(name: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"baseline/{name}", f"winner/{name}", lineterm=""
    )
    return "\n".join(lines)


def _example_entries(proof: PairMeasurement) -> list[ExampleEntry]:
    return [
        ExampleEntry(
            id=before.example_id,
            group=before.group,
            baseline=_outcome(before),
            winner=_outcome(after),
        )
        for before, after in zip(proof.baseline, proof.winner, strict=True)
    ]


def _outcome(rollout: Rollout) -> Outcome:
    return Outcome(
        score=rollout.score,
        feedback=rollout.feedback,
        outputs=dict(rollout.outputs),
        prompt_tokens=rollout.prompt_tokens,
        completion_tokens=rollout.completion_tokens,
        latency_ms=rollout.latency_ms,
        violations=list(rollout.violations),
        error=rollout.error,
    )


def _phase_entry(totals: PhaseTotals) -> PhaseEntry:
    return PhaseEntry(calls=totals.calls, tokens=totals.tokens, replayed=totals.replayed)


def _times(inputs: ReportInputs, budgets: dict[str, BudgetLine]) -> Times:
    run = inputs.run
    created = datetime.fromtimestamp(run.created, timezone.utc)
    return Times(
        run_id=run.run_id,
        created=created.isoformat(timespec="seconds"),
        wall_s=run.wall_s,
        machine=inputs.fingerprint.machine,
        budgets=budgets,
        phases={name: _phase_entry(totals) for name, totals in inputs.phases.items()},
        sealed_look=run.sealed_look,
        resumed=run.resumed,
        replayed=run.replayed,
        peak_memory_mb=run.peak_memory_mb,
    )
