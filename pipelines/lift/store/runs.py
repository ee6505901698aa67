"""Runs: started, resumed by their configuration, driven by one process at a time.

The same command with the same configuration continues an unfinished run; pipelines call
`start_or_resume` before anything else and `finish` at the end.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import final

from lift.engine.ledger import Ledger
from lift.engine.request import JsonValue, ModelInfo
from lift.errors import ConfigError, StoreError, UsageError
from lift.store.database import Database
from lift.store.locks import RunLock

__all__ = ["Run", "RunStatus", "RunStore", "make_run_id"]


class RunStatus(str, Enum):
    """Where a run stands."""

    RUNNING = "running"
    """Driven by a process now, or left behind by one that was killed."""
    INTERRUPTED = "interrupted"
    """Ended by Ctrl-C; can be continued."""
    FAILED = "failed"
    """Ended by an error, as of an unreachable model; can be continued."""
    FINISHED = "finished"
    """Ended in order, a search that its budget stopped included."""


_OPEN = (RunStatus.RUNNING, RunStatus.INTERRUPTED, RunStatus.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command that calls models."""

    id: str
    kind: str
    """Which command, as in `optimize`."""
    role: str
    fingerprint: str
    """SHA-256 of the canonical configuration."""
    config: Mapping[str, JsonValue]
    status: RunStatus
    resumed: bool
    """True when an earlier process has begun it."""
    resumes: int
    """How often it was continued."""
    wall_before_s: float
    """Wall time of its search in earlier lives, seconds; give it to `Budget`."""
    created: float
    """Seconds since the epoch."""
    result: Mapping[str, JsonValue] | None
    """What the command noted when it finished."""


