"""What the ledger knows of a call and of a model, and how rows become such records.

Written by `lift.engine.ledger`, answered from by `lift.engine.replay`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from lift.engine.request import FinishReason, JsonValue, ModelAnswer, ModelInfo, Phase
from lift.errors import BudgetExceeded

__all__ = [
    "CallRow",
    "CallStatus",
    "CallToSend",
    "PhaseTotals",
    "RecordedCall",
    "RecordedModel",
    "call_row",
    "model_name",
    "recorded_call",
    "recorded_model",
    "recorded_stop",
    "without_credentials",
]


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

    run_id: str
    """The run that has paid for it."""
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
        run_id=_text(row["run_id"]),
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


def recorded_stop(row: Mapping[str, object]) -> BudgetExceeded:
    """Build the refusal that ended a search from a row of the stops table or an exported line."""
    return BudgetExceeded(
        kind=_text(row["kind"]),
        limit=_number(row["cap"]),
        spent=_number(row["spent"]),
        requested=_number(row["requested"]),
        message=_text(row["message"]),
        hint=_text(row["hint"]),
    )


def model_name(address: str) -> str:
    """Return an address without the host: `ollama/NAME@HOST` becomes `ollama/NAME`."""
    return address.partition("@")[0] if address.startswith("ollama/") else address


def without_credentials(text: str) -> str:
    """Blank the user and password of URLs, which have no place in a record."""
    return re.sub(r"(\w://)[^/@\s]+@", r"\1***@", text)


def call_row(row: Mapping[str, object]) -> CallRow:
    """Build a line of `lift calls` from a row of the calls table."""
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
