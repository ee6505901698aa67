"""What a reader should know before believing a report, found by looking at the data itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from lift.measure.interleave import PairMeasurement
from lift.measure.results import Rollout
from lift.measure.stats import MIN_GROUPS
from lift.roles.role import Example

__all__ = ["report_warnings"]


def report_warnings(
    splits: Mapping[str, Sequence[Example]], proof: PairMeasurement | None
) -> list[str]:
    """Return sentences: shared groups or examples between splits, failures, too few groups."""
    return [*_shared(splits), *(_of_proof(proof) if proof else [])]


def _shared(splits: Mapping[str, Sequence[Example]]) -> list[str]:
    """Find what makes a split less unseen than it should be."""
    warnings: list[str] = []
    for (one, first), (other, second) in combinations(splits.items(), 2):
        groups = {example.group for example in first} & {example.group for example in second}
        if groups:
            some = ", ".join(sorted(groups)[:3])
            warnings.append(
                f"{len(groups)} group{'s' if len(groups) > 1 else ''} of the {one} split "
                f"also in the {other} split ({some}): its examples are not all unseen."
            )
    return warnings


def _of_proof(proof: PairMeasurement) -> list[str]:
    groups = proof.paired.groups
    few = f"The sealed split has only {groups} independent groups; {MIN_GROUPS} are needed."
    return [
        *([few] if groups < MIN_GROUPS else []),
        *_failures("baseline", proof.baseline),
        *_failures("winner", proof.winner),
    ]


def _failures(name: str, rollouts: Sequence[Rollout]) -> list[str]:
    failed = [one for one in rollouts if one.error is not None]
    if not failed:
        return []
    return [
        (
            f"The {name} failed on {len(failed)} of {len(rollouts)} examples of the proof; "
            f"the first: {failed[0].error}"
        )
    ]
