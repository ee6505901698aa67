"""The planner: put tasks in an order that respects what they need and the custom of the house."""

from __future__ import annotations

from pathlib import Path

from lift.roles.file_role import FileRole
from lift.roles.planner_metric import planner_metric
from lift.roles.role import Program

__all__ = ["PLANNER_DATA", "planner_role"]

PLANNER_DATA = Path(__file__).parent / "data" / "planner" / "tasks.jsonl"


def planner_role(*, data: Path | None = None) -> FileRole:
    """The shipped planner, on its own tasks or on others of the same form."""
    return FileRole(
        name="planner", shipped=True, data=data or PLANNER_DATA, metric=planner_metric, build=_build
    )


def _build() -> Program:
    from lift.adapters.dspy_program import DspyProgram
    from lift.roles.programs.planner import build

    return DspyProgram(build())
