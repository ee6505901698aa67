"""`lift flags`: which version of each role is in use."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import open_project

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Which version of each role `lift.load` returns.")


@app.command("list")
def list_(*, project: ProjectOption = None, as_json: JsonOption = False) -> int:
    """List the flags with their variants; the one in use is marked.

    Example: lift flags list
    """
    from lift.rollout.flags import FlagFile

    console = Console(as_json=as_json)
    flags = FlagFile(open_project(project).flags_path).flags()
    if as_json:
        console.emit({"flags": [asdict(one) for one in flags]})
        return ExitCode.OK
    rows = [
        (
            flag.key if flag.enabled else f"{flag.key} (disabled)",
            f"{'*' if name == flag.default else ' '} {name}",
            f"{flag.shares[name]} %" if name in flag.shares else "",
        )
        for flag in flags
        for name in flag.variants
    ]
    if not rows:
        console.note("no flags yet; lift optimize makes one when it finds a gain")
        return ExitCode.OK
    console.table(("FLAG", "VARIANT", "SHARE"), rows)
    return ExitCode.OK


@app.command("set")
def set_(
    flag: Annotated[str, typer.Argument(help="The flag, or its role: OPTIMIZE_CODER or coder.")],
    variant: Annotated[str, typer.Argument(help="baseline, or a version as in `lift flags list`.")],
    *,
    percent: Annotated[
        int, typer.Option("--percent", min=0, max=100, help="Share of the keys that get it.")
    ] = 100,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Choose the variant of a flag, for everybody or for a share of the keys.

    Example: lift flags set coder baseline
    """
    from lift.engine.clock import SystemClock
    from lift.rollout.flags import FlagFile, flag_key
    from lift.rollout.switch import set_flag
    from lift.store.database import open_database
    from lift.store.records import FlagHistory

    clock, found = SystemClock(), open_project(project)
    with open_database(found.db_path, now=clock.now()) as database:
        changed = set_flag(
            file=FlagFile(found.flags_path),
            history=FlagHistory(database),
            flag=flag if flag.startswith("OPTIMIZE_") else flag_key(flag),
            variant=variant,
            percent=percent,
            actor=getpass.getuser(),
            now=clock.now(),
        )
    console = Console(as_json=as_json)
    if as_json:
        console.emit(asdict(changed))
        return ExitCode.OK
    shares = ", ".join(f"{name} {share} %" for name, share in changed.shares.items())
    console.show(f"{changed.key}: {shares or changed.default}")
    return ExitCode.OK
