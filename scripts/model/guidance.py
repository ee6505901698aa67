"""Sentences that state a house convention, composed from small phrase grammars.

Hundreds of wordings per option, so that a model has to read the sentence it is given rather than
know it by heart. Some wordings never occur in training and are kept for evaluation.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final

_Parts = Sequence[Sequence[str]]

_ENDS: Final = (
    "the end of a range",
    "the upper end",
    "the last number of a range",
    "the stop value",
    "the upper bound",
    "the final position",
    "a range's end",
    "the end position",
    "the end value",
    "the far end",
)
_EQUALS: Final = (
    "a value equal to the limit",
    "an item at the limit",
    "a value exactly on the limit",
    "whatever equals the limit",
    "a number equal to its limit",
    "an equal value",
    "the limit itself",
    "a tie with the limit",
)
_FIRSTS: Final = ("first", "earlier", "earliest")
_LASTS: Final = ("last", "later", "latest")
_TIED: Final = ("equal items", "ties", "tied items", "equal values", "items of equal size", "a tie")
_NOTHING: Final = (
    "empty input",
    "an empty list",
    "no match",
    "a failed search",
    "nothing to work on",
    "missing data",
    "no items",
    "an empty collection",
    "no hit",
)
_QUOTIENTS: Final = ("a quotient", "every division", "the result of a division", "each quotient")
_GAPS: Final = ("a difference", "every difference", "the gap of two values", "each difference")
_SHARES: Final = ("a share", "every share", "a part of the whole", "each share", "a proportion")


_PLAIN: Final[Mapping[tuple[str, str], tuple[_Parts, ...]]] = {
    ("end", "in"): (
        (
            _ENDS,
            (
                "is included",
                "counts too",
                "belongs to it",
                "is part of it",
                "is kept",
                "is taken as well",
                "is inside",
                "must be used",
                "has to be visited",
            ),
        ),
        (("include", "count", "keep", "use", "visit", "also take", "go up to and with"), _ENDS),
    ),
    ("end", "out"): (
        (
            _ENDS,
            (
                "is excluded",
                "does not count",
                "is left out",
                "is not part of it",
                "is dropped",
                "is never taken",
                "is outside",
                "must be skipped",
            ),
        ),
        (("exclude", "leave out", "skip", "drop", "never use", "stop before", "omit"), _ENDS),
    ),
    ("limit", "in"): (
        (
            _EQUALS,
            (
                "counts",
                "passes",
                "is accepted",
                "is good enough",
                "is kept",
                "qualifies",
                "is let through",
                "meets the test",
                "is inside",
            ),
        ),
        (("accept", "keep", "count", "let through", "also take", "allow"), _EQUALS),
    ),
    ("limit", "out"): (
        (
            _EQUALS,
            (
                "does not count",
                "fails",
                "is rejected",
                "is not enough",
                "is dropped",
                "is refused",
                "is left out",
                "is outside",
            ),
        ),
        (("reject", "drop", "refuse", "leave out", "ignore", "never take"), _EQUALS),
    ),
    ("division", "exact"): (
        (
            _QUOTIENTS,
            (
                "keeps its fraction",
                "is exact",
                "stays a float",
                "is not rounded",
                "keeps the decimals",
                "uses true division",
            ),
        ),
        (("keep the fraction of", "never round", "leave the decimals in"), _QUOTIENTS),
    ),
    ("division", "down"): (
        (
            _QUOTIENTS,
            (
                "loses its fraction",
                "is rounded down",
                "is floored",
                "drops the rest",
                "uses floor division",
                "is a whole number below",
            ),
        ),
        (("drop the fraction of", "round down", "floor", "cut the decimals of"), _QUOTIENTS),
    ),
    ("division", "near"): (
        (
            _QUOTIENTS,
            (
                "is rounded to the nearest",
                "goes through round",
                "is rounded",
                "becomes the nearest integer",
                "is passed to round",
            ),
        ),
        (("round", "apply round to", "take the nearest integer of"), _QUOTIENTS),
    ),
    ("sign", "kept"): (
        (
            _GAPS,
            (
                "keeps its sign",
                "may be negative",
                "is signed",
                "stays as it is",
                "can fall below zero",
            ),
        ),
        (("keep the sign of", "do not wrap", "allow negative values for"), _GAPS),
    ),
    ("sign", "dropped"): (
        (
            _GAPS,
            (
                "is never negative",
                "has no sign",
                "is absolute",
                "is taken with abs",
                "loses its sign",
            ),
        ),
        (("drop the sign of", "take the absolute value of", "use abs for"), _GAPS),
    ),
}


def _grammar() -> Mapping[tuple[str, str], tuple[_Parts, ...]]:
    """For every option the sequences of alternatives whose product are its sentences."""
    found = dict(_PLAIN)
    for option, ranks in (("first", _FIRSTS), ("last", _LASTS)):
        found["ties", option] = (
            (
                ("of", "among", "between"),
                _TIED,
                ("the",),
                ranks,
                ("wins", "counts", "is taken", "is kept", "is the answer"),
            ),
            (
                ("take", "keep", "prefer", "choose", "return"),
                ("the",),
                ranks,
                ("of", "among"),
                _TIED,
            ),
        )
    for option in ("0", "None", "-1"):
        found["nothing", option] = (
            (
                _NOTHING,
                ("gives", "returns", "means", "yields", "leads to", "is answered with"),
                (option,),
            ),
            (("return", "answer", "give"), (option,), ("for", "on", "with"), _NOTHING),
        )
    for option in ("100", "1000", "10000"):
        found["scale", option] = (
            (
                _SHARES,
                (
                    "is out of",
                    "is counted per",
                    "is given per",
                    "uses the base",
                    "is per",
                    "is scaled to",
                ),
                (option,),
            ),
            (("scale", "multiply"), _SHARES, ("to", "by", "with"), (option,)),
        )
    return found


_GRAMMAR: Final = _grammar()
NEUTRAL: Final = (
    "Keep all names unchanged.",
    "Answer with the whole function.",
    "Do not add comments.",
    "Keep the layout of the code.",
    "Be careful and precise.",
    "Read the description first.",
    "Keep the signature.",
    "Look at every line.",
    "Do not change anything else.",
    "Write plain Python.",
    "Compare the code with its description.",
    "Leave the documentation as it is.",
    "Use no new imports.",
    "Think about the failing test.",
)


@cache
def wordings(convention: str, option: str) -> tuple[str, ...]:
    """All sentences for one option of one convention."""
    sentences: list[str] = []
    for parts in _GRAMMAR[convention, option]:
        for combination in product(*parts):
            text = " ".join(combination)
            sentences.append(f"{text[0].upper()}{text[1:]}.")
    return tuple(dict.fromkeys(sentences))


def is_kept_back(sentence: str) -> bool:
    """Whether the wording is for evaluation only."""
    return hashlib.sha256(sentence.encode()).digest()[0] < 38


def draw(rng: random.Random, convention: str, option: str, *, kept_back: bool = False) -> str:
    """A sentence for training, or one that training never sees."""
    return rng.choice(_split(convention, option, kept_back=kept_back))


@cache
def _split(convention: str, option: str, *, kept_back: bool) -> tuple[str, ...]:
    return tuple(s for s in wordings(convention, option) if is_kept_back(s) == kept_back)
