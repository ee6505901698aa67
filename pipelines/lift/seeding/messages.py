"""What a worker says, read into types; nothing that a mutated package sends is trusted to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from lift.engine.request import JsonValue

__all__ = [
    "CallAnswer",
    "Collected",
    "CollectedTest",
    "EndStatus",
    "Failure",
    "ReachKey",
    "RunOutcome",
    "RunReader",
    "TestResult",
    "read_collected",
    "read_status",
]

ReachKey: TypeAlias = tuple[int, str]
"""First line and name of a function, as its code object has them."""
EndStatus = Literal["done", "timeout", "crashed"]
RunStatus = Literal["done", "timeout", "crashed", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedTest:
    """One test as pytest sees it."""

    id: str
    file: str
    """Relative to the workspace."""
    qualname: str
    """Of the test function; empty for doctests and the like."""
    doc: str | None
    parametrized: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The outcome of a collection, tests in pytest's order."""

    tests: tuple[CollectedTest, ...]
    broken: tuple[str, ...]
    """Files that could not be collected."""
    python: str
    pytest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a test failed."""

    kind: str
    """`assertion` or `error`."""
    line: int
    """In the test's file, from 1; 0 when the failure was elsewhere (a fixture)."""
    message: str
    """First line that pytest prints behind `E`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One test of a run."""

    __test__ = False

    test: str
    outcome: str
    """`passed`, `failed` or `skipped` (expected failures too)."""
    seconds: float
    failure: Failure | None
    reached: frozenset[tuple[str, int, str]]
    """File relative to the workspace, first line and name of each function that ran, if traced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """Results in the order in which tests ran, and how it ended."""

    status: RunStatus
    results: tuple[TestResult, ...]
    running: str | None
    """The test that had begun and not ended, after a timeout or crash."""
    reason: str
    """Why the change was refused."""

    @property
    def failed(self) -> TestResult | None:
        """The first test that failed."""
        return next((r for r in self.results if r.outcome == "failed"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswer:
    """What a call outside the package gave: the `repr` of a value, or the name of an exception."""

    value: str | None
    error: str | None


def read_collected(message: Mapping[str, JsonValue]) -> Collected:
    """Read the first message of a worker."""
    return Collected(
        tests=tuple(_read_test(entry) for entry in _tables(message.get("tests"))),
        broken=tuple(_text(name) for name in _list(message.get("broken"))),
        python=_text(message.get("python")),
        pytest=_text(message.get("pytest")),
    )


def read_status(message: Mapping[str, JsonValue]) -> EndStatus:
    """How a command ended, from its last message."""
    status = message.get("status")
    if status == "done":
        return "done"
    return "timeout" if status == "timeout" else "crashed"


class RunReader:
    """Collects the messages of one command."""

    def __init__(self, import_root: Path, workspace: Path) -> None:
        relative = import_root.relative_to(workspace).as_posix()
        self._prefix = "" if relative == "." else f"{relative}/"
        self._results: list[TestResult] = []
        self._running: str | None = None
        self._reason = ""
        self.answers: list[CallAnswer] = []

    def add(self, message: Mapping[str, JsonValue]) -> None:
        event = message.get("event")
        if event == "start":
            self._running = _text(message.get("test"))
        elif event == "result":
            self._running = None
            self._results.append(self._read_result(message))
        elif event == "refused":
            self._reason = _text(message.get("reason"))
        elif event == "answer":
            value, error = message.get("value"), message.get("error")
            self.answers.append(
                CallAnswer(
                    value=value if isinstance(value, str) else None,
                    error=error if isinstance(error, str) else None,
                )
            )

    def outcome(self, status: EndStatus) -> RunOutcome:
        """Everything that was said."""
        return RunOutcome(
            status="refused" if self._reason else status,
            results=tuple(self._results),
            running=self._running,
            reason=self._reason,
        )

    def _read_result(self, message: Mapping[str, JsonValue]) -> TestResult:
        failure = message.get("failure")
        reached = [_list(key) for key in _list(message.get("reached"))]
        return TestResult(
            test=_text(message.get("test")),
            outcome=_text(message.get("outcome")),
            seconds=_number(message.get("seconds")),
            failure=_read_failure(failure) if isinstance(failure, Mapping) else None,
            reached=frozenset(
                (
                    self._prefix + _text(key[0]).replace("\\", "/"),
                    int(_number(key[1])),
                    _text(key[2]),
                )
                for key in reached
                if len(key) == 3
            ),
        )


def _read_test(entry: Mapping[str, JsonValue]) -> CollectedTest:
    doc = entry.get("doc")
    return CollectedTest(
        id=_text(entry.get("id")),
        file=_text(entry.get("file")),
        qualname=_text(entry.get("qualname")),
        doc=doc if isinstance(doc, str) else None,
        parametrized=entry.get("parametrized") is True,
    )


def _read_failure(entry: Mapping[str, JsonValue]) -> Failure:
    return Failure(
        kind="assertion" if entry.get("kind") == "assertion" else "error",
        line=int(_number(entry.get("line"))),
        message=_text(entry.get("message")),
    )


def _tables(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    return [entry for entry in _list(value) if isinstance(entry, Mapping)]


def _list(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _number(value: JsonValue) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
