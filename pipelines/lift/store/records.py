"""The small tables of results: scores, versions, flag changes and looks at sealed data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import final

from lift.engine.request import JsonValue, Phase
from lift.store.database import Database

__all__ = [
    "FlagChange",
    "FlagHistory",
    "LookStore",
    "ScoreRow",
    "ScoreStore",
    "VersionIndex",
    "VersionRow",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """What one program made of one example."""

    example_id: str
    score: float
    """0 to 1."""
    tokens: int
    latency_ms: float
    """Engine time of all its calls together."""
    detail: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Outputs, feedback, violations, error."""


@final
class ScoreStore:
    """Per-example scores by run, phase and candidate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, *, run_id: str, phase: Phase, candidate: str, rows: Iterable[ScoreRow]) -> None:
        """Store the rows in one step; an example scored again is replaced."""
        with self._database.transaction():
            for row in rows:
                self._database.write(
                    "INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        run_id,
                        phase.value,
                        candidate,
                        row.example_id,
                        row.score,
                        row.tokens,
                        row.latency_ms,
                        json.dumps(row.detail, sort_keys=True),
                    ),
                )

    def get(self, *, run_id: str, phase: Phase, candidate: str) -> tuple[ScoreRow, ...]:
        """Return the scores of a candidate, ordered by example id."""
        rows = self._database.read(
            "SELECT * FROM scores WHERE run_id = ? AND phase = ? AND candidate = ? "
            "ORDER BY example_id",
            (run_id, phase.value, candidate),
        )
        return tuple(
            ScoreRow(
                example_id=row["example_id"],
                score=row["score"],
                tokens=row["tokens"],
                latency_ms=row["latency_ms"],
                detail=json.loads(row["detail"]),
            )
            for row in rows
        )


@final
class LookStore:
    """How often each sealed dataset was read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, *, dataset_hash: str, run_id: str, now: float) -> int:
        """Note that a run reads a sealed set; return which look this is, 1 for the first.

        A run that is resumed looks once.
        """
        with self._database.transaction():
            self._database.write(
                "INSERT OR IGNORE INTO sealed_looks VALUES (?, ?, ?)", (dataset_hash, run_id, now)
            )
            return self.count(dataset_hash)

    def count(self, dataset_hash: str) -> int:
        """Return how many runs have read a sealed set."""
        row = self._database.read_one(
            "SELECT count(*) AS looks FROM sealed_looks WHERE dataset_hash = ?", (dataset_hash,)
        )
        return 0 if row is None else int(row["looks"])


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One stored program."""

    id: str
    """Content hash, the name of its folder."""
    role: str
    run_id: str | None
    created: float
    """Seconds since the epoch."""
    meta: Mapping[str, JsonValue]


@final
class VersionIndex:
    """Which programs are stored; the programs themselves are folders."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, version: VersionRow) -> None:
        """Note a version; the same content noted again changes nothing."""
        self._database.write(
            "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?)",
            (
                version.id,
                version.role,
                version.run_id,
                version.created,
                json.dumps(version.meta, sort_keys=True),
            ),
        )

    def of_role(self, role: str) -> tuple[VersionRow, ...]:
        """Return the versions of a role, oldest first."""
        rows = self._database.read("SELECT * FROM versions WHERE role = ? ORDER BY rowid", (role,))
        return tuple(
            VersionRow(
                id=row["id"],
                role=row["role"],
                run_id=row["run_id"],
                created=row["created"],
                meta=json.loads(row["meta"]),
            )
            for row in rows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagChange:
    """One change of a flag."""

    flag: str
    before: Mapping[str, JsonValue] | None
    """The flag as it was; None when it was made."""
    after: Mapping[str, JsonValue] | None
    """The flag as it is now; None when it was removed."""
    actor: str
    """Who or what changed it, as in `lift flags set`."""
    changed: float
    """Seconds since the epoch."""


@final
class FlagHistory:
    """Every change of every flag."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, change: FlagChange) -> None:
        """Note a change."""
        self._database.write(
            "INSERT INTO flag_history (flag, before, after, actor, changed) VALUES (?, ?, ?, ?, ?)",
            (
                change.flag,
                None if change.before is None else json.dumps(change.before, sort_keys=True),
                None if change.after is None else json.dumps(change.after, sort_keys=True),
                change.actor,
                change.changed,
            ),
        )

    def of_flag(self, flag: str) -> tuple[FlagChange, ...]:
        """Return the changes of a flag, oldest first."""
        rows = self._database.read("SELECT * FROM flag_history WHERE flag = ? ORDER BY id", (flag,))
        return tuple(
            FlagChange(
                flag=row["flag"],
                before=None if row["before"] is None else json.loads(row["before"]),
                after=None if row["after"] is None else json.loads(row["after"]),
                actor=row["actor"],
                changed=row["changed"],
            )
            for row in rows
        )
