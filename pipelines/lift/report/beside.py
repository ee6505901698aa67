"""The section `beside` of a report: examples of another origin, measured, without a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from lift.measure.interleave import PairMeasurement
from lift.measure.saved import SavedPaired, SavedSummary
from lift.measure.summary import summarize
from lift.report.model import BesideEntry

__all__ = ["BesidePair", "beside_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePair:
    """Baseline and winner on the examples that stand beside the sealed split."""

    name: str
    """What they are, in words."""
    pair: PairMeasurement


def beside_entry(beside: BesidePair | None) -> BesideEntry | None:
    """Condense the pairs; their difference decides nothing."""
    if beside is None:
        return None
    paired = SavedPaired.of(beside.pair.paired)
    return BesideEntry(
        name=beside.name,
        examples=paired.examples,
        groups=paired.groups,
        baseline=SavedSummary.of(summarize(beside.pair.baseline)).score,
        winner=SavedSummary.of(summarize(beside.pair.winner)).score,
        difference=paired.difference,
    )
