"""`lift config show`: every setting and where it came from."""

from __future__ import annotations

from dataclasses import asdict

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import open_project, open_settings

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="The settings in force.")


@app.command("show")
def show(*, project: ProjectOption = None, as_json: JsonOption = False) -> int:
    """Print every setting with its value and its origin.

    Example: LIFT_SEED=7 lift config show
    """
    found = open_project(project)
    settings = open_settings(found)
    console = Console(as_json=as_json)
    values = {name: getattr(settings, name) for name in settings.origins}
    roles = {name: asdict(role) for name, role in settings.roles.items()}
    if as_json:
        shown = {
            name: {"value": value, "origin": settings.origins[name]}
            for name, value in values.items()
        }
        file = str(found.config_path)
        console.emit({"file": file, "settings": shown, "roles": roles})
        return ExitCode.OK
    rows = [
        (name, "-" if value is None else str(value), settings.origins[name])
        for name, value in values.items()
    ]
    console.table(("SETTING", "VALUE", "ORIGIN"), rows)
    for role in settings.roles:
        console.show(f"role {role}: {found.config_path.name}")
    return ExitCode.OK
