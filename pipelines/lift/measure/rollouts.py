"""Run a program over examples and judge each output: the one loop that every measurement shares.

Called by baseline capture, the search, the proof and regression runs. Each rollout gets a sender of
its own, so its model calls are counted to it by binding and not by which thread they ran in.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import Protocol, cast

from lift.engine.ports import RequestSender
from lift.engine.stop import EngineStop
from lift.errors import LiftError, UsageError
from lift.measure.results import CallCost, Rollout
from lift.roles.role import Example, Metric, Program, ProgramRun, Score

__all__ = ["SenderSource", "TracedRollout", "run_one", "run_rollouts", "run_traced"]


class SenderSource(Protocol):
    """What a rollout needs of an engine session; `lift.engine.session.Session` is one."""

    def sender(
        self,
        *,
        rollout: str,
        on_call: Callable[[CallCost], None] | None = None,
        label: str | None = None,
    ) -> RequestSender:
        """Return a sender whose calls are reported to `on_call`; `label` is for people."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedRollout:
    """A rollout with what the program did, for optimizers that reflect on it."""

    rollout: Rollout
    run: ProgramRun


def run_rollouts(
    *,
    program: Program,
    examples: Sequence[Example],
    metric: Metric,
    session: SenderSource,
    threads: int = 1,
    rollout: str = "",
    on_start: Callable[[Example], None] | None = None,
    on_done: Callable[[Rollout], None] | None = None,
) -> tuple[Rollout, ...]:
    """Run the program once on each example and judge what it returned.

    Args:
        threads: how many examples run at once; with 1 everything happens in the calling thread.
        rollout: part of every request's key; repetitions that must not share answers differ in it.
        on_start: called before an example runs, in its worker; a `LiftError` it raises (a budget
            that refuses another metric call) ends the whole batch.
        on_done: called with each finished rollout, in order of finishing, never by two threads at
        once.

    Returns:
        One rollout per example, in the order of `examples`.

    Raises:
        LiftError: whatever the engine, the metric or `on_start` raised on purpose. Examples that
            have not begun are cancelled; those in flight are waited for.
        KeyboardInterrupt: likewise.
    """
    traced = run_traced(
        program=program,
        examples=examples,
        metric=metric,
        session=session,
        threads=threads,
        rollout=rollout,
        on_start=on_start,
        on_done=on_done,
    )
    return tuple(one.rollout for one in traced)


def run_traced(
    *,
    program: Program,
    examples: Sequence[Example],
    metric: Metric,
    session: SenderSource,
    threads: int = 1,
    rollout: str = "",
    on_start: Callable[[Example], None] | None = None,
    on_done: Callable[[Rollout], None] | None = None,
) -> tuple[TracedRollout, ...]:
    """Do as `run_rollouts`, and keep each program run with its trace."""
    if threads < 1:
        raise UsageError(f"threads must be at least 1, not {threads}", hint="pass --threads 1")
    stop = threading.Event()
    reporting = threading.Lock()

    def work(example: Example) -> TracedRollout | None:
        if stop.is_set():
            return None
        with _stopping(stop):
            if on_start is not None:
                on_start(example)
            one = run_one(
                program=program, example=example, metric=metric, session=session, rollout=rollout
            )
            if on_done is not None:
                with reporting:
                    on_done(one.rollout)
        return one

    done = _in_turn(work, examples) if threads == 1 else _in_pool(work, examples, threads, stop)
    return tuple(one for one in done if one is not None)


def run_one(
    *,
    program: Program,
    example: Example,
    metric: Metric,
    session: SenderSource,
    rollout: str = "",
) -> TracedRollout:
    """Run and judge a single example; raises as `run_rollouts` does."""
    costs: list[CallCost] = []
    sender = session.sender(
        rollout=rollout, on_call=costs.append, label=f"{rollout} {example.id}".lstrip()
    )
    try:
        run = program.run(example, sender)
    except EngineStop as stop:
        raise stop.error from stop
    score, error = _judge(metric, example, run)
    return TracedRollout(
        run=run,
        rollout=Rollout(
            example_id=example.id,
            group=example.group,
            score=score.value,
            feedback=score.feedback,
            outputs=dict(run.outputs),
            calls=tuple(costs),
            violations=tuple(score.violations),
            error=error,
        ),
    )


def _judge(metric: Metric, example: Example, run: ProgramRun) -> tuple[Score, str | None]:
    """Score a run; whatever goes wrong is a score of 0 with the reason as feedback."""
    if run.error is not None:
        return Score(value=0.0, feedback=f"The program failed: {run.error}"), run.error
    try:
        score = metric(example, run)
        problem = _score_problem(score)
    except LiftError:
        raise
    except Exception as error:  # noqa: BLE001 - the user's metric: an isolation point
        problem = f"{type(error).__name__}: {error}"
    else:
        if problem is None:
            value = 0.0 if score.violations else float(score.value)
            return replace(score, value=value), None
    return Score(value=0.0, feedback=f"The metric failed: {problem}"), f"metric: {problem}"


def _score_problem(score: object) -> str | None:
    """Say what is wrong with a metric's answer, None when nothing is."""
    if not isinstance(score, Score):
        return f"it returned {type(score).__name__}, not a Score"
    value = cast("object", score.value)
    if not isinstance(value, (int, float)):
        return f"the score is {type(value).__name__}, not a number"
    if not math.isfinite(value) or not 0.0 <= value <= 1.0:
        return f"the score is {value}, not between 0 and 1"
    return None


def _in_turn(
    work: Callable[[Example], TracedRollout | None], examples: Sequence[Example]
) -> list[TracedRollout | None]:
    return [work(example) for example in examples]


def _in_pool(
    work: Callable[[Example], TracedRollout | None],
    examples: Sequence[Example],
    threads: int,
    stop: threading.Event,
) -> list[TracedRollout | None]:
    """Run in worker threads; the first failure, in the order of the examples, is raised."""
    with ThreadPoolExecutor(threads, thread_name_prefix="rollout") as pool, _stopping(stop):
        futures = [pool.submit(copy_context().run, work, example) for example in examples]
        wait(futures, return_when=FIRST_EXCEPTION)
        if stop.is_set():
            for future in futures:
                future.cancel()
        wait(futures)
        return [future.result() for future in _failures_first(futures)]


def _failed(future: Future[TracedRollout | None]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is not None


def _failures_first(
    futures: list[Future[TracedRollout | None]],
) -> list[Future[TracedRollout | None]]:
    """Return the failed futures if there are any; asking a cancelled one would hide them."""
    return [future for future in futures if _failed(future)] or futures


@contextmanager
def _stopping(stop: threading.Event) -> Generator[None, None, None]:
    """Tell the workers to begin nothing new when anything is raised in the block."""
    try:
        yield
    except BaseException:
        stop.set()
        raise
