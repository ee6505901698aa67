"""The part of a coder task that says how a fix is judged, read from a dataset into types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from lift.engine.request import JsonValue
from lift.errors import DataError
from lift.roles.role import Example
from lift.seeding.cases import Case

__all__ = ["CallsCheck", "Check", "CoderTruth", "PytestCheck", "read_truth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsCheck:
    """Calls whose results this process knows and the sandbox does not."""

    entry: str
    setup: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PytestCheck:
    """Tests of a package that the fixed function has to pass inside it."""

    project: Path
    module: str
    qualname: str
    tests: tuple[str, ...]
    python: str


Check: TypeAlias = "CallsCheck | PytestCheck"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderTruth:
    """What the metric knows of a task."""

    rule: str | None
    """What the failing test's docstring says."""
    allowed_imports: tuple[str, ...]
    check: Check


def read_truth(example: Example) -> CoderTruth:
    """Read `truth` of a coder task.

    Raises:
        DataError: a field is missing or of the wrong kind.
    """
    truth = _Reader(example.truth, f"{example.id}: truth")
    check = truth.table("check")
    kind = check.text("kind")
    if kind not in ("calls", "pytest"):
        raise DataError(
            f"{example.id}: the check {kind!r} is unknown", hint="lift seed-bugs makes them"
        )
    return CoderTruth(
        rule=truth.text("rule") if truth.has("rule") else None,
        allowed_imports=truth.texts("allowed_imports"),
        check=_calls(check) if kind == "calls" else _pytest(check),
    )


def _calls(check: _Reader) -> CallsCheck:
    cases = tuple(
        Case(
            args=case.text("args"),
            kwargs=case.text("kwargs") if case.has("kwargs") else "{}",
            expected=case.text("expected") if case.has("expected") else None,
            raises=case.text("raises") if case.has("raises") else None,
        )
        for case in check.tables("cases")
    )
    if not cases or any((case.expected is None) == (case.raises is None) for case in cases):
        raise DataError(f"{check.place}: each case needs expected or raises, and there must be one")
    return CallsCheck(entry=check.text("entry"), setup=check.text("setup"), cases=cases)


def _pytest(check: _Reader) -> PytestCheck:
    tests = check.texts("tests")
    if not tests:
        raise DataError(f"{check.place}: a pytest check needs tests")
    return PytestCheck(
        project=Path(check.text("project")),
        module=check.text("module"),
        qualname=check.text("qualname"),
        tests=tests,
        python=check.text("python"),
    )


class _Reader:
    """Fields of a JSON object, each with its type."""

    def __init__(self, values: Mapping[str, JsonValue], place: str) -> None:
        self._values = values
        self.place = place

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        found = self._values.get(name)
        if not isinstance(found, str):
            raise self._wrong(name, "a text")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        found = self._values.get(name)
        if not isinstance(found, (list, tuple)):
            raise self._wrong(name, "a list of texts")
        texts = tuple(item for item in found if isinstance(item, str))
        if len(texts) != len(found):
            raise self._wrong(name, "a list of texts")
        return texts

    def table(self, name: str) -> _Reader:
        found = self._values.get(name)
        if not isinstance(found, Mapping):
            raise self._wrong(name, "an object")
        return _Reader(found, f"{self.place}.{name}")

    def tables(self, name: str) -> tuple[_Reader, ...]:
        found = self._values.get(name)
        if not isinstance(found, (list, tuple)):
            raise self._wrong(name, "a list of objects")
        tables = [item for item in found if isinstance(item, Mapping)]
        if len(tables) != len(found):
            raise self._wrong(name, "a list of objects")
        return tuple(
            _Reader(table, f"{self.place}.{name}[{at}]") for at, table in enumerate(tables)
        )

    def _wrong(self, name: str, kind: str) -> DataError:
        return DataError(
            f"{self.place}.{name} must be {kind}", hint="make coder tasks with: lift seed-bugs PATH"
        )
