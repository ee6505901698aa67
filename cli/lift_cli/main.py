"""The list of commands; each is one module under `commands/`, imported cheaply on purpose.

Command bodies import their pipeline late, so that `lift --help` never loads dspy and its like.
"""

from __future__ import annotations

from typing import Annotated

import typer

from lift_cli.commands import (
    baseline,
    calls,
    config,
    doctor,
    flags,
    init,
    migrate,
    models,
    optimize,
    regress,
    report,
    seed_bugs,
)

__all__ = ["app"]

app = typer.Typer(
    name="lift",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Improve the prompts of DSPy programs under budgets, prove the gain, roll it out safely.",
    epilog="Start with: [bold]lift init[/bold], then [bold]lift optimize --role coder[/bold]",
)


def _version(wanted: bool) -> None:
    if wanted:
        from lift import __version__

        typer.echo(f"lift {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print the traceback of an error; allowed anywhere.")
    ] = False,
) -> None:
    """Take the options that stand before a command; `entry` acts on --debug."""
    del version, debug


app.command("init")(init.init)
app.command("doctor")(doctor.doctor)
app.command("optimize")(optimize.optimize)
app.command("report")(report.report)
app.add_typer(baseline.app, name="baseline")
app.add_typer(regress.app, name="regress")
app.add_typer(flags.app, name="flags")
app.add_typer(migrate.app, name="migrate")
app.add_typer(models.app, name="models")
app.command("seed-bugs")(seed_bugs.seed_bugs)
app.command("calls")(calls.calls)
app.add_typer(config.app, name="config")
