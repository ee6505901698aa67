"""An example and a run as the objects that metrics written for DSPy take."""

from __future__ import annotations

from typing import Any

import dspy

from lift.roles.role import Example, ProgramRun

__all__ = ["gold_and_prediction"]


def gold_and_prediction(example: Example, run: ProgramRun) -> tuple[Any, Any]:
    """`dspy.Example` of truth and inputs (marked as such) and `dspy.Prediction` of the outputs."""
    gold = dspy.Example(**{**example.truth, **example.inputs}).with_inputs(*example.inputs)
    return gold, dspy.Prediction(**run.outputs)
