"""The programs that `scenarios.py` runs: small ones, each with a condition in its `forward`.

The assertions are those of the library named on its command line: of DSPy 2.5.43, or of lift.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import dspy

__all__ = ["LONG", "SHORT", "A", "Brief", "Hops", "Several", "Sparing", "Stages", "Twice", "Typed"]

A: Any = import_module("lift.assertions" if "lift" in sys.argv else "dspy.primitives.assertions")
"""The module with the assertions."""
LIMIT = 20
"""Letters that an answer may have."""
LONG = "an answer that is much too long"
SHORT = "short"


class Brief(dspy.Module):
    """One predictor, one condition."""

    def __init__(self, kind: str = "Assert", **options: Any) -> None:
        super().__init__()
        self.kind, self.options = kind, options
        self.generate = dspy.Predict("question -> answer")

    def forward(self, question: str) -> Any:
        found = self.generate(question=question)
        check = getattr(A, self.kind)
        check(len(found.answer) < LIMIT, f"Keep it under {LIMIT} letters", **self.options)
        return found


class Stages(dspy.Module):
    """Two predictors; a condition on the second one's answer may send back to the first."""

    def __init__(self, target: str = "", kind: str = "Suggest") -> None:
        super().__init__()
        self.target, self.kind = target, kind
        self.search = dspy.Predict("question -> query")
        self.answer = dspy.Predict("question, query -> answer")
        self.unused = dspy.Predict("question -> nothing")

    def forward(self, question: str) -> Any:
        query = self.search(question=question).query
        found = self.answer(question=question, query=query)
        target = getattr(self, self.target) if self.target else None
        check = getattr(A, self.kind)
        check(len(found.answer) < LIMIT, "Ask for less", target_module=target)
        return found


class Several(dspy.Module):
    """Several conditions in a row, of the kinds given, each on the same answer."""

    def __init__(self, *checks: tuple[str, str, str]) -> None:
        super().__init__()
        self.checks = checks
        self.generate = dspy.Predict("question -> answer")

    def forward(self, question: str) -> Any:
        found = self.generate(question=question)
        for kind, forbidden, message in self.checks:
            getattr(A, kind)(forbidden not in found.answer, message)
        return found


class Hops(dspy.Module):
    """A list of predictors, and a condition inside the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.hops = [dspy.ChainOfThought("context, question -> query") for _ in range(2)]
        self.answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question: str) -> Any:
        queries: list[str] = []
        for hop in self.hops:
            query = hop(context=str(len(queries)), question=question).query
            A.Suggest(query not in queries, f"Query {query!r} is used already")
            queries.append(query)
        return self.answer(context=" ".join(queries), question=question)


class Typed(dspy.Module):
    """Outputs that are no text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = dspy.Predict("text -> tags: list[str], count: int, sure: bool")

    def forward(self, text: str) -> Any:
        found = self.tags(text=text)
        A.Assert(found.count == len(found.tags), "count must be the number of tags")
        return found


class Twice(dspy.Module):
    """The target is called twice in one attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.search = dspy.Predict("question -> query")
        self.answer = dspy.Predict("queries -> answer")

    def forward(self, question: str) -> Any:
        queries = [self.search(question=part).query for part in (question, question + "?")]
        found = self.answer(queries=" ".join(queries))
        A.Suggest(len(found.answer) < LIMIT, "Ask for less", target_module=self.search)
        return found


class Sparing(Brief):
    def forward(self, question: str, bypass_assert: bool = False) -> Any:
        return super().forward(question)
