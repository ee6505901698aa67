"""The record of every model call: what was asked, answered and paid.

A row is written before a request is sent and completed before its answer is handed back, so that
after kill -9 each answered call is known and each call in flight is counted. Written by
`lift.engine.gateway`; read by `lift calls`, replay and reports.
"""

from __future__ import annotations

import itertools
import json
from typing import final

from lift.engine.budget import EarlierCalls
from lift.engine.calls import (
    CallRow,
    CallStatus,
    CallToSend,
    PhaseTotals,
    RecordedCall,
    RecordedModel,
    call_row,
    recorded_call,
    recorded_model,
    without_credentials,
)
from lift.engine.request import ModelAnswer, ModelInfo, Phase
from lift.errors import BudgetExceeded
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
        return tuple(call_row(dict(row)) for row in reversed(rows))

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

    def stopped(self, run_id: str, refusal: BudgetExceeded, *, now: float) -> None:
        """Note which cap has ended the search of a run."""
        self._database.write(
            "INSERT OR REPLACE INTO stops VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run_id,
                refusal.kind,
                refusal.limit,
                refusal.spent,
                refusal.requested,
                refusal.message,
                refusal.hint,
                now,
            ),
        )

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


def _selection(run: str | None, phase: Phase | None) -> tuple[str, tuple[SqlValue, ...]]:
    wanted = {"run_id": run, "phase": None if phase is None else phase.value}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    condition = " AND ".join(f"{name} = ?" for name in chosen) or "1"
    return condition, tuple(chosen.values())


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
