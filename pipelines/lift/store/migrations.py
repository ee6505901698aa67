"""Bring a database to the schema that this lift knows, one transaction per migration."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from lift.errors import StoreError

__all__ = ["Migration", "migrate", "shipped_migrations"]

_APPLIED = """
CREATE TABLE IF NOT EXISTS applied_migrations (
    name TEXT PRIMARY KEY,
    applied REAL NOT NULL          -- seconds since the epoch
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the schema; never changed once it was released."""

    name: str
    """Numbered file name without the ending, as in `002_calls`; gives the order."""
    sql: str


def shipped_migrations() -> tuple[Migration, ...]:
    """Return the migrations in `lift/store/sql/`, in order."""
    folder = resources.files("lift.store").joinpath("sql")
    files = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )
    return tuple(
        Migration(name=item.name.removesuffix(".sql"), sql=item.read_text(encoding="utf-8"))
        for item in files
    )


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Migration], *, path: Path, now: float
) -> None:
    """Apply what is missing; several processes may do so at once.

    Raises:
        StoreError: the database has migrations that this lift does not know.
        sqlite3.Error: a migration failed; it was undone whole.
    """
    if _known(connection, migrations, path):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_APPLIED)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    for migration in migrations:
        _apply(connection, migration, now)


def _known(connection: sqlite3.Connection, migrations: Sequence[Migration], path: Path) -> bool:
    """Tell whether everything is applied already; refuse what a newer lift has made."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'applied_migrations'"
    if connection.execute(table).fetchone() is None:
        return False
    applied = {str(row[0]) for row in connection.execute("SELECT name FROM applied_migrations")}
    ours = {migration.name for migration in migrations}
    if unknown := sorted(applied - ours):
        raise StoreError(
            f"{path} was made by a newer lift: it has {', '.join(unknown)}, unknown here",
            hint="upgrade lift with `pip install --upgrade lift-dspy`",
        )
    return applied == ours


def _apply(connection: sqlite3.Connection, migration: Migration, now: float) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = connection.execute(
            "SELECT 1 FROM applied_migrations WHERE name = ?", (migration.name,)
        ).fetchone()
        if done is None:
            for statement in _statements(migration.sql):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO applied_migrations (name, applied) VALUES (?, ?)",
                (migration.name, now),
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(sql: str) -> Generator[str, None, None]:
    """Split a script into statements; sqlite3's own executescript would commit in between."""
    gathered = ""
    for line in sql.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
    if gathered.strip():
        yield gathered
