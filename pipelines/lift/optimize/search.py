"""Run one search to its end, whatever ends it, and name the best so far.

Called by `lift.optimize.pipeline`. A budget ends a search in order; a dead host or a missing
recording is an error, and the same command continues the run later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lift.engine.budget import Budget, Spending
from lift.engine.request import Phase
from lift.errors import BudgetExceeded
from lift.measure.results import Rollout
from lift.measure.rollouts import SenderSource
from lift.optimize.gates import select
from lift.optimize.journal import Candidate, Journal
from lift.optimize.judge import Judge, SearchEnded, SearchTask
from lift.optimize.observer import Observer, Progress
from lift.optimize.optimizers import Optimizer
from lift.optimize.proposer import Proposer

__all__ = ["SearchEnd", "SearchResult", "run_search"]

_METRIC_CALLS = "metric_calls"
"""The cap that plans the length of a search; using it up is no early stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEnd:
    """What ended a search."""

    reason: str
    """In words, as a clause."""
    cap: str | None
    """Kind of the cap that ended it, as in `tokens`; None when it ended by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found."""

    candidates: tuple[Candidate, ...]
    """Every candidate with its verdict; the first is the program as it was."""
    best: Candidate | None
    """The best that beat the seed on validation; None when nothing did."""
    end: SearchEnd

    @property
    def cut_short(self) -> bool:
        """True when a cap ended it before it could be said to have tried.

        Metric calls plan how long a search is: once they are used up with at least one proposal
        judged, it has run its course.
        """
        if self.end.cap is None:
            return False
        judged = any(one.minibatch is not None for one in self.candidates)
        return self.end.cap != _METRIC_CALLS or not judged

    @property
    def proposals(self) -> int:
        """How many proposals were considered, refused ones included."""
        return max(0, len(self.candidates) - 1)


def run_search(
    *,
    task: SearchTask,
    session: SenderSource,
    proposer: Proposer,
    budget: Budget,
    optimizer: Optimizer,
    seed: int,
    observer: Observer,
    beat: Callable[[], None] = lambda: None,
) -> SearchResult:
    """Search until a cap or the optimizer ends it.

    Args:
        session: of the program's model, on the same budget as the proposer's.
        beat: called after each example, to note that the run is alive.

    Raises:
        LiftError: from the engine: a dead host, a missing recording, a damaged database.
    """
    watch = _Watch(budget, observer, beat)
    judge = Judge(
        task=task,
        session=session,
        proposer=proposer,
        budget=budget,
        on_done=watch.on_done,
        note=observer.note,
    )
    watch.follow(judge.journal)
    end = _run_to_end(optimizer, judge, seed, budget)
    observer.note(f"the search ended: {end.reason}")
    best = select(judge.journal.candidates)
    candidates = judge.journal.decide(
        None if best is None else best.index,
        unfinished="the search ended before it was validated",
    )
    found = None if best is None or best.index == 0 else candidates[best.index]
    return SearchResult(candidates=candidates, best=found, end=end)


def _run_to_end(optimizer: Optimizer, judge: Judge, seed: int, budget: Budget) -> SearchEnd:
    try:
        optimizer(judge=judge, seed=seed)
    except BudgetExceeded as stop:
        if stop.missed is not None and not _was_reached(stop, budget):
            raise stop.missed from stop
        return SearchEnd(reason=stop.message, cap=stop.kind)
    except SearchEnded as end:
        return SearchEnd(reason=str(end), cap=None)
    return SearchEnd(reason="the optimizer has come to its own end", cap=None)


def _was_reached(stop: BudgetExceeded, budget: Budget) -> bool:
    """Tell whether a replay has spent what the recorded search had when this cap ended it.

    Less means that a call in its middle is missing. Wall time and memory cannot be compared.
    """
    spent = budget.spending()[stop.kind].spent
    return not stop.requested or spent + stop.requested > stop.limit


class _Watch:
    """Turns finished examples into progress."""

    def __init__(self, budget: Budget, observer: Observer, beat: Callable[[], None]) -> None:
        self._budget = budget
        self._observer = observer
        self._beat = beat
        self._journal: Journal | None = None

    def follow(self, journal: Journal) -> None:
        """Read candidates and scores from this journal."""
        self._journal = journal

    def on_done(self, _: Rollout) -> None:
        """Tell the observer where the search stands."""
        self._beat()
        spending = self._budget.spending()
        candidates = self._journal.candidates if self._journal is not None else ()
        best = select(candidates)
        line = spending[_METRIC_CALLS]
        self._observer.progress(
            Progress(
                phase=Phase.SEARCH,
                done=int(line.spent),
                total=None if line.limit is None else int(line.limit),
                candidates=max(0, len(candidates) - 1),
                best_score=best.val_score if best is not None else None,
                seed_score=candidates[0].val_score if candidates else None,
                spending=spending,
                remaining_s=_remaining_s(spending),
            )
        )


def _remaining_s(spending: dict[str, Spending]) -> float | None:
    """Extrapolate from the cap that will be reached first."""
    elapsed = spending["wall_s"].spent
    used = max(
        (
            line.spent / line.limit
            for kind, line in spending.items()
            if kind != "memory_mb" and line.limit
        ),
        default=0.0,
    )
    return elapsed * (1 - used) / used if 0 < used <= 1 else None
