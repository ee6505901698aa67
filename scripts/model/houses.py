"""House conventions: the choices that a code base makes and that one function does not tell."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """One option for every convention. The defaults are the usual way."""

    end: str = "out"  # is the end of a range part of it?
    limit: str = "out"  # does a value equal to the limit count?
    ties: str = "first"  # which of equal items wins?
    nothing: str = "0"  # what is the answer when there is nothing to answer?
    division: str = "exact"  # what happens to the fraction of a quotient?
    sign: str = "kept"  # may a difference be negative?
    scale: str = "100"  # how many parts has a whole?

    def option(self, convention: str) -> str:
        value: str = getattr(self, convention)
        return value


OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "end": ("out", "in"),
    "limit": ("out", "in"),
    "ties": ("first", "last"),
    "nothing": ("0", "None", "-1"),
    "division": ("exact", "down", "near"),
    "sign": ("kept", "dropped"),
    "scale": ("100", "1000", "10000"),
}
CONVENTIONS: Final[tuple[str, ...]] = tuple(OPTIONS)
USUAL: Final = House()
# The house of the shipped evaluation package: never the usual way, so that guesses are wrong.
SHIPPED: Final = House(
    end="in", limit="in", ties="last", nothing="-1", division="down", sign="dropped", scale="1000"
)


def draw_house(rng: random.Random, *, usual: float) -> House:
    """A house that takes the usual option with probability `usual`, for each convention alone."""
    chosen: dict[str, str] = {}
    for field in fields(House):
        options = OPTIONS[field.name]
        if rng.random() < usual:
            chosen[field.name] = options[0]
        else:
            chosen[field.name] = rng.choice(options[1:])
    return House(**chosen)


def with_option(house: House, convention: str, option: str) -> House:
    values = {name: house.option(name) for name in CONVENTIONS}
    return House(**{**values, convention: option})
