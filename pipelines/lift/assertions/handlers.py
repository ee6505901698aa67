"""What happens when a condition fails. A handler takes a function and returns one to call instead.

backtrack_handler         run again, with feedback for one predictor (the default)
bypass_suggest_handler    suggestions are only logged
bypass_assert_handler     assertions are only logged
noop_handler              both are only logged
assert_no_except_handler  None instead of a failed assertion
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import dspy

from lift.assertions.constraints import DSPyAssertionError, DSPySuggestionError
from lift.assertions.predictors import RETRY, Again
from lift.assertions.runs import recorded

__all__ = [
    "Forward",
    "Handler",
    "assert_no_except_handler",
    "backtrack_handler",
    "bypass_assert_handler",
    "bypass_suggest_handler",
    "default_assertion_handler",
    "noop_handler",
]

_log = logging.getLogger("lift.assertions")

Forward = Callable[..., Any]
Handler = Callable[..., Forward]
_Entry: TypeAlias = "tuple[Any, Mapping[str, Any], Any]"
"""One call in DSPy's trace: the predictor, its inputs, its prediction."""


def _within(func: Forward, **settings: bool) -> Forward:
    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with dspy.context(**settings):
            return func(*args, **kwargs)

    return wrapper


def noop_handler(func: Forward) -> Forward:
    """Failures of both kinds are logged, and the program goes on."""
    return _within(func, bypass_assert=True, bypass_suggest=True)


def bypass_suggest_handler(func: Forward) -> Forward:
    """Failed suggestions are logged; a failed assertion raises."""
    return _within(func, bypass_assert=False, bypass_suggest=True)


def bypass_assert_handler(func: Forward) -> Forward:
    """Failed assertions are logged; suggestions are left as they are around this."""
    return _within(func, bypass_assert=True)


def assert_no_except_handler(func: Forward) -> Forward:
    """Return None instead of raising a failed assertion."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return func(*args, **kwargs)
        except DSPyAssertionError:
            return None

    return wrapper


def backtrack_handler(
    func: Forward,
    bypass_suggest: bool = True,  # noqa: FBT001, FBT002 - a parameter of DSPy's
    max_backtracks: int = 2,
) -> Forward:
    """Run again when a condition fails, and tell one predictor what was wrong.

    The first `max_backtracks` attempts end at the first failure. Of the failures of one call, the
    first decides what follows: after an `Assert`, its error is raised. After a `Suggest`, there is
    one more attempt in which suggestions are only logged; without `bypass_suggest` there is none,
    and the result is None.

    Raises:
        DSPyAssertionError: an `Assert` failed in the last attempt, or first and not for the last
            time to try.
    """

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with recorded() as record:
            call = _Call(functools.partial(func, *args, **kwargs))
            outer = dspy.settings.trace
            try:
                for _ in range(max_backtracks):
                    record.attempts += 1
                    try:
                        return call.attempt()
                    except (DSPyAssertionError, DSPySuggestionError) as error:
                        if not call.learns_from(error):
                            break
                call.raise_first_assertion()
                if not bypass_suggest:
                    call.trace = []
                    return None
                record.attempts += 1
                return call.attempt(bypass_assert=False, bypass_suggest=True)
            finally:
                if outer is not None:
                    outer.extend(call.trace)

    return wrapper


default_assertion_handler = backtrack_handler


class _Call:
    """One call of a module: its attempts, and what the predictors are told in the next one."""

    def __init__(self, run: Callable[[], Any]) -> None:
        self._run = run
        self._first: AssertionError | None = None
        self._messages: dict[int, list[str]] = {}
        self._again: Again | None = None
        self.trace: list[_Entry] = []
        """Every call of a predictor in the latest attempt."""

    def attempt(self, **bypass: bool) -> Any:
        """Run once, with a trace of its own: other threads may run the same module."""
        self.trace = []
        settings = {RETRY: self._again, "trace": self.trace, "max_trace_size": 1_000_000}
        with dspy.context(**settings, **bypass):
            return self._run()

    def learns_from(self, error: DSPyAssertionError | DSPySuggestionError) -> bool:
        """Note a failure for the next attempt; False when another attempt cannot help."""
        self._first = self._first or error
        if not self.trace:
            _log.error("%s: no predictor was called before it, so none can be asked again", error)
            return False
        entry = self._entry_of(error)
        if entry is None and self._again is not None:  # the one asked before is asked again
            entry = self._last_call({id(self._again.predictor)})
        if entry is not None:
            predictor, _, prediction = entry
            messages = self._messages.setdefault(id(predictor), [])
            if error.msg not in messages:
                messages.append(error.msg)
            fields = predictor.signature.output_fields
            self._again = Again(
                predictor=predictor,
                feedback="\n".join(messages),
                past_outputs={name: getattr(prediction, name, None) for name in fields},
            )
        return True

    def raise_first_assertion(self) -> None:
        if isinstance(self._first, DSPyAssertionError):
            raise self._first

    def _entry_of(self, error: DSPyAssertionError | DSPySuggestionError) -> _Entry | None:
        """The call to repeat; None when the target was not called."""
        wanted = error.target_module
        if wanted is None:
            return self.trace[-1]
        entry = self._last_call(_predictors_of(wanted))
        if entry is None:
            _log.error("the target_module of %r was not called before it: %r", error.msg, wanted)
        return entry

    def _last_call(self, predictors: set[int]) -> _Entry | None:
        return next((one for one in reversed(self.trace) if id(one[0]) in predictors), None)


def _predictors_of(target: Any) -> set[int]:
    """The predictors that a target stands for, by identity."""
    inside: list[Any] = target.predictors() if isinstance(target, dspy.Module) else []
    return {id(target), *map(id, inside)}
