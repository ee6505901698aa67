"""Fixtures of the rollout's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.project import Project
from lift.store.database import open_database
from lift.store.records import FlagHistory


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with nothing in it."""
    (tmp_path / "lift.toml").write_text("", encoding="utf-8")
    return Project(root=tmp_path)


@pytest.fixture
def history(project: Project) -> Iterator[FlagHistory]:
    """The flag history of the project."""
    with open_database(project.db_path) as database:
        yield FlagHistory(database)
