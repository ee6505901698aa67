"""Choose which mutants to try, which kills to keep, and which split each function goes to.

Everything here is a pure function of its arguments and a seed: the number of cores and the speed
of the machine decide nothing.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lift.roles.role import Split
from lift.seeding.operators import Mutation
from lift.seeding.scan import SeedFunction

__all__ = ["Candidate", "Quota", "SplitShares", "assign_splits", "order_candidates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One mutant that may become a task."""

    seed: SeedFunction
    mutation: Mutation

    @property
    def id(self) -> str:
        """Stable: the same mutant has the same id under every seed, limit and machine."""
        text = f"{self.seed.group}\n{self.mutation.source}"
        slug = self.mutation.bug_class.replace(" ", "-")
        return f"{self.seed.group}:{slug}:{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitShares:
    """How the tasks are divided; each function goes to one split only."""

    train: float = 0.3
    val: float = 0.2
    test: float = 0.5

    def normalised(self) -> dict[Split, float]:
        """Shares that add up to 1."""
        total = self.train + self.val + self.test
        parts = {Split.TRAIN: self.train, Split.VAL: self.val, Split.TEST: self.test}
        return {split: part / total for split, part in parts.items()}


def order_candidates(seeds: Sequence[SeedFunction], *, seed: int) -> tuple[Candidate, ...]:
    """All mutants, so that any beginning of the order is spread over functions and bug classes."""
    by_function = [_own_order(item, seed) for item in seeds]
    order = sorted(range(len(seeds)), key=lambda at: _draw(seed, seeds[at].group))
    rounds = max((len(candidates) for candidates in by_function), default=0)
    return tuple(
        by_function[at][turn]
        for turn in range(rounds)
        for at in order
        if turn < len(by_function[at])
    )


def _own_order(item: SeedFunction, seed: int) -> list[Candidate]:
    """The mutants of one function: one of each class first, then the second of each, ..."""
    mutations = sorted(item.mutations, key=lambda m: _draw(seed, item.group + "\n" + m.source))
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, Mutation]] = []
    for mutation in mutations:
        ranked.append((seen[mutation.bug_class], mutation))
        seen[mutation.bug_class] += 1
    ranked.sort(key=lambda pair: pair[0])
    return [Candidate(seed=item, mutation=mutation) for _, mutation in ranked]


def _draw(seed: int, text: str) -> float:
    return random.Random(f"{seed}:{text}").random()


class Quota:
    """Counts what was kept and says whether more is wanted; None means without limit."""

    def __init__(
        self, *, limit: int | None, per_class: int | None, per_function: int | None
    ) -> None:
        self._limit, self._per_class, self._per_function = limit, per_class, per_function
        self._total = 0
        self._classes: Counter[str] = Counter()
        self._functions: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        return self._limit is not None and self._total >= self._limit

    def wants(self, candidate: Candidate) -> bool:
        """Whether a kill of this mutant would be kept."""
        classes = self._classes[candidate.mutation.bug_class]
        functions = self._functions[candidate.seed.group]
        return (
            not self.full
            and (self._per_class is None or classes < self._per_class)
            and (self._per_function is None or functions < self._per_function)
        )

    def take(self, candidate: Candidate) -> None:
        self._total += 1
        self._classes[candidate.mutation.bug_class] += 1
        self._functions[candidate.seed.group] += 1


@dataclass(slots=True)
class _Filling:
    """Tasks by bug class in one split, against what it should hold."""

    wanted: dict[str, float]
    held: Counter[str]

    def gap_after(self, classes: Mapping[str, int]) -> float:
        """How far this split would be from its share with these tasks, less how far it is now."""
        after = sum((self.wanted[c] - self.held[c] - classes.get(c, 0)) ** 2 for c in self.wanted)
        return after - sum((self.wanted[c] - self.held[c]) ** 2 for c in self.wanted)


def assign_splits(
    classes_of: Mapping[str, Sequence[str]], *, shares: SplitShares, seed: int
) -> dict[str, Split]:
    """Give each function a split, so that tasks and bug classes come out in the shares asked for.

    Args:
        classes_of: Bug classes of the tasks of each function, by its dotted name.
    """
    totals = Counter(name for classes in classes_of.values() for name in classes)
    fillings: dict[Split, _Filling] = {
        split: _Filling({name: share * n for name, n in totals.items()}, Counter())
        for split, share in shares.normalised().items()
        if share > 0
    }
    # Functions with many tasks first: what is placed last fills the gaps that are left.
    order = sorted(classes_of, key=lambda name: (-len(classes_of[name]), _draw(seed, name)))
    chosen: dict[str, Split] = {}
    for name in order:
        counts = Counter(classes_of[name])
        gaps = {split: filling.gap_after(counts) for split, filling in fillings.items()}
        best = min(gaps, key=lambda split: gaps[split])
        fillings[best].held.update(counts)
        chosen[name] = best
    return chosen
