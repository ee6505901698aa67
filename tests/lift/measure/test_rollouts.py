from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from lift.engine.gateway import Session
from lift.engine.ports import RequestSender
from lift.engine.request import ModelRequest
from lift.engine.stop import EngineStop
from lift.errors import BudgetExceeded, LiftError, ModelNotFound, UsageError
from lift.measure.results import Rollout
from lift.measure.rollouts import run_rollouts, run_traced
from lift.roles.role import Example, Metric, ProgramRun, Score
from lift.testing import ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, exact_match, numbered_examples

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

OpenSession = Callable[..., Session]
THREADS = [1, 4]


def question(request: ModelRequest) -> str:
    return request.messages[-1].content.split()[0]


def run(
    session: Session,
    count: int = 6,
    *,
    metric: Metric = exact_match,
    threads: int = 1,
    program: ScriptedProgram | None = None,
) -> tuple[Rollout, ...]:
    return run_rollouts(
        program=program or ScriptedProgram(),
        examples=numbered_examples(count),
        metric=metric,
        session=session,
        threads=threads,
    )


@pytest.mark.parametrize("threads", THREADS)
def test_results_are_aligned_with_the_examples_however_they_finish(
    open_session: OpenSession, threads: int
) -> None:
    def slow_first(request: ModelRequest) -> str:
        time.sleep(0.03 if question(request) == "q0" else 0)
        return "yes" if question(request) in {"q0", "q3"} else "no"

    rollouts = run(open_session(slow_first), threads=threads)

    assert [one.example_id for one in rollouts] == ["q0", "q1", "q2", "q3", "q4", "q5"]
    assert [one.score for one in rollouts] == [1, 0, 0, 1, 0, 0]
    assert rollouts[0].feedback == "Right."
    assert rollouts[0].outputs == {"reasoning": "I was asked q0.", "answer": "yes"}


@pytest.mark.parametrize("threads", THREADS)
def test_calls_are_counted_to_the_rollout_that_made_them(
    open_session: OpenSession, threads: int
) -> None:
    def as_long_as_its_number(request: ModelRequest) -> str:
        return "x" * (1 + int(question(request)[1:]))

    session = open_session(as_long_as_its_number)
    rollouts = run(session, 8, threads=threads, program=ScriptedProgram(calls=3))

    assert [len(one.calls) for one in rollouts] == [3] * 8
    assert [one.completion_tokens for one in rollouts] == [3 * n for n in range(1, 9)]
    assert all(one.latency_ms == approx(60.0) for one in rollouts)
    assert len({call.key for one in rollouts for call in one.calls}) == 24


def test_threads_run_at_once(open_session: OpenSession) -> None:
    together = threading.Barrier(4, timeout=5)

    def meet(request: ModelRequest) -> str:
        together.wait()
        return "yes"

    host = ScriptedHost(meet)
    rollouts = run(open_session(host=host), 4, threads=4)

    assert host.most_at_once == 4
    assert len(rollouts) == 4


def raising_metric(example: Example, _: ProgramRun) -> Score:
    raise ZeroDivisionError(f"no score for {example.id}")


def test_a_metric_that_fails_scores_0_and_says_so(open_session: OpenSession) -> None:
    rollout = run(open_session(), 1, metric=raising_metric)[0]

    assert rollout.score == 0
    assert rollout.error == "metric: ZeroDivisionError: no score for q0"
    assert rollout.feedback == "The metric failed: ZeroDivisionError: no score for q0"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (float("nan"), "the score is nan, not between 0 and 1"),
        (float("inf"), "the score is inf, not between 0 and 1"),
        (1.01, "the score is 1.01, not between 0 and 1"),
        (-0.5, "the score is -0.5, not between 0 and 1"),
        ("high", "the score is str, not a number"),
        (None, "the score is NoneType, not a number"),
    ],
)
def test_a_score_that_is_none_is_an_error(
    open_session: OpenSession, value: float, problem: str
) -> None:
    def metric(_: Example, run: ProgramRun) -> Score:
        return Score(value=value, feedback="?")

    rollout = run(open_session(), 1, metric=metric)[0]

    assert (rollout.score, rollout.error) == (0.0, f"metric: {problem}")


def test_a_metric_that_returns_something_else_is_an_error(open_session: OpenSession) -> None:
    def metric(_: Example, run: ProgramRun) -> Score:
        return 1.0  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    assert run(open_session(), 1, metric=metric)[0].error == (
        "metric: it returned float, not a Score"
    )


@pytest.mark.parametrize("value", [True, 1, 0, 0.25])
def test_every_finite_number_from_0_to_1_is_a_score(
    open_session: OpenSession, value: float
) -> None:
    def metric(_: Example, run: ProgramRun) -> Score:
        return Score(value=value, feedback="")

    rollout = run(open_session(), 1, metric=metric)[0]

    assert (rollout.score, rollout.error) == (float(value), None)
    assert isinstance(rollout.score, float)


def test_a_violation_makes_the_score_0(open_session: OpenSession) -> None:
    def metric(_: Example, run: ProgramRun) -> Score:
        return Score(value=1.0, feedback="works", violations=("os",))

    rollout = run(open_session(), 1, metric=metric)[0]

    assert (rollout.score, rollout.violations, rollout.error) == (0.0, ("os",), None)


def crash(_: ModelRequest) -> str:
    return "crash!"


