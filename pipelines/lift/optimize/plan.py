"""What an optimization is given and what is settled before it spends anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from lift.engine.gateway import Engine
from lift.engine.ports import Clock
from lift.engine.request import JsonValue
from lift.errors import DataError
from lift.measure.fingerprint import make_fingerprint
from lift.measure.results import Fingerprint
from lift.optimize.observer import Observer, SilentObserver
from lift.optimize.policy import RolePolicy
from lift.project import Project
from lift.roles.role import Beside, Example, Program, Role, Split
from lift.store.database import Database
from lift.store.runs import RunStore

__all__ = ["BUILTIN", "OptimizeConfig", "OptimizePorts", "Plan", "make_plan"]

BUILTIN = "builtin"
BUILTIN_VALUE_CHARS = 100
"""How much of each value the demonstration model is shown when it reflects, as in its training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizeConfig:
    """What decides the result of an optimization, besides the role and the model."""

    policy: RolePolicy
    seed: int = 0
    threads: int = 1
    """Rollouts at once in baseline and search; does not change the result."""
    optimizer: str = "gepa"
    reflection_value_chars: int | None = None
    """Cut the values that a reflection model is shown; None: 100 with `builtin`, else whole."""
    resume: str | None = None
    """Continue this run and no other."""
    fresh: bool = False
    """Start a new run though an unfinished one could be continued."""
    secrets: tuple[str, ...] = ()
    """Values that must not reach the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizePorts:
    """What an optimization works with; all of it is the caller's to close."""

    project: Project
    database: Database
    runs: RunStore
    engine: Engine
    """Of the program's model."""
    reflection: Engine
    """Of the reflection model; the same object when it is the same model."""
    clock: Clock
    observer: Observer = field(default_factory=SilentObserver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that decides the result."""

    program: Program
    """As it is before the optimization."""
    splits: Mapping[Split, tuple[Example, ...]]
    beside: Beside | None
    """Measured after the proof, no part of the decision."""
    fingerprint: Fingerprint
    value_chars: int | None
    options: Mapping[str, JsonValue]
    """All that decides the result, for the report."""
    replayed: bool
    """True when a recording answers; such a run never continues one that asked a model."""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) by which the run is recognized when the command is given again."""
        known = {**self.options, "replayed": self.replayed}
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def make_plan(role: Role, config: OptimizeConfig, ports: OptimizePorts) -> Plan:
    """Load data and program and ask the hosts for their models.

    Raises:
        DataError: a split is missing or empty, or what is measured beside them is.
        ModelError: a host cannot be reached or does not have the model.
    """
    splits = {split: role.examples(split) for split in Split}
    for split, examples in splits.items():
        if not examples:
            raise DataError(
                f"role {role.name} has no example in the {split.value} split",
                hint="an optimization needs train, val and test: lift seed-bugs --help",
            )
    program = role.program()
    fingerprint = make_fingerprint(
        role=role.name,
        data_hash=role.data_hash,
        program=program,
        model=ports.engine.info,
        seed=config.seed,
    )
    value_chars = config.reflection_value_chars
    if value_chars is None and ports.reflection.info.address == BUILTIN:
        value_chars = BUILTIN_VALUE_CHARS
    beside = role.beside()
    options = _options(config, ports, fingerprint, value_chars)
    return Plan(
        program=program,
        splits=splits,
        beside=beside,
        fingerprint=fingerprint,
        value_chars=value_chars,
        options={**options, "beside_hash": None if beside is None else beside.digest},
        replayed=ports.engine.replay is not None,
    )


def _options(
    config: OptimizeConfig, ports: OptimizePorts, fingerprint: Fingerprint, value_chars: int | None
) -> dict[str, JsonValue]:
    """List what decides the result; the number of threads does not."""
    reflection = ports.reflection.info
    caps, limits = config.policy.caps, config.policy.limits
    return {
        "role": fingerprint.role,
        "lift": fingerprint.lift,
        "dspy": fingerprint.dspy,
        "model": fingerprint.model,
        "model_digest": fingerprint.model_digest,
        "reflection_model": reflection.address,
        "reflection_model_digest": reflection.digest,
        "reflection_value_chars": value_chars,
        "dataset_hash": fingerprint.dataset_hash,
        "program_hash": fingerprint.program_hash,
        "optimizer": config.optimizer,
        "seed": config.seed,
        "max_metric_calls": caps.max_metric_calls,
        "max_model_calls": caps.max_model_calls,
        "max_tokens": caps.max_tokens,
        "max_wall_s": caps.max_wall_s,
        "max_memory_mb": caps.max_memory_mb,
        "latency_increase_pct": limits.latency_increase_pct,
        "tokens_increase_pct": limits.tokens_increase_pct,
        "min_improvement_pct": limits.min_improvement_pct,
        "max_dependency_violations": limits.max_dependency_violations,
    }
