"""What the package's own tests say about the unchanged package: which pass, and what they reach."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lift.errors import DataError
from lift.seeding.messages import Collected, CollectedTest, RunOutcome, TestResult
from lift.seeding.scan import SeedFunction
from lift.seeding.worker import RunCommand, SuiteWorker

__all__ = ["Suite", "run_suite"]

_MOST_CRASHES = 5
_MOST_TESTS = 200
"""Tests that judge one function, the most specific ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The tests that can judge mutants."""

    tests: Mapping[str, CollectedTest]
    """Tests that passed, by id, in pytest's order."""
    left_out: Mapping[str, str]
    """The others by id: `failing`, `skipped`, `crashing`, `slow`."""
    broken: tuple[str, ...]
    """Files that could not be collected."""
    seconds: Mapping[str, float]
    """How long each test took."""
    reached_by: Mapping[tuple[str, int, str], tuple[str, ...]]
    """Tests per function (file, first line, name), the most specific first."""
    python: str

    def tests_of(self, seed: SeedFunction) -> tuple[str, ...]:
        """The tests that reach a function, those that reach least else first."""
        key = (seed.file, seed.function.first_line, seed.function.name)
        return self.reached_by.get(key, ())


def run_suite(worker: SuiteWorker, *, timeout_s: float, slow_test_s: float) -> Suite:
    """Run every test once and note which functions it reaches.

    Args:
        timeout_s: For one whole run.
        slow_test_s: Tests that took longer do not judge: mutants would wait for them.

    Raises:
        EnvironmentFault: pytest does not start there.
        DataError: no test passes, or the suite does not end.
    """
    collected = worker.start()
    left_out: dict[str, str] = {}
    traced = _run(worker, collected, left_out, timeout_s=timeout_s)
    names = {"failed": "failing", "skipped": "skipped"}
    for test, result in traced.items():
        if result.outcome != "passed":
            left_out[test] = names.get(result.outcome, result.outcome)
        elif result.seconds > slow_test_s:
            left_out[test] = "slow"
    passing = {test.id: test for test in collected.tests if test.id not in left_out}
    if not passing:
        raise DataError(_nothing_passes(collected, left_out), hint="run the package's tests first")
    return Suite(
        tests=passing,
        left_out=left_out,
        broken=collected.broken,
        seconds={test: traced[test].seconds for test in passing},
        reached_by=_invert([traced[test] for test in passing]),
        python=collected.python,
    )


def _run(
    worker: SuiteWorker,
    collected: Collected,
    left_out: dict[str, str],
    *,
    timeout_s: float,
) -> dict[str, TestResult]:
    """Run what is not left out, again without each test that ends the process."""
    for _ in range(_MOST_CRASHES):
        tests = [test.id for test in collected.tests if test.id not in left_out]
        outcome = worker.run(RunCommand(tests=tests, deadline_s=timeout_s, trace=True))
        if outcome.status == "done":
            return {result.test: result for result in outcome.results}
        if outcome.status == "timeout" or outcome.running is None:
            raise DataError(
                _stuck(outcome, timeout_s), hint="raise --suite-timeout-s or fix the test"
            )
        left_out[outcome.running] = "crashing"
    raise DataError(
        f"{_MOST_CRASHES} tests end the whole process, the last one {list(left_out)[-1]}",
        hint="name the tests that work: --tests FILE",
    )


def _stuck(outcome: RunOutcome, timeout_s: float) -> str:
    where = outcome.running or "before the first test"
    return f"the suite did not end within {timeout_s:.0f} s; it stood at {where}"


def _invert(results: Sequence[TestResult]) -> dict[tuple[str, int, str], tuple[str, ...]]:
    reached: defaultdict[tuple[str, int, str], list[tuple[int, int, str]]] = defaultdict(list)
    for order, result in enumerate(results):
        for key in result.reached:
            reached[key].append((len(result.reached), order, result.test))
    return {
        key: tuple(test for _, _, test in sorted(tests)[:_MOST_TESTS])
        for key, tests in reached.items()
    }


def _nothing_passes(collected: Collected, left_out: Mapping[str, str]) -> str:
    counts = ", ".join(f"{n} {reason}" for reason, n in sorted(Counter(left_out.values()).items()))
    found = (
        f"{len(collected.tests)} tests collected ({counts})" if left_out else "no tests collected"
    )
    broken = f"; not importable: {', '.join(collected.broken[:5])}" if collected.broken else ""
    return f"no test passes on the unchanged package: {found}{broken}"
