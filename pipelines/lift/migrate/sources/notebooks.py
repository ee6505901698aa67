"""Notebooks: their code cells, with magics blanked so that the rest can be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from lift.migrate.sources.syntax import is_python

__all__ = ["code_cells", "without_magics"]

_MAGIC = re.compile(
    r"^[ \t]*(?:%|!|\?)(?:[^\n]*\\\r?\n)*[^\n]*"
    r"|^[ \t]*(?:pip3?|conda|mamba|uv|ls|cd|mkdir|cat|rm|cp|mv)[ \t]+[\w./~-][^\n]*"
    r"|^[^\n#'\"]*[^\n\s#'\"]\?{1,2}[ \t]*$",
    re.MULTILINE,
)
"""Magics, shell commands, what IPython takes for one without its `%`, and questions."""
_OTHER_LANGUAGES = frozenset(
    """bash c c# c++ f# go haskell java javascript julia kotlin lua matlab octave perl php
    powershell r ruby rust scala sh sql typescript zsh""".split()
)
_PYTHON_CELL = re.compile(r"%%(?:time|timeit|capture|prun)\b|%%(?:writefile|file)\b.*\.py\s*$")
_TIMED = re.compile(r"%(?:time|timeit|prun)[ \t]+(?P<code>[A-Za-z_][^\n]*)")
_ASSIGNED = re.compile(r"^([ \t]*[\w, ]+=[ \t]*)([%!][^\n]*)$", re.MULTILINE)


class _Cell(BaseModel):
    cell_type: str = ""
    source: str | list[str] | None = None
    input: str | list[str] | None = None
    """What `source` was called in format 3."""

    @property
    def text(self) -> str:
        source = self.source if self.source is not None else self.input or ""
        return source if isinstance(source, str) else "".join(source)


class _Sheet(BaseModel):
    cells: list[_Cell]


class _Language(BaseModel):
    name: str = ""
    language: str = ""


class _Metadata(BaseModel):
    kernelspec: _Language = _Language()
    language_info: _Language = _Language()


class _Notebook(BaseModel):
    cells: list[_Cell] | None = None
    metadata: object = None
    worksheets: list[_Sheet] = []
    """Where the cells were in format 3."""


def code_cells(text: str) -> Iterator[tuple[int, str]]:
    """Number and source of every code cell, numbered among all cells from 1.

    A notebook of R or of a shell has none.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        document = _Notebook.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from error
    cells = document.cells
    if cells is None and document.worksheets:
        cells = document.worksheets[0].cells
    if cells is None:
        raise ValueError("it has no cells")
    if _language(document.metadata) in _OTHER_LANGUAGES:
        return
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "code":
            yield number, cell.text


def _language(metadata: object) -> str:
    """What a notebook says that its cells are written in, in lower case; empty if nothing."""
    try:
        said = _Metadata.model_validate(metadata)
    except ValidationError:
        return ""
    return (said.language_info.name or said.kernelspec.language).lower()


def without_magics(source: str) -> str:
    """The same text with every magic replaced by as many blanks; offsets stay the same.

    A cell that is another language (`%%bash`) is blank altogether. What `%time` measures stays.
    """
    if (_ASSIGNED.search(source) is None and _MAGIC.search(source) is None) or is_python(source):
        return source  # `%` may begin a line of an expression, and `?` end one of a text
    first = source.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not _PYTHON_CELL.match(first):
        return re.sub(r"[^\n]", " ", source)
    source = _ASSIGNED.sub(lambda m: m[1] + "0".ljust(len(m[2])), source)
    return _MAGIC.sub(lambda m: _blank(m[0]), source)


def _blank(text: str) -> str:
    """A magic may be the only line of a block, so something stands for it where it fits."""
    if "\n" in text:
        first, rest = text.split("\n", 1)
        return _blank(first) + "\n" + re.sub(r"[^\n]", " ", rest)
    inner = text.lstrip()
    indent = text[: len(text) - len(inner)]
    timed = _TIMED.match(inner)
    if timed is not None and is_python(timed["code"]):
        return indent + "if 1:".ljust(timed.start("code")) + timed["code"]
    return indent + ("pass".ljust(len(inner)) if len(inner) >= 4 else " " * len(inner))
