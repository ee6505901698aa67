"""The record of every model call: what was asked, answered and paid.

A row is written before a request is sent and completed before its answer is handed back, so that
after kill -9 each answered call is known and each call in flight is counted. Written by
`lift.engine.gateway`; read by `lift calls`, replay and reports.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import final

from lift.engine.budget import EarlierCalls
from lift.engine.request import FinishReason, JsonValue, ModelAnswer, ModelInfo, Phase
from lift.store.database import Database, SqlValue
from lift.store.processes import is_alive, process_token

__all__ = [
    "CallRow",
    "CallStatus",
    "CallToSend",
    "Ledger",
    "PhaseTotals",
    "RecordedCall",
    "RecordedModel",
]

_lives = itertools.count(1)


class CallStatus(str, Enum):
    """What has become of a call."""

    SENT = "sent"
    """Given to a host, no answer yet."""
    ANSWERED = "answered"
    REFUSED = "refused"
    """The host said that the prompt is too long: an answer, because it will say so again."""
    FAILED = "failed"
    """The host could not be reached or broke off; paid at its reservation."""
    LOST = "lost"
    """Its process died in mid-call; paid at its reservation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToSend:
    """What is known of a call before it is sent."""

    run_id: str
    phase: Phase
    key: str
    model: str
    host: str
    label: str
    request: str
    """Canonical JSON of the request."""
    reserved_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """A recorded answer; with `error` instead of `answer` when the host refused the prompt."""

    key: str
    phase: str
    model: str
    host: str
    label: str
    reserved_tokens: int
    """What the call had to reserve when it was sent; a replay reserves the same."""
    answer: ModelAnswer | None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedModel:
    """What a host once said about a model."""

    info: ModelInfo
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One line of `lift calls`: a request sent to a host, or an answer taken from a record."""

    id: int
    run_id: str
    phase: str
    status: str
    replayed: bool
    """True when a record answered, and nothing was paid."""
    model: str
    host: str
    label: str
    prompt_tokens: int | None
    completion_tokens: int | None
    paid_tokens: int
    """Counts as paid: the answer's tokens, or the reservation while and where there is none."""
    latency_ms: float | None
    started: float
    """Seconds since the epoch."""
    key: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTotals:
    """All rows of a phase together."""

    calls: int
    """Rows, answers from a record included."""
    tokens: int
    """Physically paid, each call once."""
    replayed: int
    """Rows that a record answered."""


