"""The project's SQLite file: one connection, one lock, errors that people understand.

Opened once per command by whoever builds the engine; `lift.engine.ledger`, `lift.store.runs` and
`lift.store.records` are its users. Every statement commits by itself unless it stands inside
`transaction()`. WAL with synchronous=NORMAL: what was committed survives kill -9.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, final

from lift.errors import StoreError
from lift.store.files import write_atomic
from lift.store.migrations import Migration, migrate, shipped_migrations

__all__ = ["Database", "SqlValue", "open_database", "read_database"]

SqlValue: TypeAlias = "str | int | float | bytes | None"

_BUSY_TIMEOUT_S = 30.0
"""How long a write waits for another process; ours take well under a millisecond."""
_STATEMENTS = 256
"""Prepared statements kept per connection."""


@final
class Database:
    """A thread-safe handle on the project's database."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    def read(self, sql: str, parameters: Sequence[SqlValue] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query.

        Raises:
            StoreError: the file is damaged, locked or gone.
        """
        with self._lock, self._errors():
            return self._connection.execute(sql, parameters).fetchall()

    def read_one(self, sql: str, parameters: Sequence[SqlValue] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None.

        Raises:
            StoreError: the file is damaged, locked or gone.
        """
        with self._lock, self._errors():
            cursor = self._connection.execute(sql, parameters)
            row: sqlite3.Row | None = cursor.fetchone()
            cursor.close()
            return row

    def write(self, sql: str, parameters: Sequence[SqlValue] = ()) -> int:
        """Run one INSERT, UPDATE or DELETE; return the row id of an INSERT.

        Raises:
            StoreError: the disk is full, the file read-only, damaged or locked; nothing changed.
        """
        with self._lock, self._errors():
            return self._connection.execute(sql, parameters).lastrowid or 0

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Make all reads and writes inside one step that others see whole or not at all.

        Raises:
            StoreError: as `write`; everything inside is undone.
        """
        with self._lock, self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; idempotent."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _errors(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from error


def open_database(
    path: Path, *, migrations: Sequence[Migration] | None = None, now: float = 0.0
) -> Database:
    """Open the project's database, making it or bringing it up to date.

    Args:
        path: the file; folders on the way are made.
        migrations: in order; those that lift ships when None.
        now: seconds since the epoch, noted beside each migration that is applied.

    Raises:
        StoreError: not a database, made by a newer lift, locked, or not to be written.
    """
    _make_folder(path.parent)
    return _open(path, shipped_migrations() if migrations is None else migrations, now)


def read_database(path: Path) -> Database:
    """Open an existing database for a command that only reports.

    Raises:
        StoreError: there is none yet, or it cannot be opened.
    """
    if not path.exists():
        raise StoreError(
            f"nothing is recorded in {path.parent} yet",
            hint="run `lift baseline capture` or `lift optimize` first",
        )
    return open_database(path)


def _make_folder(folder: Path) -> None:
    """Make the folder of the database; `.lift` keeps itself out of git."""
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot make {folder}: {error.strerror or error}",
            hint="run the command where you may write",
        ) from error
    if made and folder.name == ".lift":
        write_atomic(folder / ".gitignore", "*\n")


def _open(path: Path, migrations: Sequence[Migration], now: float) -> Database:
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            path,
            timeout=_BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection, migrations, path=path, now=now)
    except (sqlite3.Error, StoreError) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, StoreError):
            raise
        raise explain(error, path) from error
    return Database(connection, path)


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """Turn an error of SQLite into one that says what to do."""
    text = str(error)
    known = (
        ("full", f"free some space on the disk of {path.parent}, then run the same command again"),
        ("locked", "wait until the other lift command has ended, then run this one again"),
        ("readonly", f"make {path.parent} writable for you"),
        ("read-only", f"make {path.parent} writable for you"),
        ("unable to open", f"make {path.parent} a folder that you may write to"),
        ("not a database", _set_aside(path)),
        ("malformed", _set_aside(path)),
        ("disk I/O error", f"check the disk of {path.parent}, then run the same command again"),
    )
    hint = next((hint for sign, hint in known if sign in text), "")
    return StoreError(f"the database {path} cannot be used: {text}", hint=hint)


def _set_aside(path: Path) -> str:
    return (
        f"set the damaged file aside with `mv {path} {path}.damaged` and run the command again; "
        "reports, baselines and stored versions are files of their own and stay"
    )
