"""The mixture of samples that the model is trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from scripts.model.houses import CONVENTIONS, OPTIONS
from scripts.model.plans import draw_other, draw_plan
from scripts.model.reflections import draw_reflection
from scripts.model.repairs import Repair
from scripts.model.samples import Sample, draw_repair

_BOUND: Final = 0.3  # repairs drawn by convention, every one alike, beside those drawn evenly
_UNUSUAL: Final = 0.75  # of those, the ones that follow an unusual option


class Stream:
    """Endless samples over a list of repairs, the same for the same seed."""

    def __init__(self, repairs: Sequence[Repair], seed: int, *, reflection: float = 0.22) -> None:
        self._repairs = repairs
        self._rng = random.Random(seed)
        self._next = 0
        self.reflection = reflection
        self._order = list(range(len(repairs)))
        self._rng.shuffle(self._order)
        self._by_option: dict[tuple[str, str], list[Repair]] = {}
        for repair in repairs:
            self._by_option.setdefault((repair.convention, repair.option), []).append(repair)

    def _repair(self) -> Repair:
        if self._rng.random() < _BOUND:
            convention = self._rng.choice(CONVENTIONS)
            usual, *others = OPTIONS[convention]
            option = self._rng.choice(others) if self._rng.random() < _UNUSUAL else usual
            if some := self._by_option.get((convention, option)):
                return self._rng.choice(some)
        if self._next >= len(self._order):
            self._next = 0
            self._rng.shuffle(self._order)
        self._next += 1
        return self._repairs[self._order[self._next - 1]]

    def draw(self) -> Sample:
        chance = self._rng.random()
        if chance < self.reflection:
            some = [
                self._rng.choice(self._repairs) for _ in range(self._rng.choice((1, 2, 3, 3, 3)))
            ]
            return draw_reflection(self._rng, some)
        if chance < self.reflection + 0.08:
            return draw_plan(self._rng)
        if chance < self.reflection + 0.12:
            return draw_other(self._rng)
        return draw_repair(self._rng, self._repair())
