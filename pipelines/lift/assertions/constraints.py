"""`Assert` and `Suggest`: a condition that a program states in the middle of its `forward`.

Both check when they are made, as in DSPy 2.5: `Assert(len(answer) < 100, "Keep it short")`.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any, ClassVar, Literal

import dspy

from lift.assertions.runs import Failure, note

__all__ = ["Assert", "Constraint", "DSPyAssertionError", "DSPySuggestionError", "Suggest"]

_log = logging.getLogger("lift.assertions")


class _ConstraintError(AssertionError):
    """A condition that did not hold; the handler around the module decides what follows."""

    def __init__(
        self,
        id: str,  # noqa: A002 - the name that DSPy's programs use
        msg: str,
        target_module: Any = None,
        state: Any = None,
        is_metric: bool = False,  # noqa: FBT001, FBT002 - likewise its position
    ) -> None:
        super().__init__(msg)
        self.id = id
        self.msg = msg
        self.target_module = target_module
        self.state = state
        self.is_metric = is_metric


class DSPyAssertionError(_ConstraintError):
    """An `Assert` failed, and going back was not possible or did not help."""


class DSPySuggestionError(_ConstraintError):
    """A `Suggest` failed where no handler took it."""


class Constraint:
    """What `Assert` and `Suggest` share.

    Args:
        result: whether the condition holds; a real bool, nothing that is merely true.
        msg: shown to the model when a predictor is asked again.
        target_module: the predictor to go back to, or a module around it; the one called last when
            it is left out.
        is_metric: whether the failure counts in `Run.metric_asserts` or `metric_suggests`.

    Raises:
        ValueError: `result` is not a bool.
    """

    kind: ClassVar[Literal["assert", "suggest"]]
    _error: ClassVar[type[_ConstraintError]]
    _level: ClassVar[int]

    def __init__(
        self,
        result: bool,  # noqa: FBT001 - written as Assert(condition, "message") everywhere
        msg: str = "",
        target_module: Any = None,
        is_metric: bool = False,  # noqa: FBT001, FBT002 - the position that it had in DSPy
    ) -> None:
        self.id = str(uuid.uuid4())
        self.result: object = result
        self.msg = msg
        self.target_module = target_module
        self.is_metric = is_metric
        self()

    def __call__(self) -> bool:
        """Check; True when the condition holds or failures of this kind are bypassed."""
        passed = self.result
        if not isinstance(passed, bool):
            raise ValueError(  # noqa: TRY004 - what DSPy raised
                f"{type(self).__name__} needs True or False, not {passed!r} "
                f"({type(passed).__name__}); write bool(...) around the condition"
            )
        if passed:
            return True
        bypassed = bool(dspy.settings.get(f"bypass_{self.kind}", False))
        _log.log(self._level, "%s failed: %s", type(self).__name__, self.msg)
        note(Failure(kind=self.kind, message=self.msg, is_metric=self.is_metric, bypassed=bypassed))
        if bypassed:
            return True
        raise self._error(
            self.id, self.msg, self.target_module, dspy.settings.trace, self.is_metric
        )


class Assert(Constraint):
    """A condition that has to hold: `DSPyAssertionError` when going back did not help."""

    kind = "assert"
    _error = DSPyAssertionError
    _level = logging.ERROR


class Suggest(Constraint):
    """A condition that should hold: logged and counted when going back did not help."""

    kind = "suggest"
    _error = DSPySuggestionError
    _level = logging.INFO
