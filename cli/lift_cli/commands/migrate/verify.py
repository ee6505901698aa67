"""`lift migrate verify`: run the project under two versions and compare what happens."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.busy import busy
from lift_cli.commands.migrate.env import open_workplace, recipe_of_project
from lift_cli.commands.migrate.request import FromOption, PathsArgument, ToOption, open_request
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption, QuietOption
from lift_cli.places import migration_home, open_settings

if TYPE_CHECKING:
    from lift.migrate.verify import RealModel, Side, VerifyReport
    from lift.project import Project

__all__ = ["verify"]


CasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        metavar="FILE",
        help="Cases as JSON lines; without them smoke cases are made from the signatures.",
        dir_okay=False,
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page with side-by-side diffs."),
]
CreateOption = Annotated[
    bool,
    typer.Option("--create", help="Make the environments that are missing, --with-project."),
]
FromPythonOption = Annotated[
    Path | None,
    typer.Option("--from-python", metavar="PATH", help="An interpreter with the old DSPy."),
]
ToPythonOption = Annotated[
    Path | None,
    typer.Option("--to-python", metavar="PATH", help="An interpreter with the new DSPy."),
]
RoundsOption = Annotated[
    int, typer.Option("--rounds", min=2, max=50, help="Processes of each version.")
]
RepeatsOption = Annotated[
    int, typer.Option("--repeats", min=1, max=100, help="Runs of each case in a process.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=1, metavar="SECONDS", help="For one case.")
]
RealModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="ADDRESS",
        help="Let this model answer, as in ollama/qwen3:8b; the same request gets the same answer.",
    ),
]


def verify(
    paths: PathsArgument = None,
    *,
    from_: FromOption = None,
    to: ToOption = None,
    cases: CasesOption = None,
    model: RealModelOption = None,
    html: HtmlOption = None,
    create: CreateOption = False,
    from_python: FromPythonOption = None,
    to_python: ToPythonOption = None,
    rounds: RoundsOption = 3,
    repeats: RepeatsOption = 3,
    timeout: TimeoutOption = 120.0,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Run the project's programs under two DSPy versions and say in what they differ.

    Compares imports, signatures and schemas, every request to the model, outputs, errors, time,
    tokens and memory. Without --model no model is asked: a recording endpoint answers, and nothing
    leaves the machine. Modules are imported and programs run, so their own side effects happen.

    A line of --cases: {"id": "a", "program": "app.qa:Answer", "inputs": {"question": "why?"}}.

    Exit code 1 when something breaks, changes or costs over 5 % more.

    Example: lift migrate verify --from 2.6.27 --to 3.0.1 --create --html verify.html
    """
    from lift.migrate.probe import Limits
    from lift.migrate.verify import VerifyRequest, load_cases
    from lift.migrate.verify import verify as compare

    console = Console(as_json=as_json, quiet=quiet)
    found = migration_home(project)
    root = Path.cwd() if found is None else found.root
    own = () if cases is None else load_cases(cases)
    old, new = _versions(console, root, project, from_, to)
    request = VerifyRequest(
        root=root,
        old=_side(console, project, old, from_python, create=create),
        new=_side(console, project, new, to_python, create=create),
        paths=tuple(Path.cwd() / one for one in paths or ()),
        cases=own,
        rounds=rounds,
        repeats=repeats,
        env=os.environ,
        limits=Limits(answer_s=timeout),
    )
    with _answering(found, model) as answers, busy(console, "starting") as say:
        report = compare(replace(request, model=answers, say=say))
    if found is not None:
        _remember(found, report)
    _show(console, report, html)
    return ExitCode.OK if report.same else ExitCode.FINDINGS


@contextmanager
def _answering(project: Project | None, address: str | None) -> Generator[RealModel | None]:
    """Open the model that shall answer, if one shall."""
    if address is None:
        yield None
        return
    from lift.migrate.verify import RealModel
    from lift.models.registry import open_host
    from lift.workbench import host_settings

    host = open_host(address, host_settings(open_settings(project)))
    try:
        yield RealModel(host)
    finally:
        host.close()


def _versions(
    console: Console, root: Path, project: Path | None, from_: str | None, to: str | None
) -> tuple[str, str]:
    """Return the two versions; what nobody said is found out as `lift migrate check` does."""
    from lift.migrate.project import code_files, route_of

    request = open_request((root,), project=project, source=from_, target=to)
    route = route_of(request, code_files(request))
    for one in route.notes:
        console.note(one)
    return route.source, route.target


def _side(
    console: Console, project: Path | None, version: str, python: Path | None, *, create: bool
) -> Side:
    """Return the interpreter of a version, making its environment when that was asked for."""
    from lift.errors import EnvironmentFault
    from lift.migrate.envs import create as make
    from lift.migrate.envs import list_environments
    from lift.migrate.verify import Side

    if python is not None:
        return Side(version=version, python=python.absolute())
    root, workplace = open_workplace(console, project)
    there = {one.version: one for one in list_environments(workplace)}
    known = there.get(version)
    if known is not None and known.ready:
        return Side(version=version, python=known.python)
    if not create:
        state = "missing" if known is None else known.state.value
        raise EnvironmentFault(
            f"the environment of DSPy {version} is {state}",
            hint=f"lift migrate env create {version} --with-project, or add --create",
        )
    recipe = recipe_of_project(console, root, version, with_project=True)
    with busy(console, f"making {version}") as say:
        made = make(replace(workplace, say=say), recipe)
    return Side(version=version, python=made.python)


def _remember(project: Project, report: VerifyReport) -> None:
    """Keep the verdict for `lift migrate report`."""
    from datetime import datetime, timezone

    from lift.migrate.report.record import Verification, remember_verification
    from lift.migrate.verify.text import verdict

    numbers = {
        "modules": len(report.modules),
        "programs": report.programs,
        "cases": len(report.cases),
        "breaks": report.breaks,
        "changes": report.changes,
        "regressions": len(report.regressions),
    }
    remember_verification(
        project,
        Verification(
            made_at=datetime.now(timezone.utc),
            source=report.old,
            target=report.new,
            seconds=round(report.seconds, 3),
            same=report.same,
            summary=verdict(report),
            numbers={name: float(count) for name, count in numbers.items()},
        ),
    )


def _show(console: Console, report: VerifyReport, html: Path | None) -> None:
    from lift.migrate.verify.page import write_page
    from lift.migrate.verify.text import render_text

    if html is not None:
        write_page(html, report)
        console.note(f"wrote {html}")
    if console.as_json:
        console.emit(report.to_json())
    else:
        console.write(render_text(report))
