"""A project's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.store.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / ".lift" / "lift.db") as opened:
        yield opened
