"""Assertions for DSPy 3.x: `Assert`, `Suggest` and going back to a predictor with feedback.

DSPy had them until 2.5.43 and dropped them in 2.6.0. Programs that rely on them keep their meaning
by importing these instead; `lift migrate fix` does that (rules LFT110 to LFT115).

constraints.py  `Assert` and `Suggest`, and the errors that they raise
handlers.py     what happens when one fails: go back, ignore, return None
predictors.py   a predictor that can be asked again with past outputs and feedback
transform.py    a module whose `forward` runs under a handler
runs.py         what went wrong in the last run

Used by programs, not by the rest of lift; therefore dspy is imported at module level.
"""

from lift.assertions.constraints import (
    Assert,
    Constraint,
    DSPyAssertionError,
    DSPySuggestionError,
    Suggest,
)
from lift.assertions.handlers import (
    assert_no_except_handler,
    backtrack_handler,
    bypass_assert_handler,
    bypass_suggest_handler,
    default_assertion_handler,
    noop_handler,
)
from lift.assertions.predictors import Retry
from lift.assertions.runs import Failure, Run, last_run
from lift.assertions.transform import activate_assertions, assert_transform_module

__all__ = [
    "Assert",
    "Constraint",
    "DSPyAssertionError",
    "DSPySuggestionError",
    "Failure",
    "Retry",
    "Run",
    "Suggest",
    "activate_assertions",
    "assert_no_except_handler",
    "assert_transform_module",
    "backtrack_handler",
    "bypass_assert_handler",
    "bypass_suggest_handler",
    "default_assertion_handler",
    "last_run",
    "noop_handler",
]
