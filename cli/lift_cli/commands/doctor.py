"""`lift doctor`: is everything here that lift needs?"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import project_or_none

__all__ = ["doctor"]

STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def doctor(*, project: ProjectOption = None, as_json: JsonOption = False) -> int:
    """Check Python, DSPy, GEPA, MLflow, models, sandbox, disk and database.

    Each line that is not ok names the command that repairs it.
    Exit code 4 when something fails.

    Example: lift doctor
    """
    from lift.doctor import examine

    found = examine(
        project=project_or_none(project),
        folder=Path.cwd(),
        env=os.environ,
        own_python=sys.executable,
    )
    console = Console(as_json=as_json)
    if as_json:
        checks = [asdict(one) for one in found.findings]
        console.emit({"healthy": not found.failed, "checks": checks})
    else:
        for one in found.findings:
            console.status(one.status.value, STYLES[one.status.value], f"{one.name}: {one.detail}")
            if one.repair:
                console.show(f"      repair: {one.repair}")
    return ExitCode.ENVIRONMENT if found.failed else ExitCode.OK
