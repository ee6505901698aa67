"""`lift seed-bugs`: make repair tasks from a package and its own tests.

The package is copied, its suite is run unchanged, once whole and once for each function, and every
mutant of a function is judged by the tests that reach that function. Only what the suite kills
becomes a task.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lift.errors import UsageError
from lift.seeding.hunt import Hunt
from lift.seeding.layout import find_layout
from lift.seeding.report import SeedOptions, SeedProgress, SeedReport
from lift.seeding.scan import scan_functions
from lift.seeding.worker import WorkerPlan, WorkerPool
from lift.seeding.workspace import copy_project
from lift.store.files import require_writable

__all__ = ["SeedOptions", "SeedProgress", "SeedReport", "seed_bugs"]


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
        StoreError: the dataset cannot be written; said before the work where possible.
    """
    options = options or SeedOptions()
    tell = on_progress or _say_nothing
    began = time.monotonic()
    _check(options)
    require_writable(out)
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
            hunt = Hunt(layout=layout, scan=scan, pool=pool, options=options, tell=tell)
            hunt.run(seed)
            tell(SeedProgress(phase="write", done=0, total=len(hunt.kept), killed=len(hunt.kept)))
            return hunt.write(out, python=python, seed=seed, began=began)


def _say_nothing(progress: SeedProgress) -> None:
    """Nobody is listening."""


def _check(options: SeedOptions) -> None:
    shares = options.shares
    if (
        min(shares.train, shares.val, shares.test) < 0
        or shares.train + shares.val + shares.test <= 0
    ):
        raise UsageError("the shares of the splits must be positive", hint="--splits 30/20/50")
    for name in ("limit", "per_class", "per_function"):
        value: int | None = getattr(options, name)
        if value is not None and value < 1:
            raise UsageError(f"--{name.replace('_', '-')} {value} leaves nothing to make")
    if options.timeout_s <= 0 or options.suite_timeout_s <= 0:
        raise UsageError("a timeout must be more than 0 seconds")
