"""What went wrong in the last run of a module with assertions.

DSPy 2.5 kept two numbers in its settings (`assert_failures`, `suggest_failures`); this keeps every
failure, per thread and task.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Failure", "Run", "last_run", "note", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One condition that did not hold."""

    kind: Literal["assert", "suggest"]
    message: str
    is_metric: bool
    bypassed: bool
    """Whether the program went on behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of a module under `backtrack_handler`."""

    attempts: int = 0
    """How often `forward` was started."""
    failures: tuple[Failure, ...] = ()
    """In the order in which they happened, over all attempts."""

    @property
    def metric_asserts(self) -> int:
        """Failed `Assert(..., is_metric=True)`, as `dspy.settings.assert_failures` counted them."""
        return self._counted("assert")

    @property
    def metric_suggests(self) -> int:
        """Failed `Suggest(..., is_metric=True)`, as `dspy.settings.suggest_failures` did."""
        return self._counted("suggest")

    @property
    def unresolved(self) -> tuple[Failure, ...]:
        """Suggestions that still failed when the result was made."""
        return tuple(one for one in self.failures if one.bypassed)

    def _counted(self, kind: str) -> int:
        return sum(one.kind == kind and one.is_metric and not one.bypassed for one in self.failures)


@dataclass(slots=True)
class _Record:
    attempts: int = 0
    failures: list[Failure] = field(default_factory=list[Failure])


_current: ContextVar[_Record | None] = ContextVar("lift_assertions_current", default=None)
_last: ContextVar[Run | None] = ContextVar("lift_assertions_last", default=None)


def last_run() -> Run:
    """The last finished run under `backtrack_handler` in this thread or task.

    Empty when there was none. Of a module inside another, the run of the outer one is the last.
    """
    return _last.get() or Run()


def note(failure: Failure) -> None:
    """Remember a failure, when a run is being recorded."""
    record = _current.get()
    if record is not None:
        record.failures.append(failure)


@contextmanager
def recorded() -> Generator[_Record]:
    """Record a run; its failures count for the runs around it, too."""
    record, outer = _Record(), _current.get()
    token = _current.set(record)
    try:
        yield record
    finally:
        _current.reset(token)
        if outer is not None:
            outer.failures += record.failures
        _last.set(Run(attempts=record.attempts, failures=tuple(record.failures)))
