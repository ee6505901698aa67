"""`lift report`: the report of the last optimization, for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import open_project

__all__ = ["report"]


def report(
    file: Annotated[
        Path | None,
        typer.Argument(help="A saved report; eval/eval_report.json of the project when left out."),
    ] = None,
    *,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one self-contained page."),
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print the report of an optimization, or write it as a page.

    Example: lift report --html eval/eval_report.html
    """
    from lift.report.files import load_report

    console = Console(as_json=as_json)
    saved = load_report(file if file is not None else open_project(project).report_path)
    if html is not None:
        from lift.report.html import write_html

        write_html(html, saved)
    if as_json:
        console.emit(saved.model_dump(mode="json"))
    elif html is not None:
        console.show(f"wrote {html}")
    else:
        from lift.report.text import render_text

        console.show(render_text(saved))
    return ExitCode.OK
