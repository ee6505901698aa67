"""Compare what two versions cost: time, tokens, requests, memory; each with an interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from lift.measure.stats import median_ratio
from lift.migrate.verify.report import LIMIT, Cost

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


_LEVEL = 0.95
_LEAST_ROUNDS = 2
_LEAST_MS = 10.0
"""A single program that loses less time than this is not worth a line of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A measurement in both versions."""

    before: float
    after: float
    group: str
    """What it was measured on, and in which round; a process shares its luck."""


@dataclass(kw_only=True)
class Samples:
    """Measurements of one version: value by cost, by case, and by round, in order."""

    values: dict[str, dict[str, dict[str, list[float]]]] = field(
        default_factory=dict[str, dict[str, dict[str, list[float]]]]
    )

    def add(self, cost: str, value: float, *, round_: str, case: str = "") -> None:
        """Note a measurement.

        Args:
            round_: The process; measurements of one case in one round are paired in their order.
            case: The program that it was measured on; empty for the project as a whole.
        """
        of_case = self.values.setdefault(cost, {}).setdefault(case, {})
        of_case.setdefault(round_, []).append(value)


def compare_costs(old: Samples, new: Samples) -> tuple[Cost, ...]:
    """Return every cost that was measured in both versions.

    The measurements of a case are paired in the order in which they were taken, which alternated
    between the versions, so that a busy moment of the machine hits both. A case that became
    clearly dearer is listed by itself as well: among many others the median would hide it.
    """
    found: list[Cost] = []
    for name, unit in _UNITS.items():
        cases = _pairs(old.values.get(name, {}), new.values.get(name, {}))
        pairs = [one for measured in cases.values() for one in measured]
        if not any(one.before for one in pairs):
            continue
        found.append(_cost(name, unit, pairs, _LEVEL))
        if len(cases) > 1:
            found += _dearer(name, unit, cases)
    return tuple(found)


def _pairs(
    old: Mapping[str, Mapping[str, Sequence[float]]],
    new: Mapping[str, Mapping[str, Sequence[float]]],
) -> dict[str, list[_Pair]]:
    """Return the measurements of every case that has some in both versions."""
    found = {
        case: [
            _Pair(before=one, after=other, group=f"{case} {round_}")
            for round_, measured in rounds.items()
            for one, other in zip(measured, new.get(case, {}).get(round_, ()), strict=False)
        ]
        for case, rounds in old.items()
    }
    return {case: pairs for case, pairs in found.items() if pairs}


def _dearer(name: str, unit: str, cases: Mapping[str, Sequence[_Pair]]) -> Iterator[Cost]:
    """Yield the cases that cost over 5 % more, sure enough for as many looks as there are cases."""
    level = 1 - (1 - _LEVEL) / len(cases)
    for case, pairs in cases.items():
        if len({one.group for one in pairs}) < _LEAST_ROUNDS:
            continue
        cost = _cost(f"{name} of {case}", unit, pairs, level)
        enough = unit != "ms" or cost.new - cost.old >= _LEAST_MS
        if enough and cost.ratio.low > LIMIT:
            yield cost


def _cost(name: str, unit: str, pairs: Sequence[_Pair], level: float) -> Cost:
    before, after = [one.before for one in pairs], [one.after for one in pairs]
    return Cost(
        name=name,
        unit=unit,
        old=round(median(before), 4),
        new=round(median(after), 4),
        ratio=median_ratio(before, after, [one.group for one in pairs], level=level),
        samples=len(pairs),
    )
