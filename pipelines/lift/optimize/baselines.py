"""The baseline that an optimization starts from: the saved one when it applies, else a new one."""

from __future__ import annotations

from lift.engine.request import Phase
from lift.errors import BaselineError
from lift.measure.baseline import Baseline, capture_baseline, load_baseline, save_baseline
from lift.measure.results import Rollout
from lift.optimize.observer import Observer, Progress, remaining_s
from lift.optimize.plan import OptimizePorts, Plan
from lift.roles.role import Role, Split

__all__ = ["baseline_for"]


def baseline_for(
    *, role: Role, plan: Plan, ports: OptimizePorts, run_id: str, threads: int
) -> Baseline:
    """Return the saved baseline if it applies, else capture and save one.

    A stale one is never used; the observer is told why.

    Raises:
        LiftError: from the engine while capturing; half a baseline is not kept.
    """
    path = ports.project.baseline_path
    try:
        baseline = load_baseline(path, role.name)
        baseline.match(plan.fingerprint)
        _check_examples(baseline, plan)
    except BaselineError as stale:
        ports.observer.note(f"capturing a baseline, because {stale.message}")
    else:
        ports.observer.note(f"using the baseline captured {baseline.created}")
        return baseline
    watch = _Watch(len(plan.splits[Split.VAL]), ports)
    baseline = capture_baseline(
        role=role,
        program=plan.program,
        session=ports.engine.session(run_id=run_id, phase=Phase.BASELINE),
        fingerprint=plan.fingerprint,
        now=ports.clock.now(),
        threads=threads,
        on_done=watch.on_done,
    )
    save_baseline(path, baseline)
    return baseline


def _check_examples(baseline: Baseline, plan: Plan) -> None:
    """Make sure that its rollouts line up with the examples that the search will use."""
    own = [one.id for one in plan.splits[Split.VAL]]
    if [one.example_id for one in baseline.rollouts] != own:
        raise BaselineError(
            f"the saved baseline of role {baseline.role} covers other examples than validation has"
        )


class _Watch:
    """Turns finished examples into progress."""

    def __init__(self, total: int, ports: OptimizePorts) -> None:
        self._total = total
        self._clock = ports.clock
        self._observer: Observer = ports.observer
        self._started = ports.clock.monotonic()
        self._scores: list[float] = []

    def on_done(self, rollout: Rollout) -> None:
        """Tell the observer how far the capture is."""
        self._scores.append(rollout.score)
        done = len(self._scores)
        self._observer.progress(
            Progress(
                phase=Phase.BASELINE,
                done=done,
                total=self._total,
                seed_score=sum(self._scores) / done,
                remaining_s=remaining_s(
                    elapsed_s=self._clock.monotonic() - self._started, done=done, total=self._total
                ),
            )
        )
