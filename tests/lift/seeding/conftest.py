"""The small project under tests/projects/bakery, broken once for all tests of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.lift.seeding.seeded import Seeded, read_tasks

from lift.seeding.pipeline import SeedOptions, SeedProgress, seed_bugs

BAKERY = Path(__file__).parents[2] / "projects" / "bakery"
OPTIONS = SeedOptions(timeout_s=1.0, per_function=None, jobs=1)


@pytest.fixture(scope="session")
def bakery() -> Path:
    return BAKERY


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    out = tmp_path_factory.mktemp("seeded") / "bakery.jsonl"
    told: list[SeedProgress] = []
    report = seed_bugs(
        path=BAKERY,
        out=out,
        python=sys.executable,
        seed=0,
        options=OPTIONS,
        on_progress=told.append,
    )
    return Seeded(report, read_tasks(out), tuple(told))
