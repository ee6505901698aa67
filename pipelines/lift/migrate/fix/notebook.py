"""Where the code cells of a notebook stand in its JSON, so that only they are replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Cell", "NotebookText"]

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One code cell."""

    source: str
    start: int
    """Of its source in the JSON text, brackets or quotes included."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookText:
    """A notebook as text, with the places of its code cells by number (from 1, of all cells)."""

    text: str
    cells: Mapping[int, Cell]

    @classmethod
    def of(cls, text: str) -> NotebookText:
        """Find the code cells.

        Raises:
            ValueError: it is no JSON.
        """
        cells = _member(text, _blank(text, 0), "cells")
        if cells is None:  # format 3
            sheets = _member(text, _blank(text, 0), "worksheets")
            first = None if sheets is None else next(_items(text, sheets), None)
            cells = None if first is None else _member(text, first, "cells")
        found: dict[int, Cell] = {}
        for number, at in enumerate(() if cells is None else _items(text, cells), start=1):
            cell = _cell(text, at)
            if cell is not None:
                found[number] = cell
        return cls(text=text, cells=found)

    def replaced(self, sources: Mapping[int, str]) -> str:
        """Return the notebook with other sources; cells that stay the same stay as written."""
        text = self.text
        for number in sorted(sources, reverse=True):
            cell = self.cells[number]
            if sources[number] != cell.source:
                written = _written(text[cell.start : cell.end], sources[number], self.text)
                text = text[: cell.start] + written + text[cell.end :]
        return text


def _cell(text: str, at: int) -> Cell | None:
    kind = _member(text, at, "cell_type")
    if kind is None or _DECODER.raw_decode(text, kind)[0] != "code":
        return None
    for key in ("source", "input"):
        start = _member(text, at, key)
        if start is not None:
            value, end = _value(text, start)
            source = "".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return Cell(source=source, start=start, end=end)
    return None


def _written(old: str, source: str, whole: str) -> str:
    """Write a source the way the old one is written: one string, or a list of lines."""
    ascii_only = whole.isascii()
    if not old.startswith("["):
        return json.dumps(source, ensure_ascii=ascii_only)
    lines = re.findall(r"[^\n]*\n|[^\n]+", source)
    items = [json.dumps(line, ensure_ascii=ascii_only) for line in lines]
    first = _blank(old, 1)
    gap = old[1:first]
    if "\n" not in gap:
        return f"[{', '.join(items)}]"
    close = old[len(old[:-1].rstrip()) : -1]
    return f"[{gap}{f',{gap}'.join(items)}{close}]"


def _value(text: str, at: int) -> tuple[object, int]:
    value: object
    value, end = _DECODER.raw_decode(text, at)
    return value, end


def _blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return at if match is None else match.end()


def _member(text: str, at: int, wanted: str) -> int | None:
    """Return where the value of a key of the object at a place begins."""
    for key, start in _members(text, at):
        if key == wanted:
            return start
    return None


def _members(text: str, at: int) -> Iterator[tuple[object, int]]:
    if text[at : at + 1] != "{":
        return
    at = _blank(text, at + 1)
    while text[at] != "}":
        key, at = _value(text, at)
        start = _blank(text, _blank(text, at) + 1)  # behind the colon
        yield key, start
        at = _blank(text, _value(text, start)[1])
        if text[at] == ",":
            at = _blank(text, at + 1)


def _items(text: str, at: int) -> Iterator[int]:
    if text[at : at + 1] != "[":
        return
    at = _blank(text, at + 1)
    while text[at] != "]":
        yield at
        at = _blank(text, _value(text, at)[1])
        if text[at] == ",":
            at = _blank(text, at + 1)
