"""The optimizers that `lift optimize --optimizer NAME` knows."""

from __future__ import annotations

from typing import Protocol

from lift.errors import UsageError
from lift.optimize.judge import Judge

__all__ = ["KNOWN", "Optimizer", "find_optimizer"]

KNOWN = ("gepa",)
"""Names in the order in which they are listed."""


class Optimizer(Protocol):
    """A search over instructions."""

    def __call__(self, *, judge: Judge, seed: int) -> None:
        """Ask the judge for scores and proposals until something ends it.

        Raises:
            BudgetExceeded: a cap ended it.
            SearchEnded: it has nothing left to try.
            LiftError: from the engine.
        """
        ...


def find_optimizer(name: str) -> Optimizer:
    """Return an optimizer by name; imports its engine.

    Raises:
        UsageError: the name is not known.
    """
    if name == "gepa":
        from lift.adapters.gepa_search import search_with_gepa

        return search_with_gepa
    raise UsageError(f"there is no optimizer '{name}'", hint=f"use one of: {', '.join(KNOWN)}")
