"""The proof on the sealed split: baseline and winner, interleaved, once, at the end.

What a role has beside its sealed split is measured by the same function, after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lift.engine.ports import Clock
from lift.engine.request import Phase
from lift.measure.interleave import PairMeasurement, measure_pair
from lift.measure.results import Rollout
from lift.measure.rollouts import SenderSource
from lift.optimize.observer import Observer, Progress, remaining_s
from lift.roles.role import Example, Metric, Program

__all__ = ["prove"]


def prove(
    *,
    baseline: Program,
    winner: Program,
    examples: tuple[Example, ...],
    metric: Metric,
    session: SenderSource,
    seed: int,
    clock: Clock,
    observer: Observer,
) -> PairMeasurement:
    """Measure both programs in one thread on examples that the search did not see.

    Raises:
        DataError: there are no examples.
        LiftError: from the engine; half a proof proves nothing.
    """
    watch = _Watch(total=len(examples), clock=clock, observer=observer)
    return measure_pair(
        baseline=baseline,
        winner=winner,
        examples=examples,
        metric=metric,
        session=session,
        seed=seed,
        on_done=watch.on_done,
    )


@dataclass(slots=True)
class _Watch:
    """Turns finished pairs into progress."""

    total: int
    clock: Clock
    observer: Observer
    done: int = 0
    winner_score: float = 0.0
    baseline_score: float = 0.0
    started: float | None = None

    def on_done(self, before: Rollout, after: Rollout) -> None:
        """Tell the observer how far the proof is; running means, nothing is decided on them."""
        now = self.clock.monotonic()
        if self.started is None:
            self.started = now
        self.done += 1
        self.winner_score += after.score
        self.baseline_score += before.score
        self.observer.progress(
            Progress(
                phase=Phase.PROOF,
                done=self.done,
                total=self.total,
                best_score=self.winner_score / self.done,
                seed_score=self.baseline_score / self.done,
                remaining_s=remaining_s(
                    elapsed_s=now - self.started, done=self.done, total=self.total
                ),
            )
        )
