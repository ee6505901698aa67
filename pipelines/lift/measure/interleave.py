"""The proof: baseline and winner measured example by example, in turn, under equal conditions.

Called once at the end of an optimization, on the sealed split. One thread, so that neither program
waits for the other; which of the two goes first is a seeded coin per example, so that warm caches
and a machine that slows down favour neither.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lift.measure.results import PairedResult, Rollout
from lift.measure.rollouts import SenderSource, run_one
from lift.measure.summary import compare_pairs
from lift.roles.role import Example, Metric, Program

__all__ = ["PairMeasurement", "measure_pair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMeasurement:
    """Both programs on the same examples."""

    baseline: tuple[Rollout, ...]
    """One per example, in the order of the examples."""
    winner: tuple[Rollout, ...]
    """Likewise."""
    paired: PairedResult


def measure_pair(
    *,
    baseline: Program,
    winner: Program,
    examples: Sequence[Example],
    metric: Metric,
    session: SenderSource,
    seed: int,
    on_done: Callable[[Rollout, Rollout], None] | None = None,
) -> PairMeasurement:
    """Measure both programs on each example, interleaved, and compare them.

    The host's prompt cache has to be off, which the hosts of lift see to; the two programs'
    requests have keys of their own (`proof:baseline`, `proof:winner`), so that equal prompts are
    both measured.

    Args:
        seed: of the coin that orders each pair and of the bootstrap.
        on_done: called after each pair with (baseline, winner).

    Raises:
        DataError: there are no examples.
        LiftError: from the engine; nothing is concluded from half a proof.
    """
    coin = random.Random(seed)
    before: list[Rollout] = []
    after: list[Rollout] = []

    def measure(program: Program, name: str, example: Example) -> Rollout:
        return run_one(
            program=program,
            example=example,
            metric=metric,
            session=session,
            rollout=f"proof:{name}",
        ).rollout

    for example in examples:
        if coin.random() < 0.5:
            old = measure(baseline, "baseline", example)
            new = measure(winner, "winner", example)
        else:
            new = measure(winner, "winner", example)
            old = measure(baseline, "baseline", example)
        before.append(old)
        after.append(new)
        if on_done is not None:
            on_done(old, new)
    return PairMeasurement(
        baseline=tuple(before),
        winner=tuple(after),
        paired=compare_pairs(before, after, seed=seed),
    )
