"""What the tests of this folder share: one run over a small project, its tasks with types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lift.seeding.pipeline import SeedProgress, SeedReport

__all__ = ["Seeded", "Task", "read_tasks"]

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of a dataset."""

    id: str
    group: str
    split: str
    inputs: Table
    truth: Table
    check: Table
    provenance: Table

    @property
    def name(self) -> str:
        """Of the function, without its module."""
        return self.group.rsplit(".", 1)[-1]

    @property
    def code(self) -> str:
        return str(self.inputs["code"])

    @property
    def diff(self) -> str:
        return str(self.truth["diff"])


@dataclass(frozen=True, slots=True)
class Seeded:
    """One run."""

    report: SeedReport
    tasks: tuple[Task, ...]
    told: tuple[SeedProgress, ...]

    def of(self, function: str) -> list[Task]:
        """The tasks of one function."""
        return [task for task in self.tasks if task.group.endswith(function)]


def read_tasks(path: Path) -> tuple[Task, ...]:
    lines = [line for line in path.read_text("utf-8").split("\n") if line]
    return tuple(_read(cast("Table", json.loads(line))) for line in lines)


def _read(line: Table) -> Task:
    truth = cast("Table", line["truth"])
    return Task(
        id=str(line["id"]),
        group=str(line["group"]),
        split=str(line["split"]),
        inputs=cast("Table", line["inputs"]),
        truth=truth,
        check=cast("Table", truth["check"]),
        provenance=cast("Table", truth["provenance"]),
    )
