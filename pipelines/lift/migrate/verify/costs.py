"""Compare what two versions cost: time, tokens, requests, memory; each with an interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from lift.measure.stats import median_ratio
from lift.migrate.verify.report import Cost

__all__ = ["Samples", "compare_costs"]

_UNITS: Mapping[str, str] = {
    "import": "s",
    "start of the project": "s",
    "latency": "ms",
    "requests": "",
    "prompt tokens": "",
    "completion tokens": "",
    "peak memory": "MB",
}
"""In the order in which they are shown."""


@dataclass(kw_only=True)
class Samples:
    """Measurements of one version: value by cost and by what it was measured on, in order."""

    values: dict[str, dict[str, list[float]]] = field(
        default_factory=dict[str, dict[str, list[float]]]
    )

    def add(self, cost: str, group: str, value: float) -> None:
        """Note a measurement.

        Args:
            group: The case or the round; measurements of one group are paired in their order.
        """
        self.values.setdefault(cost, {}).setdefault(group, []).append(value)


def compare_costs(old: Samples, new: Samples) -> tuple[Cost, ...]:
    """Return every cost that was measured in both versions.

    The measurements of a group are paired in the order in which they were taken, which alternated
    between the versions, so that a busy moment of the machine hits both.
    """
    found: list[Cost] = []
    for name, unit in _UNITS.items():
        before: list[float] = []
        after: list[float] = []
        groups: list[str] = []
        mine, theirs = old.values.get(name, {}), new.values.get(name, {})
        for group in mine.keys() & theirs.keys():
            pairs = list(zip(mine[group], theirs[group], strict=False))
            before += [one for one, _ in pairs]
            after += [other for _, other in pairs]
            groups += [group] * len(pairs)
        if before and any(before):
            found.append(_cost(name, unit, before, after, groups))
    return tuple(found)


def _cost(
    name: str, unit: str, before: Sequence[float], after: Sequence[float], groups: Sequence[str]
) -> Cost:
    return Cost(
        name=name,
        unit=unit,
        old=round(median(before), 4),
        new=round(median(after), 4),
        ratio=median_ratio(before, after, groups),
        samples=len(before),
    )
