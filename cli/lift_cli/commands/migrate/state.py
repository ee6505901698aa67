"""`lift migrate state`: saved programs made right for another DSPy version."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.commands.migrate.request import FromOption, ToOption, home_of, open_request
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption

if TYPE_CHECKING:
    from lift.migrate.state import Change, StateFile, StateReport
    from lift.migrate.state.foreign import Runner

__all__ = ["state"]


FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="What program.save(...) wrote.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write the converted files here, names kept."),
]
InPlaceOption = Annotated[
    bool,
    typer.Option("--in-place", help="Replace each file; the original stays as FILE.orig."),
]
DiffOption = Annotated[
    bool, typer.Option("--diff", help="Show what would change, and write nothing.")
]
RenameOption = Annotated[
    list[str] | None,
    typer.Option("--rename", metavar="OLD=NEW", help="A predictor has another path now."),
]
ProgramOption = Annotated[
    str | None,
    typer.Option("--program", metavar="MODULE:CLASS", help="Compare with the program of the code."),
]
AllowPickleOption = Annotated[
    bool,
    typer.Option("--allow-pickle", help="Load .pkl files and program folders: runs their code."),
]


def state(
    files: FilesArgument,
    *,
    from_: FromOption = None,
    to: ToOption = None,
    out: OutOption = None,
    in_place: InPlaceOption = False,
    diff: DiffOption = False,
    rename: RenameOption = None,
    program: ProgramOption = None,
    allow_pickle: AllowPickleOption = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Convert saved programs to another DSPy version, so that their requests stay the same.

    Originals are kept: without --out or --in-place, FILE.dspy-VERSION.json is written beside FILE.
    Exit code 1 when a program does not fit the code.

    Example: lift migrate state agent.json --from 2.6.27 --to 3.0.1
    """
    from lift.migrate.project import target_of
    from lift.migrate.state import StateRequest, describe_program, migrate_states
    from lift.migrate.state.names import parse_renames

    console = Console(as_json=as_json)
    request = open_request(files, project=project, source=from_, target=to)
    target, notes = target_of(request)
    for note in notes:
        console.note(note)
    home = home_of(request, project)
    runner_for = _runners(Path.cwd() if home is None else home.root)
    report = migrate_states(
        StateRequest(
            files=tuple(files),
            target=target,
            source=from_,
            out=out,
            in_place=in_place,
            write=not diff,
            renames=parse_renames(tuple(rename or ())),
            plan=describe_program(program, runner_for(target)) if program else None,
            allow_pickle=allow_pickle,
            runner_for=runner_for,
        )
    )
    if as_json:
        console.emit(_payload(report, diff=diff))
    else:
        for file in report.files:
            _show(console, file, diff=diff)
    return _exit_code(report)


def _exit_code(report: StateReport) -> ExitCode:
    if report.count("failed"):
        return ExitCode.ENVIRONMENT
    return ExitCode.FINDINGS if report.count("refused") else ExitCode.OK


def _runners(root: Path) -> Callable[[str], Runner]:
    """Return what finds the Python of a version: lift's environment, or the own one."""

    def runner_for(version: str) -> Runner:
        from lift.migrate.state.foreign import Runner, find_python

        python = find_python(version, root / ".lift" / "envs", os.environ)
        return Runner(python=python, root=root, env=os.environ)

    return runner_for


def _show(console: Console, file: StateFile, *, diff: bool) -> None:
    from lift.migrate.state.draft import together

    if file.error is not None:
        console.error(code=file.error.code, message=file.error.message, hint=file.error.hint)
        return
    if diff:
        console.write(file.diff)
    words = {"converted": "would become" if diff else "->", "unchanged": "needs no change"}
    where = f" {file.out}" if file.status == "converted" else ""
    kept = f" (original: {file.kept})" if file.kept else ""
    console.show(f"{file.path} {words.get(file.status, 'is not converted')}{where}{kept}")
    for changes in together(file.changes):
        console.show(_line(changes))


def _line(changes: Sequence[Change]) -> str:
    change = changes[0]
    if change.blocking:
        word = "stops"
    elif not change.harmful:
        word = "note"
    else:
        word = "to do" if change.advice or not change.done else "done"
    predictors = ", ".join(one.predictor for one in changes)
    place = f"{predictors}.{change.key}" if len(changes) == 1 else f"{change.key} of {predictors}"
    place = place.strip(".") if change.key else predictors
    texts = [one for one in (change.message, change.did, change.advice) if one]
    return f"  {word:<5} {change.code} {place + ': ' if place else ''}{' '.join(texts)}"


def _payload(report: StateReport, *, diff: bool) -> dict[str, object]:
    from lift.migrate.state.rules import text

    def one(file: StateFile) -> dict[str, object]:
        error = file.error
        written = file.status in {"converted", "unchanged"} and file.out is not None
        return {
            "path": str(file.path),
            "status": file.status,
            "from": file.source or None,
            "out": str(file.out) if written else None,
            "original": str(file.kept) if file.kept else None,
            "changes": [
                asdict(change) | {"done": change.done, "severity": text(change.code).severity.value}
                for change in file.changes
            ],
            "diff": file.diff if diff else None,
            "error": None
            if error is None
            else {"code": error.code, "message": error.message, "hint": error.hint},
        }

    return {
        "schema_version": 1,
        "to": report.target,
        "files": [one(file) for file in report.files],
        "summary": {
            status: report.count(status)
            for status in ("converted", "unchanged", "refused", "failed")
        },
    }
