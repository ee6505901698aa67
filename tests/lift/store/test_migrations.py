from __future__ import annotations

from pathlib import Path

import pytest

from lift.errors import StoreError
from lift.store.database import Database, open_database
from lift.store.migrations import Migration, shipped_migrations

FIRST = Migration(name="001_a", sql="CREATE TABLE a (x);\n-- said\nINSERT INTO a VALUES (1);")
SECOND = Migration(name="002_b", sql="ALTER TABLE a ADD COLUMN y DEFAULT ';';\n")


def schema(database: Database) -> list[str]:
    rows = database.read("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [row["sql"] for row in rows]


def applied(database: Database) -> list[tuple[str, float]]:
    rows = database.read("SELECT name, applied FROM applied_migrations ORDER BY rowid")
    return [(row["name"], row["applied"]) for row in rows]


def test_migrations_are_applied_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    with open_database(path, migrations=[FIRST], now=1.0) as database:
        assert applied(database) == [("001_a", 1.0)]
    for now in (2.0, 3.0):
        with open_database(path, migrations=[FIRST, SECOND], now=now) as database:
            assert applied(database) == [("001_a", 1.0), ("002_b", 2.0)]
            assert [tuple(row) for row in database.read("SELECT * FROM a")] == [(1, ";")]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    broken = Migration(
        name="002_broken", sql="CREATE TABLE b (x);\nINSERT INTO a VALUES (2);\nCREATE TABLE a (x);"
    )
    with pytest.raises(StoreError, match="table a already exists"):
        open_database(path, migrations=[FIRST, broken])

    with open_database(path, migrations=[FIRST]) as database:
        assert [tuple(row) for row in database.read("SELECT * FROM a")] == [(1,)]
        assert not database.read("SELECT 1 FROM sqlite_master WHERE name = 'b'")


def test_a_database_of_a_newer_lift_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    newer = Migration(name="999_later", sql="CREATE TABLE later (x);")
    with open_database(path, migrations=[*shipped_migrations(), newer]):
        pass
    before = path.read_bytes()

    with pytest.raises(StoreError) as refusal:
        open_database(path)
    assert str(refusal.value) == (
        f"{path} was made by a newer lift: it has 999_later, unknown here"
    )
    assert refusal.value.hint == "upgrade lift with `pip install --upgrade lift-dspy`"
    assert path.read_bytes() == before


def test_migrating_step_by_step_gives_the_same_schema_as_starting_new(tmp_path: Path) -> None:
    shipped = shipped_migrations()
    with open_database(tmp_path / "new.db") as database:
        fresh = schema(database)
    for steps in range(1, len(shipped) + 1):
        with open_database(tmp_path / "old.db", migrations=shipped[:steps]):
            pass
    with open_database(tmp_path / "old.db") as database:
        assert schema(database) == fresh


def test_the_shipped_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(migration.name.partition("_")[0]) for migration in shipped_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_table_can_be_read_with_sqlite_utils(database: Database) -> None:
    """People look into the file with the tools they know."""
    import sqlite_utils

    opened = sqlite_utils.Database(str(database.path))
    tables = {table.name for table in opened.tables}
    opened.close()
    assert tables >= {
        "calls",
        "runs",
        "models",
        "scores",
        "versions",
        "flag_history",
        "sealed_looks",
    }
