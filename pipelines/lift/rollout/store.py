"""Store what an optimization found and make it choosable; called once, after the decision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timezone

from lift.engine.request import JsonValue
from lift.measure.interleave import PairMeasurement
from lift.measure.summary import summarize
from lift.optimize.decision import Decision, Outcome
from lift.optimize.journal import Candidate
from lift.optimize.plan import OptimizePorts, Plan
from lift.rollout.flags import BASELINE, FlagFile
from lift.rollout.switch import add_version
from lift.rollout.versions import NewVersion, VersionStore
from lift.store.records import FlagHistory, VersionIndex, VersionRow
from lift.store.runs import Run

__all__ = ["store_winner"]


def store_winner(
    *,
    ports: OptimizePorts,
    plan: Plan,
    run: Run,
    winner: Candidate,
    proof: PairMeasurement,
    decision: Decision,
) -> str:
    """Store the winner as a version and return its id; only one that improved gets a flag variant.

    Raises:
        StoreError: it is too large or cannot be written.
        ConfigError: the flag file is broken; the version is stored all the same.
    """
    program = plan.program.with_instructions(winner.instructions)
    now = ports.clock.now()
    meta = VersionStore(ports.project.versions_dir).put(
        NewVersion(
            role=plan.fingerprint.role,
            state=_plain(program.state()),
            created=datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="seconds"),
            run_id=run.id,
            parent=BASELINE,
            decision=decision.outcome.value,
            fingerprint=_plain(asdict(plan.fingerprint)),
            examples={split.value: len(examples) for split, examples in plan.splits.items()},
            metrics=_metrics(proof, winner),
            instructions=winner.instructions,
        )
    )
    VersionIndex(ports.database).add(
        VersionRow(
            id=meta.id,
            role=meta.role,
            run_id=run.id,
            created=now,
            meta=_plain(meta.model_dump(mode="json")),
        )
    )
    if decision.outcome is Outcome.IMPROVED:
        add_version(
            file=FlagFile(ports.project.flags_path),
            history=FlagHistory(ports.database),
            role=meta.role,
            version=meta.id,
            actor=f"lift optimize ({run.id})",
            now=now,
        )
    return meta.id


def _metrics(proof: PairMeasurement, winner: Candidate) -> dict[str, float | None]:
    before, after = summarize(proof.baseline), summarize(proof.winner)
    paired = proof.paired
    return {
        "validation_score": winner.val_score,
        "sealed_score": after.score.mean,
        "baseline_sealed_score": before.score.mean,
        "improvement_pct": paired.improvement_pct,
        "difference_low": paired.difference.low,
        "difference_high": paired.difference.high,
        "p_value": paired.p_value,
        "tokens_increase_pct": paired.tokens_increase_pct,
        "latency_increase_pct": paired.latency_increase_pct,
        "dependency_violations": float(after.violations),
    }


def _plain(values: Mapping[str, object]) -> dict[str, JsonValue]:
    plain: dict[str, JsonValue] = json.loads(json.dumps(dict(values)))
    return plain
