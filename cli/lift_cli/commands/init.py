"""`lift init`: make a folder a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption

__all__ = ["init"]


def init(
    path: Annotated[Path, typer.Argument(help="The folder; made when missing.")] = Path(),
    *,
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", metavar="ADDRESS", help="The model to write into lift.toml."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Make a folder a lift project: lift.toml, budgets/, eval/. Overwrites nothing.

    Example: lift init --model ollama/qwen3:8b
    """
    from lift.scaffold import scaffold_project

    if model is None and not as_json and sys.stdin.isatty() and sys.stderr.isatty():
        model = _ask()
    if model is not None:
        from lift.models.address import parse_address

        parse_address(model)
    done = scaffold_project(path, model=model)
    console = Console(as_json=as_json)
    if as_json:
        console.emit(
            {
                "project": str(done.project.root),
                "written": [str(one) for one in done.written],
                "kept": [str(one) for one in done.kept],
            }
        )
        return ExitCode.OK
    for one in done.written:
        console.show(f"wrote {one}")
    for one in done.kept:
        console.show(f"kept  {one}")
    console.note("next: lift optimize --role coder")
    return ExitCode.OK


def _ask() -> str | None:
    answer: str = typer.prompt(
        "Model, as in ollama/qwen3:8b (empty: decide later)",
        default="",
        show_default=False,
        err=True,
    )
    return answer.strip() or None
