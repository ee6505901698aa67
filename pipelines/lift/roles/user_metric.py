"""Load a metric of the user and fit it to `lift.roles.role.Metric`.

It may be written for DSPy (`metric(gold, pred, trace=None, pred_name=None, pred_trace=None)`) or
for lift (`metric(example, run)` with annotations or parameter names of lift), and may return a
number, a `dspy.Prediction(score=, feedback=)`, a mapping with those keys, or a `Score`.
"""

from __future__ import annotations

import importlib
import inspect
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from lift.errors import ConfigError, LiftError
from lift.roles.role import Example, Metric, ProgramRun, Score

__all__ = ["UserMetric", "load_metric"]

_HINT = 'write metric = "package.module:function" in lift.toml'
_DSPY_ARGUMENTS = 5
"""gold, pred, trace, pred_name, pred_trace: what GEPA gives a metric."""


def load_metric(target: str, root: Path) -> Metric:
    """Import `package.module:function` with `root` on the import path.

    Raises:
        ConfigError: it cannot be imported or is no function; the cause is attached.
    """
    place, _, name = target.rpartition(":")
    if not place or not name:
        raise ConfigError(f"{target!r} names no metric", hint=_HINT)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        module = importlib.import_module(place)
    except LiftError:
        raise
    except Exception as error:  # isolation point: a user's plug-in
        raise ConfigError(
            f"{place} cannot be imported from {root}: {type(error).__name__}: {error}", hint=_HINT
        ) from error
    found: object = getattr(module, name, None)
    if not callable(found):
        what = "is not a function" if hasattr(module, name) else "does not exist"
        raise ConfigError(f"{name} in {place} {what}", hint=_HINT)
    return UserMetric(found, name=target)


class UserMetric:
    """Calls a user's function and reads what it returns; its exceptions pass through."""

    def __init__(self, function: Callable[..., object], *, name: str) -> None:
        """Look at the function's parameters.

        Raises:
            ConfigError: it takes fewer than two arguments.
        """
        self._function = function
        self._name = name
        self._wants_lift, self._count = _parameters(function, name)

    def __call__(self, example: Example, run: ProgramRun) -> Score:
        """Judge one output.

        Raises:
            TypeError: the function returned something that is no score.
            ValueError: the score is not between 0 and 1.
        """
        if self._wants_lift:
            return self._read(self._function(example, run))
        from lift.adapters.dspy_metric import gold_and_prediction

        gold, prediction = gold_and_prediction(example, run)
        given = (gold, prediction, None, None, None)[: self._count]
        return self._read(self._function(*given))

    def _read(self, answer: object) -> Score:
        if isinstance(answer, Score):
            return answer
        if isinstance(answer, (bool, int, float)):
            return Score(value=self._number(answer), feedback="")
        score, feedback = _fields(answer)
        if not isinstance(score, (bool, int, float)):
            raise TypeError(
                f"{self._name} returned {type(answer).__name__}; return a number, a Score or "
                "dspy.Prediction(score=..., feedback=...)"
            )
        text = feedback if isinstance(feedback, str) else ""
        return Score(value=self._number(score), feedback=text)

    def _number(self, value: float) -> float:
        number = float(value)
        if not math.isfinite(number) or not 0.0 <= number <= 1.0:
            raise ValueError(f"{self._name} returned {number}; a score is between 0 and 1")
        return number


def _parameters(function: Callable[..., object], name: str) -> tuple[bool, int]:
    """Whether it is written for lift, and how many arguments it takes of DSPy's five."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return False, _DSPY_ARGUMENTS
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    places = [parameter for parameter in parameters if parameter.kind in kinds]
    if any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters):
        return False, _DSPY_ARGUMENTS
    if len(places) < 2:
        raise ConfigError(
            f"the metric {name} takes {len(places)} arguments and needs two",
            hint="def metric(gold, pred, trace=None): ...",
        )
    hints = [str(parameter.annotation) for parameter in places[:2]]
    wants_lift = "ProgramRun" in hints[1] or places[1].name == "run"
    return wants_lift, min(len(places), _DSPY_ARGUMENTS)


def _fields(answer: object) -> tuple[object, object]:
    if isinstance(answer, Mapping):
        values = cast("Mapping[object, object]", answer)
        return values.get("score"), values.get("feedback", "")
    return getattr(answer, "score", None), getattr(answer, "feedback", "")
