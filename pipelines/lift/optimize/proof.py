"""The proof on the sealed split: baseline and winner, interleaved, once, at the end.

What a role has beside its sealed split comes after it: only its scores are wanted, so the programs
may run in several threads.
"""

from __future__ import annotations

from dataclasses import dataclass

from lift.engine.ports import Clock
from lift.engine.request import Phase
from lift.measure.interleave import PairMeasurement, measure_pair
from lift.measure.results import Rollout
from lift.measure.rollouts import SenderSource, run_rollouts
from lift.measure.summary import compare_pairs
from lift.optimize.observer import Observer, Progress, remaining_s
from lift.roles.role import Example, Metric, Program

__all__ = ["prove", "score_beside"]


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


def score_beside(
    *,
    baseline: Program,
    winner: Program,
    examples: tuple[Example, ...],
    metric: Metric,
    session: SenderSource,
    threads: int,
    seed: int,
    clock: Clock,
    observer: Observer,
) -> PairMeasurement:
    """Score both programs on what stands beside the sealed split; its latencies mean nothing.

    Args:
        threads: how many examples run at once.

    Raises:
        DataError: there are no examples.
        LiftError: from the engine; half of it is not reported.
    """
    watch = _Watch(total=2 * len(examples), clock=clock, observer=observer)
    before, after = (
        run_rollouts(
            program=program,
            examples=examples,
            metric=metric,
            session=session,
            threads=threads,
            rollout=f"proof:{name}",
            on_done=lambda _: watch.count(),
        )
        for name, program in (("baseline", baseline), ("winner", winner))
    )
    return PairMeasurement(
        baseline=before, winner=after, paired=compare_pairs(before, after, seed=seed)
    )


@dataclass(slots=True)
class _Watch:
    """Turns what is finished into progress."""

    total: int
    clock: Clock
    observer: Observer
    done: int = 0
    winner_score: float = 0.0
    baseline_score: float = 0.0
    started: float | None = None

    def on_done(self, before: Rollout, after: Rollout) -> None:
        """Tell the observer how far the proof is; running means, nothing is decided on them."""
        self.winner_score += after.score
        self.baseline_score += before.score
        self.count(scored=True)

    def count(self, *, scored: bool = False) -> None:
        """Tell the observer that one more is done."""
        now = self.clock.monotonic()
        if self.started is None:
            self.started = now
        self.done += 1
        self.observer.progress(
            Progress(
                phase=Phase.PROOF,
                done=self.done,
                total=self.total,
                best_score=self.winner_score / self.done if scored else None,
                seed_score=self.baseline_score / self.done if scored else None,
                remaining_s=remaining_s(
                    elapsed_s=now - self.started, done=self.done, total=self.total
                ),
            )
        )
