"""`lift migrate`: move DSPy programs between versions. One module per command."""

from __future__ import annotations

import typer

from lift_cli.commands.migrate import (
    check,
    docs,
    env,
    fix,
    report,
    rules,
    state,
    verify,
)

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Move DSPy programs between versions.")

app.command("check")(check.check)
app.command("fix")(fix.fix)
app.command("state")(state.state)
app.add_typer(env.app, name="env")
app.command("verify")(verify.verify)
app.command("docs")(docs.docs)
app.command("report")(report.report)
app.command("rules")(rules.rules)
