"""`lift seed-bugs`: make repair tasks from a package and its own tests.

The package is copied, its suite is run twice unchanged, and every mutant of a function is judged
by the tests that reach that function. Only what the suite kills becomes a task.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.errors import DataError, EnvironmentFault, UsageError
from lift.roles.role import Split
from lift.seeding.layout import Layout, find_layout
from lift.seeding.output import write_dataset
from lift.seeding.scan import Scan, SeedFunction, scan_functions
from lift.seeding.selection import Candidate, Quota, SplitShares, assign_splits, order_candidates
from lift.seeding.splice import indent
from lift.seeding.suite import Suite, run_suite
from lift.seeding.tasks import Kill, TaskMaker
from lift.seeding.messages import RunOutcome
from lift.seeding.worker import RunCommand, WorkerPlan, WorkerPool
from lift.seeding.workspace import copy_project

__all__ = ["SeedOptions", "SeedProgress", "SeedReport", "seed_bugs"]

_BATCH = 32
"""Mutants tried before looking whether there are enough; fixed, so that cores decide nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedOptions:
    """What kind of dataset is wanted; None means without limit."""

    limit: int | None = None
    """Most tasks in all."""
    per_class: int | None = None
    """Most tasks of one bug class."""
    per_function: int | None = 6
    """Most tasks made from one function."""
    shares: SplitShares = SplitShares()
    timeout_s: float = 5.0
    """Seconds that the tests of one mutant may take beyond three times what they took unchanged."""
    suite_timeout_s: float = 600.0
    """Seconds for one run of the whole suite."""
    slow_test_s: float = 1.0
    """Tests that take longer do not judge mutants."""
    max_lines: int = 60
    """Longer functions are left alone."""
    jobs: int = 0
    """Processes that run mutants; 0 means one per core. Changes the speed only."""
    tests: tuple[Path, ...] = ()
    """Where the tests are; found when empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedProgress:
    """One moment of the work, for a progress line."""

    phase: str
    """`copy`, `suite`, `mutants` or `write`."""
    done: int
    total: int
    """Mutants tried and planned; fewer are tried when the limit is reached before."""
    killed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What was made, and what was left out and why."""

    out: Path
    project: Path | None
    """The snapshot beside the dataset that `pytest` checks run in; None when no task needs it."""
    package: str
    version: str | None
    python: str
    tasks: int
    functions: int
    """Functions that at least one task was made from."""
    tests: int
    """Tests that judge."""
    tests_left_out: Mapping[str, int]
    """By reason: failing, flaky, slow, skipped, crashing, not collected."""
    functions_skipped: Mapping[str, int]
    """By reason."""
    mutants: Mapping[str, int]
    """By fate: assertion, error, timeout, crash, survived, refused."""
    by_class: Mapping[str, int]
    by_split: Mapping[str, int]
    by_check: Mapping[str, int]
    seconds: float

    @property
    def killed(self) -> int:
        """Mutants that the suite noticed, whether they became tasks or not."""
        return sum(self.mutants.get(k, 0) for k in ("assertion", "error", "timeout", "crash"))


