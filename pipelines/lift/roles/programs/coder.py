"""The coder of the demonstration: repair one function."""

from __future__ import annotations

import dspy


class RepairFunction(dspy.Signature):
    """Repair the Python function so that the failing test passes. Change as little as possible and keep all names."""  # noqa: E501 - one line, or DSPy sends the line break

    code: str = dspy.InputField(desc="a Python function with one bug")
    failure: str = dspy.InputField(desc="the failing test and what it saw")
    fix: str = dspy.OutputField(desc="the whole repaired function")


def build() -> dspy.Module:
    """A fresh program; what it learns is loaded into it afterwards."""
    return dspy.ChainOfThought(RepairFunction)
