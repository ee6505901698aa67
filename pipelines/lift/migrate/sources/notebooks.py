"""Notebooks: their code cells, with magics blanked so that the rest can be parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

__all__ = ["code_cells", "without_magics"]

_MAGIC = re.compile(r"^[ \t]*(?:%|!|\?)[^\n]*|^[^\n#'\"]*[^\n\s#'\"]\?{1,2}[ \t]*$", re.MULTILINE)
_ASSIGNED = re.compile(r"^([ \t]*[\w, ]+=[ \t]*)([%!][^\n]*)$", re.MULTILINE)


def code_cells(text: str) -> Iterator[tuple[int, str]]:
    """Number and source of every code cell, numbered among all cells from 1.

    Raises:
        ValueError: it is no notebook.
    """
    document: object = json.loads(text)
    cells = document.get("cells") if isinstance(document, dict) else None
    if cells is None and isinstance(document, dict):  # format 3
        sheets = document.get("worksheets") or [{}]
        cells = sheets[0].get("cells")
    if not isinstance(cells, list):
        raise ValueError("it has no cells")  # noqa: TRY004 - about the file, not about a type
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            yield number, "".join(source) if isinstance(source, list) else str(source)


def without_magics(source: str) -> str:
    """The same text with every magic replaced by as many blanks; offsets stay the same.

    A cell that is another language (`%%bash`) is blank altogether.
    """
    first = source.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not first.startswith(("%%time", "%%capture", "%%prun")):
        return re.sub(r"[^\n]", " ", source)
    source = _ASSIGNED.sub(lambda m: m[1] + "0".ljust(len(m[2])), source)
    return _MAGIC.sub(lambda m: _blank(m[0]), source)


def _blank(text: str) -> str:
    """A magic may be the only line of a block, so `pass` stands for it where it fits."""
    inner = text.lstrip()
    indent = text[: len(text) - len(inner)]
    return indent + ("pass".ljust(len(inner)) if len(inner) >= 4 else " " * len(inner))
