"""The mixture of samples that the model is trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence

from scripts.model.plans import draw_other, draw_plan
from scripts.model.reflections import draw_reflection
from scripts.model.repairs import Repair
from scripts.model.samples import Sample, draw_repair


class Stream:
    """Endless samples over a list of repairs, the same for the same seed."""

    def __init__(self, repairs: Sequence[Repair], seed: int, *, reflection: float = 0.16) -> None:
        self._repairs = repairs
        self._rng = random.Random(seed)
        self._next = 0
        self.reflection = reflection
        self._order = list(range(len(repairs)))
        self._rng.shuffle(self._order)

    def _repair(self) -> Repair:
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
        if chance < self.reflection + 0.06:
            return draw_plan(self._rng)
        if chance < self.reflection + 0.11:
            return draw_other(self._rng)
        return draw_repair(self._rng, self._repair())
