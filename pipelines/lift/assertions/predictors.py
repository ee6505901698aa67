"""A predictor that can be asked again: the same inputs, its past outputs, and what was wrong.

The predictor stays the object that it is, with its demonstrations, its LM, its name in saved states
and in optimizers; only its class becomes a subclass of what it was. So it can be copied and
pickled, and one program can run in many threads: which predictor is asked again, and with what, is
part of `dspy.context`, which dspy carries into the threads that it starts.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import dspy

from lift.assertions.lookalike import lookalike

__all__ = ["RETRY", "Again", "Retry", "retry"]

RETRY = "lift_assertions_again"
"""The key of `dspy.settings` that holds the `Again` of the present attempt."""
_PRIVILEGED = ("signature", "demos", "config", "lm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What one predictor is told when the program runs again."""

    predictor: Any
    feedback: str
    """The messages so far, one per line."""
    past_outputs: Mapping[str, Any]
    """What it answered in the attempt that failed, by output field."""


def retry(predictor: Any) -> Any:
    """Make a predictor able to be asked again; returns the same object.

    Programs of DSPy 2.4 wrote `program.map_named_predictors(Retry)`, which still works.
    """
    kind = cast("Any", type(predictor))
    if not getattr(kind, "asked_again", False):
        predictor.__class__ = _retrying(kind)
    return predictor


Retry = retry


@functools.cache
def _retrying(kind: Any) -> Any:
    """The class of predictors that can be asked again."""

    @functools.wraps(kind.forward)
    def forward(self: Any, **inputs: Any) -> Any:
        again: Again | None = dspy.settings.get(RETRY, None)
        if again is None or again.predictor is not self:
            return kind.forward(self, **inputs)
        return _asked_again(kind, self, inputs, again)

    return lookalike(kind, _retrying, forward, "asked_again")


def _asked_again(kind: Any, predictor: Any, inputs: dict[str, Any], again: Again) -> Any:
    plain = inputs.pop("signature", None) or predictor.signature
    feedback = "feedback" if "feedback" not in plain.fields else "assertion_feedback"
    past = {f"past_{name}": value for name, value in again.past_outputs.items()}
    signature = _extended(plain, feedback)
    shown = {name: value for name, value in past.items() if name in signature.input_fields}
    told = {feedback: again.feedback, **inputs}
    trace = dspy.settings.trace
    with dspy.context(trace=[]):
        found = kind.forward(predictor, signature=signature, **told, **shown)
    if trace is not None:
        # Past outputs are wrong answers: they must not become part of a demonstration.
        kept = {name: value for name, value in told.items() if name not in _PRIVILEGED}
        trace.append((predictor, kept, found))
    return found


def _extended(signature: Any, feedback: str) -> Any:
    """The signature with an input for every past output, and one for the feedback."""
    for name, output in signature.output_fields.items():
        label = _label(name, output)
        field = dspy.InputField(desc=f"the previous {label}, which has errors")
        signature = signature.append(f"past_{name}", field, output.annotation)
    field = dspy.InputField(desc="instructions that the new answer must satisfy")
    return signature.append(feedback, field, str)


def _label(name: str, output: Any) -> str:
    """How the prompt calls a field."""
    extra: dict[str, Any] = output.json_schema_extra or {}
    prefix = str(extra.get("prefix") or "").split(":")[0]
    return prefix.lower() or name.replace("_", " ")
