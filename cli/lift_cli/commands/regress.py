"""`lift regress`: is a role still as good as its baseline?"""

from __future__ import annotations

from typing import Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.job import open_job
from lift_cli.options import (
    DataOption,
    FreshOption,
    JsonOption,
    ModelOption,
    ProjectOption,
    QuietOption,
    ReplayOption,
    RoleOption,
    SeedOption,
)
from lift_cli.progress import ProgressView

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Is a role still as good as its baseline?")


@app.command("run")
def run(
    *,
    role: RoleOption,
    version: Annotated[
        str,
        typer.Option(
            "--version",
            metavar="ID",
            help="Measure this stored version, not the baseline's program.",
        ),
    ] = "baseline",
    tolerance: Annotated[
        float,
        typer.Option(
            "--tolerance", min=0, max=1, help="Largest drop of the mean score (0 to 1) that passes."
        ),
    ] = 0.05,
    data: DataOption = None,
    model: ModelOption = None,
    seed: SeedOption = None,
    replay: ReplayOption = False,
    fresh: FreshOption = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Measure a role again and compare with its baseline; exit code 1 unless it holds.

    In CI without a model: record once, commit the recording, and pass --model replay:FILE.

    Example: lift regress run --role coder
    """
    console = Console(as_json=as_json, quiet=quiet)
    options = {"model": model, "seed": seed}
    with ProgressView(console, title=f"lift regress run {role}") as view:
        job = open_job(view, project, role, options, data=data, replay=replay, fresh=fresh)

        from lift import jobs

        chosen = jobs.RegressOptions(version=version, tolerance=tolerance)
        report = jobs.regress(job, chosen)
    if as_json:
        console.emit(report.model_dump(mode="json"))
    else:
        console.show(f"{report.verdict}: {report.sentence}")
        for one in report.changed:
            console.show(f"  {one.id}: {one.before:g} -> {one.after:g}  {one.feedback}")
    for warning in report.times.warnings:
        console.warn(warning)
    return ExitCode.OK if report.passed else ExitCode.FINDINGS
