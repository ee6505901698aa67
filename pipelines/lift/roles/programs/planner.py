"""The planner of the demonstration: put tasks in an order that respects what they need."""

from __future__ import annotations

import dspy


class OrderTasks(dspy.Signature):
    """Put the tasks in an order in which every task comes after those it needs."""

    tasks: str = dspy.InputField(desc="one task per line with what it needs")
    plan: str = dspy.OutputField(desc="the names in order, with commas")


def build() -> dspy.Module:
    """A fresh program; what it learns is loaded into it afterwards."""
    return dspy.ChainOfThought(OrderTasks)
