"""Two texts side by side, line by line, with the changed words marked. Called by `html`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

__all__ = ["DiffRow", "Piece", "side_by_side"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a line."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """A line before beside the line after; None where there is no such line."""

    kind: Literal["same", "changed", "removed", "added"]
    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None


def side_by_side(before: str, after: str) -> tuple[DiffRow, ...]:
    """Return the rows of a side-by-side comparison, all lines kept."""
    old, new = before.splitlines(), after.splitlines()
    rows: list[DiffRow] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            rows += [_same(line) for line in old[i1:i2]]
        else:
            rows += [_row(one, other) for one, other in zip_longest(old[i1:i2], new[j1:j2])]
    return tuple(rows)


def _same(line: str) -> DiffRow:
    piece = (Piece(text=line, changed=False),)
    return DiffRow(kind="same", before=piece, after=piece)


def _row(before: str | None, after: str | None) -> DiffRow:
    if before is None:
        return DiffRow(kind="added", before=None, after=(Piece(text=after or "", changed=True),))
    if after is None:
        return DiffRow(kind="removed", before=(Piece(text=before, changed=True),), after=None)
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        _add(left, old[i1:i2], changed=kind != "equal")
        _add(right, new[j1:j2], changed=kind != "equal")
    return DiffRow(kind="changed", before=tuple(left), after=tuple(right))


def _add(pieces: list[Piece], words: Sequence[str], *, changed: bool) -> None:
    if words:
        pieces.append(Piece(text="".join(words), changed=changed))