def test_a_program_that_fails_scores_0_without_asking_the_metric(
    open_session: OpenSession,
) -> None:
    rollout = run(open_session(crash), 1, metric=raising_metric)[0]

    assert rollout.score == 0
    assert rollout.error == "ValueError: crash!"
    assert rollout.feedback == "The program failed: ValueError: crash!"
    assert len(rollout.calls) == 1  # paid all the same


@pytest.mark.parametrize("threads", THREADS)
def test_an_error_of_the_engine_ends_the_batch(open_session: OpenSession, threads: int) -> None:
    def refuse(request: ModelRequest) -> str:
        if question(request) == "q2":
            raise ModelNotFound("no such model")
        return "yes"

    host = ScriptedHost(refuse)
    with pytest.raises(ModelNotFound, match="no such model"):
        run(open_session(host=host), 200, threads=threads)

    assert len(host.requests) < 100


@pytest.mark.parametrize("threads", THREADS)
def test_a_budget_ends_the_batch_before_the_example_runs(
    open_session: OpenSession, threads: int
) -> None:
    allowed = iter(range(5))
    lock = threading.Lock()

    def spend(example: Example) -> None:
        with lock:
            if next(allowed, None) is None:
                raise BudgetExceeded(kind="metric_calls", limit=5, spent=5, requested=1)

    host = ScriptedHost(lambda _: "yes")
    with pytest.raises(BudgetExceeded):
        run_rollouts(
            program=ScriptedProgram(),
            examples=numbered_examples(50),
            metric=exact_match,
            session=open_session(host=host),
            threads=threads,
            on_start=spend,
        )

    assert len(host.requests) == 5


class Stopping:
    """A program whose LM object carried an engine error past `except Exception`."""

    def instructions(self) -> dict[str, str]:
        return {}

    def with_instructions(self, instructions: object) -> Stopping:
        return self

    def state(self) -> dict[str, object]:
        return {}

    def run(self, example: Example, sender: RequestSender) -> ProgramRun:
        raise EngineStop(ModelNotFound("gone"))


@pytest.mark.parametrize("threads", THREADS)
def test_an_engine_stop_is_unwrapped(open_session: OpenSession, threads: int) -> None:
    with pytest.raises(ModelNotFound, match="gone"):
        run_rollouts(
            program=Stopping(),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            examples=numbered_examples(5),
            metric=exact_match,
            session=open_session(),
            threads=threads,
        )


@pytest.mark.parametrize("threads", THREADS)
def test_an_interrupt_begins_nothing_new(open_session: OpenSession, threads: int) -> None:
    host = ScriptedHost(lambda _: "yes")

    def interrupt(rollout: Rollout) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_rollouts(
            program=ScriptedProgram(),
            examples=numbered_examples(100),
            metric=exact_match,
            session=open_session(host=host),
            threads=threads,
            on_done=interrupt,
        )

    assert len(host.requests) <= threads + 1


def test_control_c_waits_for_the_calls_in_flight_and_begins_no_other(
    open_session: OpenSession,
) -> None:
    def press(request: ModelRequest) -> str:
        if question(request) == "q7":
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.02)
        return "yes"

    host = ScriptedHost(press)
    session = open_session(host=host)
    with pytest.raises(KeyboardInterrupt):
        run(session, 400, threads=4)
    answered = session.engine.ledger.totals()["baseline"].calls

    assert 8 <= answered < 30
    assert len(host.requests) == answered
    time.sleep(0.05)
    assert len(host.requests) == answered


def test_a_lift_error_of_the_metric_passes(open_session: OpenSession) -> None:
    def metric(_: Example, run: ProgramRun) -> Score:
        raise LiftError("the sandbox is gone")

    with pytest.raises(LiftError, match="sandbox"):
        run(open_session(), 1, metric=metric)


def test_progress_is_told_one_at_a_time(open_session: OpenSession) -> None:
    seen: list[str] = []
    inside = threading.Lock()

    def note(rollout: Rollout) -> None:
        assert inside.acquire(blocking=False)
        time.sleep(0.001)
        seen.append(rollout.example_id)
        inside.release()

    rollouts = run_rollouts(
        program=ScriptedProgram(),
        examples=numbered_examples(20),
        metric=exact_match,
        session=open_session(),
        threads=8,
        on_done=note,
    )

    assert sorted(seen) == sorted(one.example_id for one in rollouts)


def test_traces_come_with_the_rollouts(open_session: OpenSession) -> None:
    traced = run_traced(
        program=ScriptedProgram(),
        examples=numbered_examples(3),
        metric=exact_match,
        session=open_session(),
        threads=2,
    )

    assert [one.run.trace[0].inputs["question"] for one in traced] == ["q0", "q1", "q2"]
    assert [one.rollout.example_id for one in traced] == ["q0", "q1", "q2"]


def test_no_examples_are_no_rollouts(open_session: OpenSession) -> None:
    assert run(open_session(), 0, threads=3) == ()


def test_threads_have_to_be_positive(open_session: OpenSession) -> None:
    with pytest.raises(UsageError, match="at least 1, not 0"):
        run(open_session(), 1, threads=0)


def test_the_ledger_names_rollout_and_example(open_session: OpenSession) -> None:
    session = open_session()
    run_rollouts(
        program=ScriptedProgram(),
        examples=numbered_examples(1),
        metric=exact_match,
        session=session,
        rollout="baseline",
    )

    assert [row.label for row in session.engine.ledger.calls()] == ["baseline q0"]
