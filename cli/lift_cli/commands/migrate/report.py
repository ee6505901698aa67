"""`lift migrate report`: the whole migration on one page."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer

from lift_cli.commands.migrate.request import (
    FromOption,
    JobsOption,
    PathsArgument,
    ToOption,
    home_of,
    open_request,
)
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption

__all__ = ["report"]


def report(
    paths: PathsArgument = None,
    *,
    from_: FromOption = None,
    to: ToOption = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one self-contained page."),
    ] = None,
    guide_diff: Annotated[
        bool,
        typer.Option(
            "--guide-diff", help="Print only the proposed change of the criticality guide."
        ),
    ] = False,
    jobs: JobsOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Tell what the migration found, fixed, left and verified, by criticality.

    Checks the project anew and adds what `fix`, `verify` and `env` left in `.lift/`.

    Example: lift migrate report --html eval/migration.html
    """
    from lift.migrate.report.build import build_report

    console = Console(as_json=as_json)
    request = open_request(paths, project=project, source=from_, target=to, jobs=jobs)
    made = build_report(request, project=home_of(request, project), now=datetime.now(timezone.utc))
    if html is not None:
        from lift.migrate.report.html import write_html

        write_html(html, made)
        console.note(f"wrote {html}: {made.sentence}")
    if as_json:
        console.emit(made.model_dump(mode="json", by_alias=True))
    elif guide_diff:
        console.write(made.guide_diff)
    elif html is None:
        from lift.migrate.report.text import render_text

        console.show(render_text(made))
    return ExitCode.OK