@final
class Ledger:
    """The calls table, written by this process under a name of its own (a life)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._life = f"{process_token()}/{next(_lives)}"

    @property
    def database(self) -> Database:
        """Where it is kept."""
        return self._database

    def find(self, run_id: str, phase: Phase, key: str) -> RecordedCall | None:
        """Return the recorded answer of a call of this run and phase, or None."""
        row = self._database.read_one(_FIND, (key, run_id, phase.value))
        return None if row is None else recorded_call(dict(row))

    def sent(self, call: CallToSend, *, now: float, wall_s: float) -> int:
        """Note that a call is about to be sent; return the id of its row."""
        return self._database.write(
            _SENT,
            (
                call.run_id,
                call.phase.value,
                call.key,
                self._life,
                call.model,
                without_credentials(call.host),
                call.label,
                now,
                wall_s,
                call.reserved_tokens,
                call.reserved_tokens,
                call.request,
            ),
        )

    def answered(self, call_id: int, answer: ModelAnswer, *, wall_s: float) -> None:
        """Note the answer of a call; afterwards it is never sent again."""
        self._database.write(
            _ANSWERED,
            (
                answer.prompt_tokens,
                answer.completion_tokens,
                answer.tokens,
                answer.latency_ms,
                answer.finish_reason,
                answer.text,
                wall_s,
                call_id,
            ),
        )

    def failed(self, call_id: int, status: CallStatus, error: str, *, wall_s: float) -> None:
        """Note that a call got no answer; it stays paid at its reservation."""
        self._database.write(
            "UPDATE calls SET status = ?, error = ?, wall_s = ? WHERE id = ?",
            (status.value, without_credentials(error), wall_s, call_id),
        )

    def replayed(
        self, recorded: RecordedCall, *, run_id: str, phase: Phase, label: str, now: float
    ) -> None:
        """Note that a record answered a call of this run; nothing was paid."""
        answer = recorded.answer
        status = CallStatus.REFUSED if answer is None else CallStatus.ANSWERED
        self._database.write(
            _REPLAYED,
            (
                run_id,
                phase.value,
                recorded.key,
                status.value,
                self._life,
                recorded.model,
                recorded.host,
                label,
                now,
                recorded.reserved_tokens,
                None if answer is None else answer.prompt_tokens,
                None if answer is None else answer.completion_tokens,
                None if answer is None else answer.latency_ms,
                None if answer is None else answer.finish_reason,
                recorded.error,
            ),
        )

    def settle_earlier(self, run_id: str, phase: Phase) -> EarlierCalls:
        """Settle what dead processes left in flight; return what all earlier lives have paid.

        The calls of this life are not in the sums, because its budget has counted them already.
        """
        database = self._database
        in_flight = database.read(
            "SELECT DISTINCT life FROM calls WHERE run_id = ? AND phase = ? AND status = 'sent'",
            (run_id, phase.value),
        )
        for row in in_flight:
            life = str(row["life"])
            if not is_alive(life.partition("/")[0]):
                database.write(
                    "UPDATE calls SET status = 'lost' "
                    "WHERE run_id = ? AND phase = ? AND status = 'sent' AND life = ?",
                    (run_id, phase.value, life),
                )
        sums = database.read(_EARLIER, (run_id, phase.value, self._life))[0]
        return EarlierCalls(
            calls=sums["calls"],
            tokens=sums["tokens"],
            lost_calls=sums["lost_calls"],
            lost_tokens=sums["lost_tokens"],
        )

    def calls(
        self, *, run: str | None = None, phase: Phase | None = None, limit: int | None = 100
    ) -> tuple[CallRow, ...]:
        """Return the latest calls, oldest first; None for no limit."""
        condition, parameters = _selection(run, phase)
        rows = self._database.read(
            f"SELECT * FROM calls WHERE {condition} ORDER BY id DESC LIMIT ?",  # noqa: S608
            (*parameters, -1 if limit is None else limit),
        )
        return tuple(_call_row(dict(row)) for row in reversed(rows))

    def totals(self, *, run: str | None = None) -> dict[str, PhaseTotals]:
        """Return the totals of each phase that has calls, in the order in which phases began."""
        condition, parameters = _selection(run, None)
        rows = self._database.read(
            "SELECT phase, count(*) AS calls, sum(paid_tokens) AS tokens, "  # noqa: S608
            f"sum(replayed) AS replayed FROM calls WHERE {condition} "
            "GROUP BY phase ORDER BY min(id)",
            parameters,
        )
        return {
            row["phase"]: PhaseTotals(
                calls=row["calls"], tokens=row["tokens"], replayed=row["replayed"]
            )
            for row in rows
        }

    def remember_model(self, info: ModelInfo, host: str, *, now: float) -> None:
        """Keep what a host said about a model, so that a replay needs no host."""
        self._database.write(
            "INSERT OR REPLACE INTO models (address, digest, context_tokens, host, details, seen) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                without_credentials(info.address),
                info.digest,
                info.context_tokens,
                without_credentials(host),
                json.dumps(info.details, sort_keys=True),
                now,
            ),
        )

    def recorded_model(self, address: str) -> RecordedModel | None:
        """Return what was last known of the model at an address, or None."""
        row = self._database.read_one(
            "SELECT * FROM models WHERE address = ?", (without_credentials(address),)
        )
        return None if row is None else recorded_model(dict(row))


def recorded_call(row: Mapping[str, object]) -> RecordedCall:
    """Build a recorded call from a row of the calls table or a line of an exported file."""
    answer: ModelAnswer | None = None
    if row["status"] == CallStatus.ANSWERED.value:
        answer = ModelAnswer(
            text=_text(row["answer"]),
            prompt_tokens=int(_number(row["prompt_tokens"])),
            completion_tokens=int(_number(row["completion_tokens"])),
            latency_ms=float(_number(row["latency_ms"])),
            finish_reason=_finish(row["finish_reason"]),
            replayed=True,
        )
    return RecordedCall(
        key=_text(row["key"]),
        phase=_text(row["phase"]),
        model=_text(row["model"]),
        host=_text(row["host"]),
        label=_text(row["label"]),
        reserved_tokens=int(_number(row["reserved_tokens"])),
        answer=answer,
        error=None if answer is not None else _text(row["error"]),
    )


def recorded_model(row: Mapping[str, object]) -> RecordedModel:
    """Build a recorded model from a row of the models table or a line of an exported file."""
    details: dict[str, JsonValue] = json.loads(_text(row["details"]))
    digest = row["digest"]
    return RecordedModel(
        info=ModelInfo(
            address=_text(row["address"]),
            digest=None if digest is None else _text(digest),
            context_tokens=int(_number(row["context_tokens"])),
            details=details,
        ),
        host=_text(row["host"]),
    )


def without_credentials(text: str) -> str:
    """Blank the user and password of URLs, which have no place in a record."""
    return re.sub(r"(\w://)[^/@\s]+@", r"\1***@", text)


def _selection(run: str | None, phase: Phase | None) -> tuple[str, tuple[SqlValue, ...]]:
    wanted = {"run_id": run, "phase": None if phase is None else phase.value}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    condition = " AND ".join(f"{name} = ?" for name in chosen) or "1"
    return condition, tuple(chosen.values())


def _call_row(row: Mapping[str, object]) -> CallRow:
    prompt, completion = row["prompt_tokens"], row["completion_tokens"]
    latency, error = row["latency_ms"], row["error"]
    return CallRow(
        id=int(_number(row["id"])),
        run_id=_text(row["run_id"]),
        phase=_text(row["phase"]),
        status=_text(row["status"]),
        replayed=bool(row["replayed"]),
        model=_text(row["model"]),
        host=_text(row["host"]),
        label=_text(row["label"]),
        prompt_tokens=None if prompt is None else int(_number(prompt)),
        completion_tokens=None if completion is None else int(_number(completion)),
        paid_tokens=int(_number(row["paid_tokens"])),
        latency_ms=None if latency is None else float(_number(latency)),
        started=float(_number(row["started"])),
        key=_text(row["key"]),
        error=None if error is None else _text(error),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return value
    raise TypeError(f"expected a number in the record, found {value!r}")


def _finish(value: object) -> FinishReason:
    return "length" if value == "length" else "stop"


_FIND = """
SELECT * FROM calls
WHERE key = ? AND run_id = ? AND phase = ? AND replayed = 0 AND status IN ('answered', 'refused')
ORDER BY id LIMIT 1
"""
_SENT = """
INSERT INTO calls (run_id, phase, key, status, replayed, life, model, host, label, started, wall_s,
    reserved_tokens, paid_tokens, request)
VALUES (?, ?, ?, 'sent', 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ANSWERED = """
UPDATE calls SET status = 'answered', prompt_tokens = ?, completion_tokens = ?, paid_tokens = ?,
    latency_ms = ?, finish_reason = ?, answer = ?, wall_s = ?
WHERE id = ?
"""
_REPLAYED = """
INSERT INTO calls (run_id, phase, key, status, replayed, life, model, host, label, started, wall_s,
    reserved_tokens, paid_tokens, prompt_tokens, completion_tokens, latency_ms, finish_reason,
    error)
VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 0, ?, 0, ?, ?, ?, ?, ?)
"""
_EARLIER = """
SELECT count(*) AS calls, coalesce(sum(paid_tokens), 0) AS tokens,
    coalesce(sum(status IN ('lost', 'failed')), 0) AS lost_calls,
    coalesce(sum(CASE WHEN status IN ('lost', 'failed') THEN paid_tokens END), 0) AS lost_tokens
FROM calls WHERE run_id = ? AND phase = ? AND replayed = 0 AND life <> ?
"""
