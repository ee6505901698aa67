"""`lift calls`: what was asked of models, what they answered, what was paid."""

from __future__ import annotations

import time
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import open_project

if TYPE_CHECKING:
    from lift.engine.ledger import CallRow, PhaseTotals

__all__ = ["calls"]


class PhaseName(str, Enum):
    """The phases of `lift.engine.request.Phase`, named here so that help imports nothing."""

    BASELINE = "baseline"
    SEARCH = "search"
    PROOF = "proof"
    SERVE = "serve"


def calls(
    *,
    run: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="Only the calls of this run.")
    ] = None,
    phase: Annotated[PhaseName | None, typer.Option("--phase", help="Only this phase.")] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="How many, the latest; 0 for all.")
    ] = 50,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            help="Write a recording that --model replay:FILE answers from.",
        ),
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the model calls of this project, oldest first, with totals by phase.

    Tokens are what was paid: a replayed answer costs nothing, a lost one its reservation.

    Example: lift calls --phase search --limit 20
    """
    from lift.engine.ledger import Ledger
    from lift.engine.replay import export_recording
    from lift.engine.request import Phase
    from lift.store.database import read_database
    from lift.store.runs import RunStore

    console = Console(as_json=as_json)
    with read_database(open_project(project).db_path) as database:
        if run is not None:
            RunStore(database).get(run)  # one that does not exist is told
        ledger = Ledger(database)
        chosen = Phase(phase.value) if phase else None
        rows = ledger.calls(run=run, phase=chosen, limit=limit or None)
        totals = ledger.totals(run=run)
        exported = None if export is None else export_recording(database, export, run_id=run)
    if as_json:
        console.emit(
            {
                "calls": [asdict(row) for row in rows],
                "totals": {name: asdict(total) for name, total in totals.items()},
                **({} if exported is None else {"exported": exported, "file": str(export)}),
            }
        )
        return ExitCode.OK
    if exported is not None:
        console.show(f"wrote {export}: {exported} calls")
        return ExitCode.OK
    _show(console, rows, totals)
    return ExitCode.OK


def _show(console: Console, rows: tuple[CallRow, ...], totals: dict[str, PhaseTotals]) -> None:
    if not rows:
        console.note("no calls are recorded for this")
        return
    console.table(
        ("TIME", "PHASE", "STATUS", "TOKENS", "MS", "MODEL", "FOR"),
        [
            (
                time.strftime("%H:%M:%S", time.localtime(row.started)),
                row.phase,
                "replayed" if row.replayed else row.status,
                f"{row.prompt_tokens or 0}+{row.completion_tokens or 0}",
                "-" if row.latency_ms is None else f"{row.latency_ms:.0f}",
                row.model,
                row.label,
            )
            for row in rows
        ],
    )
    for name, total in totals.items():
        console.show(
            f"{name}: {total.calls:,} calls, {total.tokens:,} tokens paid, "
            f"{total.replayed:,} replayed"
        )
