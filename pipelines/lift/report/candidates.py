"""The search's candidates in the form of the report."""

from __future__ import annotations

from collections.abc import Sequence

from lift.optimize.journal import Candidate, Minibatch, Verdict
from lift.report.model import CandidateEntry, CandidateStatus, MinibatchEntry, ReflectionRejection

__all__ = ["candidate_entries", "reflection_rejections"]

_STATUS: dict[Verdict, CandidateStatus] = {
    Verdict.SELECTED: "selected",
    Verdict.DOMINATED: "dominated",
    Verdict.REJECTED: "rejected",
    Verdict.OPEN: "rejected",
}
_EXCERPT = 300


def candidate_entries(candidates: Sequence[Candidate]) -> list[CandidateEntry]:
    """Return one entry per candidate, in their order."""
    return [_entry(candidate) for candidate in candidates]


def reflection_rejections(candidates: Sequence[Candidate]) -> list[ReflectionRejection]:
    """Return the reflection model's answers that were refused before anything was run with them."""
    return [
        ReflectionRejection(
            candidate=one.index,
            predictor=one.component,
            reason=one.reason,
            excerpt=" ".join(_text(one).split())[:_EXCERPT],
        )
        for one in candidates
        if one.refused and one.origin == "reflection"
    ]


def _text(candidate: Candidate) -> str:
    """What the reflection model wrote: the instruction of the changed predictor."""
    if candidate.component is not None:
        return candidate.instructions.get(candidate.component, "")
    return "\n".join(candidate.instructions.values())


def _entry(candidate: Candidate) -> CandidateEntry:
    cost = candidate.cost
    undecided = candidate.verdict is Verdict.OPEN
    return CandidateEntry(
        id=candidate.index,
        parents=list(candidate.parents),
        origin=candidate.origin,
        component=candidate.component,
        status=_STATUS[candidate.verdict],
        reason="the search ended before it was decided" if undecided else candidate.reason,
        score=candidate.val_score,
        tokens_per_example=cost.tokens if cost else None,
        tokens_increase_pct=cost.tokens_increase_pct if cost else None,
        modelled_latency_ms=cost.latency_ms if cost else None,
        latency_increase_pct=cost.latency_increase_pct if cost else None,
        violations=cost.violations if cost else None,
        minibatch=_minibatch(candidate.minibatch),
        cleaned=list(candidate.cleaned),
        instructions=dict(candidate.instructions),
    )


def _minibatch(minibatch: Minibatch | None) -> MinibatchEntry | None:
    if minibatch is None:
        return None
    return MinibatchEntry(
        example_ids=list(minibatch.example_ids),
        parent_scores=list(minibatch.parent_scores),
        scores=list(minibatch.scores),
    )
