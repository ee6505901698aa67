"""The half-written function that the grammar adds to: names, parameters, lines, conventions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Final

from scripts.model.houses import House

_SYLLABLES: Final = tuple(a + b for a in "bdfgklmnprstvz" for b in "aeiou")
LISTS: Final = (
    "xs items values nums data numbers rows points scores prices marks sizes weights counts levels "
    "readings samples costs hours stock entries amounts ages"
).split()
ITEMS: Final = "x item v val e el cur num w p price score mark size hour level entry".split()
INDEXES: Final = "i j k pos idx q step at".split()
RESULTS: Final = "total result acc out res r answer s found best hits kept picked amount".split()
ENDS: Final = "n m size count top end stop high last upper".split()
LIMITS: Final = "limit bound cut low cap floor least level threshold minimum".split()
OTHERS: Final = "a b t base step u d h offset fee rate start given extra target".split()
TEXTS: Final = "text line word name phrase title label message s note".split()
MAPS: Final = "table stock prices scores ages d book index totals shares".split()
VERBS: Final = (
    "sum count get find make calc build collect scan measure score pick total fold merge check "
    "list read take add weigh rate trim share join sort"
).split()
NOUNS: Final = (
    "items list range values data part block line group step rate level stock price score row "
    "hour day week order bill word text size mark team goal"
).split()


@dataclass(slots=True)
class Draft:
    """What has been decided about a function so far."""

    rng: random.Random
    house: House
    taken: set[str] = field(default_factory=set[str])
    params: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    used: dict[str, None] = field(default_factory=dict[str, None])
    doc: str = ""
    guarded: str = ""

    def name(self, pool: list[str]) -> str:
        rng = self.rng
        while True:
            chance, word = rng.random(), rng.choice(pool)
            if chance < 0.12:
                word = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 2, 3))))
            elif chance < 0.26:
                word = f"{word}_{rng.choice(NOUNS)}"
            elif chance < 0.30:
                word += str(rng.randint(1, 9))
            if word not in self.taken:
                self.taken.add(word)
                return word

    def param(self, pool: list[str], kind: str) -> str:
        name = self.name(pool)
        self.params.append((name, kind))
        return name

    def add(self, depth: int, text: str) -> None:
        self.lines.append((depth, text))

    def number(self, low: int = 2, high: int = 9) -> int:
        return self.rng.randint(low, high)

    def _option(self, convention: str) -> str:
        self.used[convention] = None
        return self.house.option(convention)

    def end(self, text: str) -> str:
        return f"{text} + 1" if self._option("end") == "in" else text

    def end_test(self) -> str:
        return "<=" if self._option("end") == "in" else "<"

    def limit(self, operator: str) -> str:
        return operator + "=" * (self._option("limit") == "in")

    def beats(self, operator: str) -> str:
        return operator + "=" * (self._option("ties") == "last")

    def nothing(self) -> str:
        return self._option("nothing")

    def divided(self, over: str, under: str) -> str:
        option = self._option("division")
        if option == "down":
            return f"{over} // {under}"
        return f"round({over} / {under})" if option == "near" else f"{over} / {under}"

    def gap(self, left: str, right: str) -> str:
        difference = f"{left} - {right}"
        return f"abs({difference})" if self._option("sign") == "dropped" else difference

    def whole(self) -> str:
        return self._option("scale")