def make_run_id(kind: str, now: float) -> str:
    """Return a new id that sorts by time, as in `optimize-20250131-235959-1f2e3d`."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    return f"{kind}-{stamp}-{secrets.token_hex(3)}"


@final
class RunStore:
    """The runs table; holds the locks of the runs that this process drives."""

    def __init__(
        self, database: Database, *, new_id: Callable[[str, float], str] = make_run_id
    ) -> None:
        self._database = database
        self._new_id = new_id
        self._locks: dict[str, RunLock] = {}
        self._folder = database.path.parent / "runs"

    def start_or_resume(
        self,
        *,
        kind: str,
        role: str,
        fingerprint: str,
        config: Mapping[str, JsonValue],
        now: float,
        fresh: bool = False,
        resume: str | None = None,
    ) -> Run:
        """Continue the unfinished run of this configuration, or start one; ours until `finish`.

        Args:
            now: seconds since the epoch.
            fresh: start anew whatever there is.
            resume: continue this run and no other.

        Raises:
            UsageError: `resume` names no run, a finished one, or stands beside `fresh`.
            ConfigError: the run named by `resume` was started with another configuration.
            StoreError: a live process drives the run, or the database cannot be written.
        """
        if fresh and resume is not None:
            raise UsageError("--fresh and --resume exclude each other", hint="use one of them")
        with self._database.transaction():
            if resume is not None:
                return self._continue(self._named(resume, kind, role, fingerprint, config), now)
            if not fresh and (row := self._unfinished(kind, role, fingerprint)) is not None:
                return self._continue(row, now)
            return self._start(kind, role, fingerprint, config, now)

    def heartbeat(self, run_id: str, wall_s: float, *, now: float | None = None) -> None:
        """Note the wall time of the search so far, all lives together, in seconds."""
        self._database.write(
            "UPDATE runs SET wall_s = max(wall_s, ?), updated = coalesce(?, updated) WHERE id = ?",
            (wall_s, now, run_id),
        )

    def finish(
        self,
        run_id: str,
        status: RunStatus,
        result: Mapping[str, JsonValue] | None = None,
        *,
        now: float | None = None,
    ) -> None:
        """Note how a run ended and let go of it; one that did not finish can be continued."""
        self._database.write(
            "UPDATE runs SET status = ?, result = ?, updated = coalesce(?, updated) WHERE id = ?",
            (status.value, None if result is None else _json(result), now, run_id),
        )
        lock = self._locks.pop(run_id, None)
        if lock is not None:
            lock.release(remove=status is RunStatus.FINISHED)

    def get(self, run_id: str) -> Run:
        """Return a run.

        Raises:
            UsageError: there is none of this id.
        """
        row = self._row(run_id)
        if row is None:
            raise self._unknown(run_id)
        return self._run(row, resumed=False)

    def latest(self, *, kind: str | None = None, limit: int = 20) -> tuple[Run, ...]:
        """Return the latest runs, newest first."""
        rows = self._database.read(
            "SELECT * FROM runs WHERE kind = coalesce(?, kind) ORDER BY rowid DESC LIMIT ?",
            (kind, limit),
        )
        return tuple(self._run(row, resumed=False) for row in rows)

    def remember_model(self, info: ModelInfo, host: str, *, now: float) -> None:
        """Keep what a host said about a model; an engine session does it by itself."""
        Ledger(self._database).remember_model(info, host, now=now)

    def recorded_model(self, address: str) -> ModelInfo | None:
        """Return what was last known of the model at an address, or None."""
        found = Ledger(self._database).recorded_model(address)
        return None if found is None else found.info

    def close(self) -> None:
        """Let go of all runs as they stand; another process may then continue them."""
        while self._locks:
            self._locks.popitem()[1].release(remove=False)

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _unfinished(self, kind: str, role: str, fingerprint: str) -> sqlite3.Row | None:
        """Return the latest unfinished run of a configuration."""
        return self._database.read_one(
            "SELECT * FROM runs WHERE kind = ? AND role = ? AND fingerprint = ? "
            "AND status IN (?, ?, ?) ORDER BY rowid DESC LIMIT 1",
            (kind, role, fingerprint, *(status.value for status in _OPEN)),
        )

    def _named(
        self, run_id: str, kind: str, role: str, fingerprint: str, config: Mapping[str, JsonValue]
    ) -> sqlite3.Row:
        row = self._row(run_id)
        if row is None:
            raise self._unknown(run_id)
        run = self._run(row, resumed=True)
        if run.status not in _OPEN:
            raise UsageError(
                f"the run {run_id} is {run.status.value}, there is nothing to continue",
                hint="see `lift report`, or start anew with --fresh",
            )
        asked = {"kind": kind, "role": role, **config}
        started = {"kind": run.kind, "role": run.role, **run.config}
        if run.fingerprint != fingerprint or run.kind != kind or run.role != role:
            raise ConfigError(
                f"the run {run_id} was started with another configuration: "
                f"{_difference(started, asked)}",
                hint="give the options it was started with, or leave --resume away",
            )
        return row

    def _start(
        self, kind: str, role: str, fingerprint: str, config: Mapping[str, JsonValue], now: float
    ) -> Run:
        run_id = self._new_id(kind, now)
        self._lock(run_id)
        self._database.write(
            "INSERT INTO runs (id, kind, role, fingerprint, config, status, created, updated) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (run_id, kind, role, fingerprint, _json(config), RunStatus.RUNNING.value, now, now),
        )
        row = self._row(run_id)
        assert row is not None  # noqa: S101 - written above, in the same transaction
        return self._run(row, resumed=False)

    def _continue(self, row: sqlite3.Row, now: float) -> Run:
        run_id = str(row["id"])
        self._lock(run_id)
        self._database.write(
            "UPDATE runs SET status = ?, resumes = resumes + 1, updated = ? WHERE id = ?",
            (RunStatus.RUNNING.value, now, run_id),
        )
        return self._run(self._row(run_id) or row, resumed=True)

    def _lock(self, run_id: str) -> None:
        path = self._folder / f"{run_id}.lock"
        lock = None if run_id in self._locks else RunLock.take(path)
        if lock is None:
            raise StoreError(
                f"the run {run_id} is being driven by process {RunLock.holder(path)}",
                hint="wait until it has ended, or start another run with --fresh",
            )
        self._locks[run_id] = lock

    def _row(self, run_id: str) -> sqlite3.Row | None:
        return self._database.read_one("SELECT * FROM runs WHERE id = ?", (run_id,))

    def _run(self, row: sqlite3.Row, *, resumed: bool) -> Run:
        # The last call may be younger than the last heartbeat of a killed process.
        last = self._database.read_one(
            "SELECT coalesce(max(wall_s), 0) AS wall_s FROM calls "
            "WHERE run_id = ? AND phase = 'search'",
            (row["id"],),
        )
        return Run(
            id=row["id"],
            kind=row["kind"],
            role=row["role"],
            fingerprint=row["fingerprint"],
            config=json.loads(row["config"]),
            status=RunStatus(row["status"]),
            resumed=resumed,
            resumes=row["resumes"],
            wall_before_s=max(row["wall_s"], 0.0 if last is None else last["wall_s"]),
            created=row["created"],
            result=None if row["result"] is None else json.loads(row["result"]),
        )

    def _unknown(self, run_id: str) -> UsageError:
        known = ", ".join(run.id for run in self.latest(limit=5)) or "none yet"
        return UsageError(f"there is no run {run_id}", hint=f"the latest runs are: {known}")


def _json(values: Mapping[str, JsonValue]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _difference(started: Mapping[str, JsonValue], asked: Mapping[str, JsonValue]) -> str:
    names = sorted(
        name for name in {*started, *asked} if _plain(started.get(name)) != _plain(asked.get(name))
    )
    changes = (f"{name} was {started.get(name)!r}, now {asked.get(name)!r}" for name in names)
    return "; ".join(changes) or "made by another version of lift"


def _plain(value: JsonValue) -> str:
    return json.dumps(value, sort_keys=True)
