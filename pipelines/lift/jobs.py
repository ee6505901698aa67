"""From settings to a running pipeline: what optimize, baseline capture and regress run do.

Each job chooses role and models, opens a workbench, drives one run in the runs table and calls one
pipeline. The command line calls these functions; so can a program that wants the same without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from lift.config import Settings
from lift.engine.ports import Clock
from lift.engine.request import JsonValue, Phase
from lift.measure.baseline import Baseline, capture_baseline, load_baseline, save_baseline
from lift.measure.fingerprint import make_fingerprint
from lift.measure.memory import peak_memory_mb
from lift.measure.results import Fingerprint, Rollout
from lift.models.address import AddressKind, parse_address
from lift.optimize.observer import Observer, Progress, SilentObserver, remaining_s
from lift.optimize.pipeline import OptimizeResult, optimize_role
from lift.optimize.plan import OptimizeConfig, OptimizePorts
from lift.optimize.policy import RolePolicy, load_policy
from lift.project import Project
from lift.regress.model import RegressReport
from lift.regress.pipeline import RegressRun, run_regression, write_regress_report
from lift.roles.registry import load_role
from lift.roles.role import Program, Role, Split
from lift.rollout.versions import VersionStore
from lift.store.runs import Run, RunStatus
from lift.workbench import ChosenModels, Workbench, choose_models

__all__ = ["Caps", "Job", "OptimizeOptions", "RegressOptions", "capture", "optimize", "regress"]

BASELINE = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every job is given."""

    project: Project
    settings: Settings
    role: str
    clock: Clock
    data: Path | None = None
    """Examples instead of the role's own, JSONL."""
    replay: bool = False
    """Ask no model; the project's earlier runs answer."""
    fresh: bool = False
    """Start anew instead of continuing an unfinished run."""
    observer: Observer = field(default_factory=SilentObserver)
    warn: Callable[[str], None] = lambda _: None
    """Told what the user must not overlook."""
    secrets: tuple[str, ...] = ()
    """Values that must not reach a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Caps of the search given for one run; None leaves what the policy file says."""

    max_metric_calls: int | None = None
    max_model_calls: int | None = None
    max_tokens: int | None = None
    max_wall_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizeOptions:
    """What `optimize` is given besides."""

    caps: Caps = field(default_factory=Caps)
    resume: str | None = None
    """Continue this run and no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressOptions:
    """What `regress` is given besides."""

    version: str = BASELINE
    """What to measure: the role's own program, or the id of a stored version."""
    tolerance: float = 0.05
    """Largest drop of the mean score (0 to 1) that is not called worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setup:
    """A job with its role loaded and its bench open."""

    job: Job
    role: Role
    models: ChosenModels
    bench: Workbench


def optimize(job: Job, options: OptimizeOptions) -> OptimizeResult:
    """Optimize a role's program within its budgets and prove the gain.

    Raises:
        LiftError: as `lift.optimize.pipeline.optimize_role`; also what is wrong with role, budget
            file or model.
    """
    policy = _with_caps(load_policy(job.project.budget_path, job.role), options.caps)
    with _set_up(job) as setup:
        return optimize_role(
            role=setup.role,
            config=OptimizeConfig(
                policy=policy,
                seed=job.settings.seed,
                threads=job.settings.threads,
                optimizer=job.settings.optimizer,
                resume=options.resume,
                fresh=job.fresh,
                secrets=job.secrets,
            ),
            ports=OptimizePorts(
                project=job.project,
                database=setup.bench.database,
                runs=setup.bench.runs,
                engine=setup.bench.engine(setup.models.model),
                reflection=setup.bench.engine(setup.models.reflection),
                clock=job.clock,
                observer=job.observer,
            ),
        )


def capture(job: Job) -> Baseline:
    """Measure a role's program on its validation split and save it as the baseline.

    Raises:
        LiftError: from role, model or engine; half a baseline is not saved.
    """
    with _set_up(job) as setup:
        program = setup.role.program()
        engine = setup.bench.engine(setup.models.model)
        fingerprint = _fingerprint(setup, program)
        with _run(setup, "baseline", fingerprint, {}) as run:
            baseline = capture_baseline(
                role=setup.role,
                program=program,
                session=engine.session(run_id=run.id, phase=Phase.BASELINE),
                fingerprint=fingerprint,
                now=job.clock.now(),
                memory_mb=_memory_of(setup.models.model),
                on_done=_Count(job, len(setup.role.examples(Split.VAL))).done,
            )
            save_baseline(job.project.baseline_path, baseline)
    return baseline


def regress(job: Job, options: RegressOptions) -> RegressReport:
    """Measure a role again, compare with its baseline, save eval/regress.json.

    Raises:
        BaselineError: there is none, or it does not apply any more.
        LiftError: from role, model or engine: a run that breaks off never passes.
    """
    baseline = load_baseline(job.project.baseline_path, job.role)
    with _set_up(job) as setup:
        own = setup.role.program()
        program = _version(job.project, own, options.version)
        fingerprint = _fingerprint(setup, own)
        engine = setup.bench.engine(setup.models.model)
        with _run(setup, "regress", fingerprint, {"version": options.version}) as run:
            report = run_regression(
                role=setup.role,
                program=program,
                baseline=baseline,
                fingerprint=fingerprint,
                session=engine.session(run_id=run.id, phase=Phase.BASELINE),
                run=RegressRun(
                    run_id=run.id,
                    now=job.clock.now(),
                    version=options.version,
                    tolerance=options.tolerance,
                    replayed=job.replay,
                    seed=job.settings.seed,
                ),
                on_done=_Count(job, len(baseline.rollouts)).done,
            )
            write_regress_report(job.project.eval_dir / "regress.json", report)
    return report


@contextmanager
def _set_up(job: Job) -> Generator[_Setup, None, None]:
    role = load_role(job.role, settings=job.settings, project=job.project, data=job.data)
    own = job.settings.roles.get(job.role)
    own_data = job.data is not None or (own is not None and own.data is not None)
    models = choose_models(role, job.settings, own_data=own_data)
    if models.warning:
        job.warn(models.warning)
    with Workbench(
        project=job.project, settings=job.settings, clock=job.clock, replay=job.replay
    ) as bench:
        yield _Setup(job=job, role=role, models=models, bench=bench)


@contextmanager
def _run(
    setup: _Setup, kind: str, fingerprint: Fingerprint, more: Mapping[str, JsonValue]
) -> Generator[Run, None, None]:
    """Drive a run in the runs table: continue an unfinished one, note how it ends."""
    job = setup.job
    config: dict[str, JsonValue] = {
        **asdict(replace(fingerprint, machine="", details={})),
        "replay": job.replay,
        **more,
    }
    digest = hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()
    runs = setup.bench.runs
    run = runs.start_or_resume(
        kind=kind,
        role=setup.role.name,
        fingerprint=digest,
        config=config,
        now=job.clock.now(),
        fresh=job.fresh,
    )
    if run.resumed:
        job.observer.note(f"continuing the unfinished run {run.id}")
    status = RunStatus.FAILED
    try:
        yield run
        status = RunStatus.FINISHED
    except KeyboardInterrupt:
        status = RunStatus.INTERRUPTED
        raise
    finally:
        runs.finish(run.id, status, now=job.clock.now())


def _fingerprint(setup: _Setup, program: Program) -> Fingerprint:
    return make_fingerprint(
        role=setup.role.name,
        data_hash=setup.role.data_hash,
        program=program,
        model=setup.bench.engine(setup.models.model).info,
        seed=setup.job.settings.seed,
    )


def _version(project: Project, own: Program, version: str) -> Program:
    if version == BASELINE:
        return own
    return own.with_instructions(VersionStore(project.versions_dir).load(version).meta.instructions)


def _memory_of(address: str) -> Callable[[], float | None]:
    """Return how to tell the model's memory: only that of a model in this process is known."""
    inside = parse_address(address).kind in (AddressKind.BUILTIN, AddressKind.GGUF)
    return peak_memory_mb if inside else lambda: None


def _with_caps(policy: RolePolicy, caps: Caps) -> RolePolicy:
    given = {name: value for name, value in asdict(caps).items() if value is not None}
    return replace(policy, caps=replace(policy.caps, **given))


class _Count:
    """Turns finished examples into progress."""

    def __init__(self, job: Job, total: int) -> None:
        self._job = job
        self._total = total
        self._started = job.clock.monotonic()
        self._scores: list[float] = []

    def done(self, rollout: Rollout) -> None:
        """Tell the observer how far the measurement is."""
        self._scores.append(rollout.score)
        done = len(self._scores)
        elapsed_s = self._job.clock.monotonic() - self._started
        self._job.observer.progress(
            Progress(
                phase=Phase.BASELINE,
                done=done,
                total=self._total,
                seed_score=sum(self._scores) / done,
                remaining_s=remaining_s(elapsed_s=elapsed_s, done=done, total=self._total),
            )
        )
