"""The small project under tests/projects/bakery, broken once for all tests of this folder."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from lift.engine.request import JsonValue
from lift.seeding.pipeline import SeedOptions, SeedProgress, SeedReport, seed_bugs

BAKERY = Path(__file__).parents[2] / "projects" / "bakery"
OPTIONS = SeedOptions(timeout_s=1.0, per_function=None, jobs=1)


@dataclass(frozen=True, slots=True)
class Seeded:
    """One run over the bakery."""

    report: SeedReport
    lines: tuple[dict[str, JsonValue], ...]
    told: tuple[SeedProgress, ...]

    def of(self, function: str) -> list[dict[str, JsonValue]]:
        """The tasks of one function."""
        return [line for line in self.lines if str(line["group"]).endswith(function)]


@pytest.fixture(scope="session")
def bakery() -> Path:
    return BAKERY


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    out = tmp_path_factory.mktemp("seeded") / "bakery.jsonl"
    told: list[SeedProgress] = []
    report = seed_bugs(
        path=BAKERY, out=out, python=sys.executable, seed=0, options=OPTIONS, on_progress=told.append
    )
    lines = tuple(json.loads(line) for line in out.read_text("utf-8").split("\n") if line)
    return Seeded(report, lines, tuple(told))
