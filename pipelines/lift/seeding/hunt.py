"""Try mutants in their order until there are enough, then write what was found."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lift.errors import DataError
from lift.roles.role import Split
from lift.seeding.layout import Layout
from lift.seeding.messages import RunOutcome
from lift.seeding.output import write_dataset
from lift.seeding.report import SeedOptions, SeedProgress, SeedReport
from lift.seeding.scan import Scan
from lift.seeding.selection import Candidate, Quota, assign_splits, order_candidates
from lift.seeding.splice import indent
from lift.seeding.suite import Suite, run_suite
from lift.seeding.tasks import Kill, TaskMaker
from lift.seeding.worker import RunCommand, WorkerPool
from lift.seeding.workspace import copy_project

__all__ = ["Hunt"]

_BATCH = 32
"""Mutants tried before looking whether there are enough; fixed, so that cores decide nothing."""


class Hunt:
    """Tries mutants in their order until there are enough."""

    def __init__(
        self,
        *,
        layout: Layout,
        scan: Scan,
        pool: WorkerPool,
        options: SeedOptions,
        tell: Callable[[SeedProgress], None],
    ) -> None:
        self._layout, self._scan, self._pool = layout, scan, pool
        self._options, self._tell = options, tell
        self._fates: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter(scan.skipped)
        self._suite: Suite | None = None
        self._flaky: set[str] = set()
        self._sealed_off = 0
        self.kept: list[Kill] = []

    def run(self, seed: int) -> None:
        self._tell(SeedProgress(phase="suite", done=0, total=0, killed=0))
        with self._pool.worker() as worker:
            suite = run_suite(
                worker,
                timeout_s=self._options.suite_timeout_s,
                slow_test_s=self._options.slow_test_s,
            )
        self._suite = suite
        judged = self._judged(suite)
        candidates = order_candidates(
            [item for item in self._scan.functions if item.group in judged], seed=seed
        )
        options = self._options
        quota = Quota(
            limit=options.limit, per_class=options.per_class, per_function=options.per_function
        )
        reserve: list[Kill] = []
        done = 0
        for batch in _batches(candidates, quota):
            for kill in self._try(batch, judged, suite):
                if kill.kind != "assertion":
                    reserve.append(kill)
                elif quota.wants(kill.candidate):
                    quota.take(kill.candidate)
                    self.kept.append(kill)
            done += len(batch)
            self._tell(
                SeedProgress(
                    phase="mutants", done=done, total=len(candidates), killed=len(self.kept)
                )
            )
        # A failing assertion says what was wanted, so the other kills only fill what is left.
        for kill in sorted(reserve, key=lambda k: ("error", "crash", "timeout").index(k.kind)):
            if quota.wants(kill.candidate):
                quota.take(kill.candidate)
                self.kept.append(kill)
        if not self.kept:
            raise DataError(
                f"the tests of {self._layout.package} noticed none of {done} mutants "
                f"({len(judged)} functions reached by {len(suite.tests)} passing tests)",
                hint="check that the tests import this package and assert what it returns",
            )

    def _judged(self, suite: Suite) -> dict[str, tuple[tuple[str, ...], float]]:
        """Tests and deadline per function; each set of tests has to pass alone, unchanged."""
        reached = [(item, suite.tests_of(item)) for item in self._scan.functions]
        self._skipped["no passing test reaches it"] = sum(1 for _, tests in reached if not tests)
        wanted = [(item, tests) for item, tests in reached if tests]
        commands = [
            RunCommand(tests=tests, deadline_s=self._deadline(tests, suite)) for _, tests in wanted
        ]
        judged: dict[str, tuple[tuple[str, ...], float]] = {}
        for (item, tests), outcome in zip(wanted, self._pool.run_all(commands), strict=True):
            passed = {r.test for r in outcome.results if r.outcome == "passed"}
            alone = tuple(test for test in tests if test in passed)
            self._flaky.update(set(tests) - passed)
            if alone:
                judged[item.group] = (alone, self._deadline(alone, suite))
            else:
                self._skipped["its tests do not pass alone"] += 1
        return judged

    def _deadline(self, tests: Sequence[str], suite: Suite) -> float:
        return self._options.timeout_s + 3 * sum(suite.seconds[test] for test in tests)

    def _try(
        self,
        batch: Sequence[Candidate],
        judged: Mapping[str, tuple[tuple[str, ...], float]],
        suite: Suite,
    ) -> Iterator[Kill]:
        commands = [self._command(candidate, *judged[candidate.seed.group]) for candidate in batch]
        for candidate, outcome in zip(batch, self._pool.run_all(commands), strict=True):
            kill = _kill_of(candidate, outcome, suite)
            self._fates[kill.kind if kill else _fate(outcome)] += 1
            if kill is not None:
                yield kill

    def _command(
        self, candidate: Candidate, tests: tuple[str, ...], deadline_s: float
    ) -> RunCommand:
        function, workspace = candidate.seed.function, self._pool.plan.workspace
        lines = candidate.seed.module_text.split("\n")
        changed = indent(candidate.mutation.source, function.indent).split("\n")[:-1]
        text = [*lines[: function.first_line - 1], *changed, *lines[function.last_line :]]
        return RunCommand(
            tests=tests,
            deadline_s=deadline_s,
            file=workspace / candidate.seed.file,
            module=candidate.seed.module,
            source="\n".join(text),
            chain=function.chain,
            stop_at_first=True,
        )

    def write(self, out: Path, *, python: str, seed: int, began: float) -> SeedReport:
        """Write the dataset and report."""
        suite = self._suite
        if suite is None:
            raise DataError("nothing was tried")
        snapshot = self._pool.plan.scratch / "snapshot"
        copy_project(self._layout, snapshot)
        with self._pool.worker() as worker:
            maker = TaskMaker(
                layout=self._layout,
                workspace=self._pool.plan.workspace,
                suite=suite,
                worker=worker,
                python=python,
                seed=seed,
            )
            timeout_s = self._options.suite_timeout_s
            self.kept = maker.settle(self.kept, snapshot=snapshot, timeout_s=timeout_s)
            self._sealed_off = maker.tests_lost
            splits = self._splits(seed)
            written = write_dataset(
                out,
                kills=self.kept,
                splits=splits,
                maker=maker,
                snapshot=snapshot,
            )
        return self._report(out, written.project, written.checks, splits, suite, began)

    def _splits(self, seed: int) -> dict[str, Split]:
        classes: dict[str, list[str]] = {}
        for kill in self.kept:
            bug_class = kill.candidate.mutation.bug_class
            classes.setdefault(kill.candidate.seed.group, []).append(bug_class)
        return assign_splits(classes, shares=self._options.shares, seed=seed)

    def _report(
        self,
        out: Path,
        project: Path | None,
        checks: Mapping[str, int],
        splits: Mapping[str, Split],
        suite: Suite,
        began: float,
    ) -> SeedReport:
        left_out = Counter(suite.left_out.values())
        left_out["flaky"] = len(self._flaky)
        left_out["not in the sandbox"] = self._sealed_off
        left_out["not collected"] = len(suite.broken)
        by_split = Counter(splits[kill.candidate.seed.group].value for kill in self.kept)
        return SeedReport(
            out=out,
            project=project,
            package=self._layout.package,
            version=self._layout.version,
            python=suite.python,
            tasks=len(self.kept),
            functions=len(splits),
            tests=len(suite.tests),
            tests_left_out=_counts(left_out),
            functions_skipped=_counts(self._skipped),
            mutants=_counts(self._fates),
            by_class=_counts(Counter(k.candidate.mutation.bug_class for k in self.kept)),
            by_split={split.value: by_split[split.value] for split in Split},
            by_check=checks,
            seconds=time.monotonic() - began,
        )


def _counts(counter: Mapping[str, int]) -> dict[str, int]:
    return {name: n for name, n in sorted(counter.items()) if n}


def _batches(candidates: Sequence[Candidate], quota: Quota) -> Iterator[list[Candidate]]:
    """Next mutants in order, those whose kill would not be kept passed over."""
    batch: list[Candidate] = []
    for candidate in candidates:
        if quota.full:
            return
        if quota.wants(candidate):
            batch.append(candidate)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch and not quota.full:
        yield batch


def _kill_of(candidate: Candidate, outcome: RunOutcome, suite: Suite) -> Kill | None:
    failed = outcome.failed
    if failed is not None and failed.failure is not None:
        test, kind = failed.test, failed.failure.kind
    elif outcome.status in ("timeout", "crashed") and outcome.running in suite.tests:
        test, kind = str(outcome.running), "timeout" if outcome.status == "timeout" else "crash"
    else:
        return None
    return Kill(
        candidate=candidate,
        kind=kind,
        test=suite.tests[test],
        result=failed,
    )


def _fate(outcome: RunOutcome) -> str:
    return "refused" if outcome.status == "refused" else "survived"
