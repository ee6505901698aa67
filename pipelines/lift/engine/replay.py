"""Answer a run from what an earlier one recorded, with no model: `--replay` and `replay:FILE`.

A recording is the project's own ledger or a file exported from one. What it does not hold is an
error that names the call, never a request to a model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast, final

from lift.engine.calls import (
    RecordedCall,
    RecordedModel,
    model_name,
    recorded_call,
    recorded_model,
    recorded_stop,
    without_credentials,
)
from lift.engine.request import ModelAnswer, ModelInfo, ModelRequest, Phase
from lift.errors import BudgetExceeded, ReplayMiss, StoreError
from lift.store.database import Database
from lift.store.files import write_atomic

__all__ = [
    "FileRecording",
    "LedgerRecording",
    "Recording",
    "ReplayHost",
    "export_recording",
    "replay_miss",
]

SCHEMA_VERSION = 1
_KIND = "lift-recording"


class Recording(Protocol):
    """Answers that were recorded before."""

    @property
    def name(self) -> str:
        """Where they come from, for messages."""
        ...

    def find(self, phase: Phase, key: str) -> RecordedCall | None:
        """Return the answer recorded for a key, of the same phase if there is one, or None."""
        ...

    def model(self, address: str | None) -> RecordedModel | None:
        """Return what is known of the model at an address; of the only one when None."""
        ...

    def stop(self, run_id: str) -> BudgetExceeded | None:
        """Return the refusal that ended the search of a recorded run, or None."""
        ...


@final
class LedgerRecording:
    """All earlier runs of a project; for `--replay`."""

    def __init__(self, database: Database, *, prefer_run: str | None = None) -> None:
        """Read from a database.

        Args:
            prefer_run: the run whose answers win where several runs have one; else the latest.
        """
        self._database = database
        self._prefer = prefer_run or ""

    @property
    def name(self) -> str:
        return str(self._database.path)

    def find(self, phase: Phase, key: str) -> RecordedCall | None:
        row = self._database.read_one(_FIND, (key, self._prefer, phase.value))
        return None if row is None else recorded_call(dict(row))

    def model(self, address: str | None) -> RecordedModel | None:
        rows = self._database.read("SELECT * FROM models ORDER BY seen DESC")
        return _choose([recorded_model(dict(row)) for row in rows], address)

    def stop(self, run_id: str) -> BudgetExceeded | None:
        row = self._database.read_one("SELECT * FROM stops WHERE run_id = ?", (run_id,))
        return None if row is None else recorded_stop(dict(row))


@final
class FileRecording:
    """A recording exported to a file; for `replay:FILE`."""

    def __init__(self, path: Path) -> None:
        """Read the whole file.

        Raises:
            StoreError: it cannot be read, is not a recording, or was made by a newer lift.
        """
        self._path = path
        self._calls: dict[str, dict[str, RecordedCall]] = {}
        self._models: list[RecordedModel] = []
        self._stops: dict[str, BudgetExceeded] = {}
        lines = self._lines()
        if not lines:
            raise self._damaged(1)
        self._check(self._parse(lines[0], 1))
        for number, line in enumerate(lines[1:], start=2):
            self._take(line, number)

    @property
    def name(self) -> str:
        return str(self._path)

    def find(self, phase: Phase, key: str) -> RecordedCall | None:
        phases = self._calls.get(key)
        if phases is None:
            return None
        return phases.get(phase.value) or next(iter(phases.values()))

    def model(self, address: str | None) -> RecordedModel | None:
        return _choose(self._models, address)

    def stop(self, run_id: str) -> BudgetExceeded | None:
        return self._stops.get(run_id)

    def _lines(self) -> list[str]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(
                f"cannot read the recording {self._path}: {error}",
                hint="name a file that `lift calls --export FILE` has written",
            ) from error
        return [line for line in text.split("\n") if line]

    def _parse(self, line: str, number: int) -> Mapping[str, object]:
        try:
            parsed: object = json.loads(line)
        except ValueError as error:
            raise self._damaged(number) from error
        if not isinstance(parsed, dict):
            raise self._damaged(number)
        return cast("dict[str, object]", parsed)

    def _check(self, header: Mapping[str, object]) -> None:
        version = header.get("schema_version")
        if header.get("kind") != _KIND or not isinstance(version, int):
            raise self._damaged(1)
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self._path} has schema_version {version}; this lift knows {SCHEMA_VERSION}",
                hint="upgrade lift with `pip install --upgrade lift-dspy`",
            )

    def _take(self, line: str, number: int) -> None:
        entry = self._parse(line, number)
        try:
            if entry.get("line") == "model":
                self._models.append(recorded_model(entry))
            elif entry.get("line") == "stop":
                self._stops[str(entry["run_id"])] = recorded_stop(entry)
            else:
                call = recorded_call(entry)
                self._calls.setdefault(call.key, {}).setdefault(call.phase, call)
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(number) from error

    def _damaged(self, number: int) -> StoreError:
        return StoreError(
            f"{self._path}, line {number}: not a line of a recording",
            hint="export it again with `lift calls --export FILE`",
        )


@final
class ReplayHost:
    """Stands in for a model that is not there; the engine answers from its recording."""

    slots = 64

    def __init__(self, recording: Recording, *, address: str | None = None) -> None:
        """Speak for the model at `address`, or for the only one of the recording.

        Raises:
            ReplayMiss: the recording knows no such model.
        """
        self.recording = recording
        found = recording.model(address)
        if found is None:
            wanted = "exactly one model" if address is None else f"a call to {address}"
            raise ReplayMiss(
                f"{recording.name} does not hold {wanted}",
                hint="run the same command once without --replay, or name the recorded model "
                "with --model",
            )
        self._model = found

    @property
    def name(self) -> str:
        return self._model.host

    def info(self) -> ModelInfo:
        return self._model.info

    def count_bound(self, request: ModelRequest) -> int:
        return request.prompt_bytes

    def complete(self, request: ModelRequest) -> ModelAnswer:
        raise replay_miss(self.recording, request, phase=Phase.SERVE, label=request.rollout)

    def close(self) -> None:
        """Hold nothing."""


def replay_miss(
    recording: Recording, request: ModelRequest, *, phase: Phase, label: str
) -> ReplayMiss:
    """Name a call that the recording does not hold."""
    last = " ".join(request.messages[-1].content.split())[:80] if request.messages else ""
    return ReplayMiss(
        f"{recording.name} has no answer for a {phase.value} call of {label or 'this run'} to "
        f"{request.model}, whose last message begins {last!r} (key {request.key[:12]})",
        hint="replay with the configuration, data, seed and DSPy version of the recorded run, or "
        "run once without --replay to record it",
    )


def export_recording(database: Database, path: Path, *, run_id: str | None = None) -> int:
    """Write all answered calls, of one run or of all, as JSON lines; return how many.

    Raises:
        StoreError: the file cannot be written.
    """
    header = {"schema_version": SCHEMA_VERSION, "kind": _KIND}
    models = database.read("SELECT * FROM models ORDER BY seen DESC")
    stops = database.read("SELECT * FROM stops WHERE run_id = coalesce(?, run_id)", (run_id,))
    calls = database.read(_EXPORT, (run_id,))
    lines = [
        header,
        *({"line": "model", **dict(row)} for row in models),
        *({"line": "stop", **dict(row)} for row in stops),
        *({"line": "call", **dict(row)} for row in calls),
    ]
    write_atomic(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return len(calls)


def _choose(models: Sequence[RecordedModel], address: str | None) -> RecordedModel | None:
    """Return the model at an address, else the latest of its name; the only one for None."""
    if address is None:
        return models[0] if len(models) == 1 else None
    wanted = without_credentials(address)
    exact = (model for model in models if model.info.address == wanted)
    names = {model_name(wanted), wanted.rpartition("@")[0]}
    alike = (model for model in models if model_name(model.info.address) in names)
    return next(exact, None) or next(alike, None)


_ANSWERED = "replayed = 0 AND status IN ('answered', 'refused')"
_FIND = f"""
SELECT * FROM calls WHERE key = ? AND {_ANSWERED}
ORDER BY run_id = ? DESC, phase = ? DESC, id DESC LIMIT 1
"""  # noqa: S608
_EXPORT = f"""
SELECT run_id, phase, key, status, model, host, label, reserved_tokens, prompt_tokens,
    completion_tokens, latency_ms, finish_reason, answer, error, request
FROM calls WHERE {_ANSWERED} AND run_id = coalesce(?, run_id) ORDER BY id DESC
"""  # noqa: S608
