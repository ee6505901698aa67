"""What is being converted, and the list of what was done to it. The steps work on a `Draft`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias, Union

from packaging.version import Version

__all__ = ["Change", "Draft", "Json", "JsonObject", "Versions", "is_predictor", "together"]

Json: TypeAlias = Union[bool, int, float, str, "list[Json]", "dict[str, Json]", None]
JsonObject: TypeAlias = dict[str, Json]

_MARKS = ("signature", "signature_instructions", "extended_signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Which DSPy wrote the file, which one runs it today, which one shall."""

    saved: Version
    source: Version
    """Whose behaviour is to be kept; the same as `saved` unless somebody says otherwise."""
    target: Version

    def cross(self, version: str) -> bool:
        """Whether the way from source to target leads into or past this version."""
        return self.source < Version(version) <= self.target

    def cross_back(self, version: str) -> bool:
        """Whether the target is older than this version and the file is not."""
        return self.target < Version(version) <= max(self.source, self.saved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs in the target, and what came of it. Never holds a secret."""

    code: str
    """LFT3xx."""
    predictor: str
    """Its path in the program, as in `react.extract.predict`; empty for the whole file."""
    key: str
    """Below the predictor, as in `lm.api_base`; may be empty."""
    message: str
    """What happens in the target when nothing is done."""
    did: str
    """What the converted file has in its place; empty when a conversion cannot help."""
    advice: str
    """What is left to do for a person; empty when nothing is."""
    blocking: bool = False
    """The file is not converted as long as this stands."""
    harmful: bool = True
    """False: good to know, but the program does the same in the target."""

    @property
    def done(self) -> bool:
        """Whether the converted file takes care of it."""
        return bool(self.did)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A saved program on its way; the steps change `document` and say so in `changes`."""

    name: str
    """Of the file, for the lines of code that people are told to write."""
    document: JsonObject
    versions: Versions
    changes: list[Change] = field(default_factory=list[Change])
    origins: dict[str, str] = field(default_factory=dict[str, str])
    """The paths that renamed predictors have in the file, by their new paths."""

    def predictors(self) -> Iterator[tuple[str, JsonObject]]:
        """Yield the predictors by their paths; other parameters (a Retrieve) are left out."""
        for name, entry in list(self.document.items()):
            if isinstance(entry, dict) and name != "metadata" and is_predictor(entry):
                yield name, entry

    def report(
        self,
        code: str,
        message: str,
        *,
        predictor: str = "",
        key: str = "",
        did: str = "",
        advice: str = "",
        blocking: bool = False,
        harmful: bool = True,
    ) -> None:
        """Add to the list of changes."""
        change = Change(
            code=code,
            predictor=predictor,
            key=key,
            message=message,
            did=did,
            advice=advice,
            blocking=blocking,
            harmful=harmful,
        )
        if change not in self.changes:
            self.changes.append(change)

    def rename(self, old: str, new: str) -> None:
        """Give a predictor another path; it keeps its place in the file."""
        self.document = {
            new if name == old else name: entry for name, entry in self.document.items()
        }
        self.origins[new] = self.origins.pop(old, old)


def together(changes: Iterable[Change]) -> list[list[Change]]:
    """Put changes together that differ by the predictor only: all may have the same LM."""
    found: dict[Change, list[Change]] = {}
    for one in changes:
        found.setdefault(replace(one, predictor=""), []).append(one)
    return list(found.values())


def is_predictor(entry: JsonObject) -> bool:
    """Whether this is the state of a `dspy.Predict`, of whatever version."""
    return any(key in entry for key in _MARKS) or ("demos" in entry and "traces" in entry)
