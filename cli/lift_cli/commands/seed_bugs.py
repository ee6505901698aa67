"""`lift seed-bugs`: make repair tasks from a package and its own tests."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, QuietOption, SeedOption
from lift_cli.places import open_settings, project_or_none

if TYPE_CHECKING:
    from lift.interpreter import Interpreter
    from lift.project import Project
    from lift.seeding.pipeline import SeedProgress, SeedReport
    from lift.seeding.selection import SplitShares

__all__ = ["seed_bugs"]

PathArgument = Annotated[
    Path, typer.Argument(help="A project folder, a package or a module.", exists=True)
]
OutOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="FILE", help="The dataset, JSONL.", dir_okay=False)
]
PythonOption = Annotated[
    str | None,
    typer.Option(
        "--python", metavar="PATH", help="Interpreter with pytest and the package's needs."
    ),
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Most tasks in all.")]
PerClassOption = Annotated[
    int | None, typer.Option("--per-class", min=1, help="Most tasks of one bug class.")
]
PerFunctionOption = Annotated[
    int, typer.Option("--per-function", min=1, help="Most tasks from one function.")
]
SplitsOption = Annotated[
    str, typer.Option("--splits", metavar="T/V/S", help="Shares of train, val and sealed test.")
]
TestsOption = Annotated[
    list[Path] | None, typer.Option("--tests", metavar="PATH", help="Where the tests are.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout-s", min=0.1, help="Seconds for one mutant's tests, at least.")
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 for one per core.")
]


def seed_bugs(
    path: PathArgument,
    *,
    out: OutOption,
    python: PythonOption = None,
    seed: SeedOption = None,
    limit: LimitOption = None,
    per_class: PerClassOption = None,
    per_function: PerFunctionOption = 6,
    splits: SplitsOption = "30/20/50",
    tests: TestsOption = None,
    timeout_s: TimeoutOption = 5.0,
    jobs: JobsOption = 0,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Break a package's functions one by one, and keep what its own tests notice.

    The result is a dataset of repair tasks for --data, in three splits by function.
    The package itself is copied and never changed.

    Example: lift seed-bugs ../mypackage --out eval/bugs.jsonl
    """
    from lift.seeding.pipeline import SeedOptions
    from lift.seeding.pipeline import seed_bugs as make

    console = Console(as_json=as_json, quiet=quiet)
    project = project_or_none(None)
    settings = open_settings(project, seed=seed)
    interpreter = _interpreter(path, python, settings.python, project)
    options = SeedOptions(
        limit=limit,
        per_class=per_class,
        per_function=per_function,
        shares=_shares(splits),
        timeout_s=timeout_s,
        jobs=jobs,
        tests=tuple(tests or ()),
    )
    console.note(f"python: {interpreter.path} ({interpreter.origin})")
    report = make(
        path=path,
        out=out,
        python=str(interpreter.path),
        seed=settings.seed,
        options=options,
        on_progress=_Steps(console).tell,
    )
    _show(console, report)
    return ExitCode.OK


def _interpreter(
    path: Path, explicit: str | None, setting: str | None, project: Project | None
) -> Interpreter:
    from lift.interpreter import find_interpreter

    return find_interpreter(
        explicit=explicit,
        setting=setting,
        env=os.environ,
        root=path if path.is_dir() else path.parent,
        own=sys.executable,
        settings_root=None if project is None else project.root,
    )


def _shares(text: str) -> SplitShares:
    from lift.errors import UsageError
    from lift.seeding.selection import SplitShares

    parts = text.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        raise UsageError(f"{text!r} is not three shares", hint="--splits 30/20/50")
    train, val, test = (int(part) for part in parts)
    return SplitShares(train=train, val=val, test=test)


class _Steps:
    """Says each step once, and the count of mutants now and then."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = ("", 0)

    def tell(self, progress: SeedProgress) -> None:
        if progress.phase != self._said[0]:
            self._said = (progress.phase, 0)
            self._console.note(f"{progress.phase} ...")
        if progress.phase == "mutants":
            self._console.note(
                f"  {progress.done:,} of {progress.total:,} tried, {progress.killed:,} kept"
            )


def _show(console: Console, report: SeedReport) -> None:
    if empty := [name for name, tasks in report.by_split.items() if not tasks]:
        console.warn(
            f"no task in {' and '.join(empty)}: lift optimize needs all three splits; "
            "a higher --limit or other --splits may help"
        )
    if console.as_json:
        console.emit(asdict(report))
        return
    console.show(
        f"wrote {report.out}: {report.tasks} tasks from {report.functions} functions of "
        f"{report.package} {report.version or ''}".rstrip()
    )
    for name, counts in (
        ("splits", report.by_split),
        ("checks", report.by_check),
        ("bug classes", report.by_class),
        ("mutants", report.mutants),
        ("functions left out", report.functions_skipped),
        ("tests left out", report.tests_left_out),
    ):
        if counts:
            console.show(f"{name}: " + ", ".join(f"{key} {n}" for key, n in counts.items()))
    if report.project is not None:
        console.show(f"checks run in {report.project}")
