"""`lift migrate env`: isolated environments, one per DSPy version."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.busy import busy
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption, QuietOption
from lift_cli.places import migration_home

if TYPE_CHECKING:
    from lift.migrate.envs import Environment, Recipe, Workplace

__all__ = ["app", "open_workplace", "recipe_of_project"]

app = typer.Typer(
    no_args_is_help=True,
    help="Isolated environments, one per DSPy version, under .lift/envs of the project.",
)

VersionArgument = Annotated[str, typer.Argument(metavar="VERSION", help="As in 2.6.27.")]


@app.command("create")
def create(
    version: VersionArgument,
    *,
    with_project: Annotated[
        bool,
        typer.Option("--with-project", help="Also install what the project's manifests ask for."),
    ] = False,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="REQUIREMENT", help="Also install this; may be repeated."),
    ] = None,
    constraints: Annotated[
        Path | None,
        typer.Option(
            "--constraints",
            metavar="FILE",
            help="Pins of everything, instead of the project's constraints.txt. Counts only if it "
            "pins this version of DSPy.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    python: Annotated[
        str | None,
        typer.Option("--python", metavar="3.11|PATH", help="Else one that the version runs on."),
    ] = None,
    no_uv: Annotated[
        bool, typer.Option("--no-uv", help="Use venv and pip, also where uv is.")
    ] = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Make the environment of a version, with uv when it is there, else with venv and pip.

    One that is there and fits is left as it is; one that is unfinished, damaged or made for
    something else is made anew. Your own environment is never written to.

    Example: lift migrate env create 2.6.27 --with-project
    """
    from lift.migrate.envs import create as make

    console = Console(as_json=as_json, quiet=quiet)
    root, workplace = open_workplace(console, project, use_uv=not no_uv)
    recipe = recipe_of_project(
        console,
        root,
        version,
        with_project=with_project,
        requirements=with_ or (),
        constraints=constraints,
        python=python,
    )
    with busy(console, f"making {recipe.version}") as say:
        made = make(replace(workplace, say=say), recipe)
    _show(console, made)
    return ExitCode.OK


@app.command("list")
def list_(*, project: ProjectOption = None, as_json: JsonOption = False) -> int:
    """Show every environment and whether it can be used.

    Example: lift migrate env list --json
    """
    from lift.migrate.envs import list_environments

    console = Console(as_json=as_json)
    _, workplace = open_workplace(console, project)
    found = list_environments(workplace)
    if as_json:
        console.emit({"environments": [one.to_json() for one in found]})
    elif not found:
        console.note("no environment yet: lift migrate env create 3.0.1")
    else:
        console.table(("VERSION", "STATE", "PYTHON", "PACKAGES", ""), [_row(one) for one in found])
    return ExitCode.OK


@app.command("verify")
def verify(
    version: VersionArgument, *, project: ProjectOption = None, as_json: JsonOption = False
) -> int:
    """Compare every installed file with what was installed, and import DSPy.

    Exit code 1 when the environment cannot be used.

    Example: lift migrate env verify 2.6.27
    """
    from lift.migrate.envs import verify as look

    console = Console(as_json=as_json)
    _, workplace = open_workplace(console, project)
    found = look(workplace, version)
    _show(console, found)
    if found.ready:
        return ExitCode.OK
    console.note(f"next: {_remedy(found)}")
    return ExitCode.FINDINGS


@app.command("repair")
def repair(
    version: VersionArgument,
    *,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Make a damaged environment anew with the very packages it had, or finish an interrupted one.

    Example: lift migrate env repair 2.6.27
    """
    from lift.migrate.envs import repair as mend

    console = Console(as_json=as_json, quiet=quiet)
    _, workplace = open_workplace(console, project)
    with busy(console, f"looking at {version}") as say:
        mended = mend(replace(workplace, say=say), version)
    _show(console, mended)
    return ExitCode.OK


@app.command("remove")
def remove(
    version: VersionArgument, *, project: ProjectOption = None, as_json: JsonOption = False
) -> int:
    """Delete an environment; never a folder that lift did not make.

    Example: lift migrate env remove 2.6.27
    """
    from lift.migrate.envs import remove as delete

    console = Console(as_json=as_json)
    _, workplace = open_workplace(console, project)
    removed = delete(workplace, version)
    if as_json:
        console.emit({"version": version, "removed": removed})
    else:
        console.show(f"removed {version}" if removed else f"there is no environment {version}")
    return ExitCode.OK


def open_workplace(
    console: Console, project: Path | None, *, use_uv: bool = True
) -> tuple[Path, Workplace]:
    """Return the project's folder, the working directory outside of one, and its environments."""
    from lift.migrate.envs import Workplace

    found = migration_home(project)
    root = Path.cwd() if found is None else found.root
    envs = root / ".lift" / "envs"
    return root, Workplace(envs=envs, env=os.environ, use_uv=use_uv, say=console.note)


def recipe_of_project(
    console: Console,
    root: Path,
    version: str,
    *,
    with_project: bool,
    requirements: tuple[str, ...] | list[str] = (),
    constraints: Path | None = None,
    python: str | None = None,
) -> Recipe:
    """Return what the environment of a version should hold for a project."""
    from lift.migrate.envs import project_constraints, project_requirements, recipe_for

    lines = list(requirements)
    if with_project:
        asked = project_requirements(root, version)
        lines += asked.lines
        for one in asked.notes:
            console.note(one)
    text = project_constraints(root)
    if constraints is not None:
        text = constraints.read_text("utf-8", errors="replace")
    recipe = recipe_for(version, requirements=lines, constraints=text, python=python)
    if constraints is not None and not recipe.constraints:
        console.warn(f"{constraints} does not pin DSPy {version}, so it is not used")
    return recipe


def _show(console: Console, found: Environment) -> None:
    if console.as_json:
        console.emit(found.to_json())
        return
    console.table(("VERSION", "STATE", "PYTHON", "PACKAGES", ""), [_row(found)])
    for one in found.problems:
        console.show(f"  {one}")
    for one in found.notes:
        console.note(f"note: {one}")
    if found.made:
        console.note(f"made in {found.seconds:.0f} s: {found.python}")


def _row(one: Environment) -> tuple[str, ...]:
    more = "" if one.ready else _remedy(one)
    count = str(len(one.packages)) if one.packages else ""
    return (one.version, one.state.value, one.python_version, count, more)


def _remedy(found: Environment) -> str:
    verb = {"missing": "create", "unfinished": "repair", "damaged": "repair"}
    what = verb.get(found.state.value)
    if what is None:
        return found.problems[0] if found.problems else ""
    return f"lift migrate env {what} {found.version}"