def seed_bugs(
    *,
    path: Path,
    out: Path,
    python: str,
    seed: int,
    options: SeedOptions | None = None,
    on_progress: Callable[[SeedProgress], None] | None = None,
) -> SeedReport:
    """Make a dataset of repair tasks.

    The same package, seed and options give the same file.

    Args:
        path: The package: its project folder, its own folder (installed or not), or a module.
        out: The dataset, JSONL; replaced when it is complete, not before.
        python: Interpreter that has pytest and what the package needs.
        seed: Decides which mutants are tried first and which function goes to which split.

    Raises:
        UsageError: the path or an option cannot work.
        EnvironmentFault: pytest does not run there.
        DataError: there are no usable tests, or they kill nothing.
    """
    options = options or SeedOptions()
    tell = on_progress or (lambda _: None)
    began = time.monotonic()
    _check(options)
    layout = find_layout(path, tests=options.tests)
    with tempfile.TemporaryDirectory(prefix="lift-seed-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder).resolve()
        workspace = scratch / layout.root.name
        tell(SeedProgress(phase="copy", done=0, total=0, killed=0))
        copy_project(layout, workspace)
        scan = scan_functions(layout, workspace, max_lines=options.max_lines)
        plan = WorkerPlan(
            python=python,
            workspace=workspace,
            import_root=workspace / layout.import_root,
            tests=layout.tests,
            scratch=scratch,
        )
        with WorkerPool(plan, options.jobs or os.cpu_count() or 1) as pool:
            hunt = _Hunt(layout=layout, scan=scan, pool=pool, options=options, tell=tell)
            hunt.run(seed)
            tell(SeedProgress(phase="write", done=0, total=len(hunt.kept), killed=len(hunt.kept)))
            return hunt.write(out, python=python, seed=seed, began=began)


def _check(options: SeedOptions) -> None:
    shares = options.shares
    if min(shares.train, shares.val, shares.test) < 0 or shares.train + shares.val + shares.test <= 0:
        raise UsageError("the shares of the splits must be positive", hint="--splits 30/20/50")
    for name in ("limit", "per_class", "per_function"):
        value: int | None = getattr(options, name)
        if value is not None and value < 1:
            raise UsageError(f"--{name.replace('_', '-')} {value} leaves nothing to make")
    if options.timeout_s <= 0 or options.suite_timeout_s <= 0:
        raise UsageError("a timeout must be more than 0 seconds")


class _Hunt:
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
        candidates = order_candidates([item for item in self._scan.functions if item.group in judged], seed=seed)
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
        for candidate, command, outcome in zip(
            batch, commands, self._pool.run_all(commands), strict=True
        ):
            kill = _kill_of(candidate, command, outcome, suite)
            self._fates[kill.kind if kill else _fate(outcome)] += 1
            if kill is not None:
                yield kill

    def _command(self, candidate: Candidate, tests: tuple[str, ...], deadline_s: float) -> RunCommand:
        function, workspace = candidate.seed.function, self._pool.plan.workspace
        lines = candidate.seed.module_text.split("\n")
        changed = indent(candidate.mutation.source, function.indent).split("\n")[:-1]
        text = [*lines[: function.first_line - 1], *changed, *lines[function.last_line :]]
        return RunCommand(
            tests=tests,
            deadline_s=deadline_s,
            file=workspace / candidate.seed.file,
            source="\n".join(text),
            chain=function.chain,
            stop_at_first=True,
        )

    def write(self, out: Path, *, python: str, seed: int, began: float) -> SeedReport:
        """Write the dataset and report."""
        suite = self._suite
        if suite is None:
            raise DataError("nothing was tried")
        classes: dict[str, list[str]] = {}
        for kill in self.kept:
            classes.setdefault(kill.candidate.seed.group, []).append(kill.candidate.mutation.bug_class)
        snapshot = self._pool.plan.scratch / "snapshot"
        copy_project(self._layout, snapshot)
        splits = assign_splits(classes, shares=self._options.shares, seed=seed)
        with self._pool.worker() as worker:
            maker = TaskMaker(
                layout=self._layout,
                workspace=self._pool.plan.workspace,
                suite=suite,
                worker=worker,
                python=python,
                seed=seed,
            )
            written = write_dataset(
                out,
                kills=self.kept,
                splits=splits,
                maker=maker,
                snapshot=snapshot,
            )
        return self._report(out, written.project, written.checks, splits, suite, began)

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
    waiting: Iterable[Candidate] = iter(candidates)
    batch: list[Candidate] = []
    for candidate in waiting:
        if quota.full:
            return
        if quota.wants(candidate):
            batch.append(candidate)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch and not quota.full:
        yield batch


def _kill_of(
    candidate: Candidate, command: RunCommand, outcome: RunOutcome, suite: Suite
) -> Kill | None:
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
        timeout_s=command.deadline_s,
    )


def _fate(outcome: RunOutcome) -> str:
    return "refused" if outcome.status == "refused" else "survived"
