"""Files as texts that edits apply to, and back to bytes with everything else as it was."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from lift.migrate.fix.notebook import NotebookText
from lift.migrate.fix.plan import Document
from lift.migrate.sources.markdown import python_blocks
from lift.migrate.sources.notebooks import without_magics
from lift.migrate.sources.reading import decoded, encoded
from lift.migrate.sources.syntax import compiles, is_python

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["open_document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A file that is one text; line ends stand in the text as they are in the file."""

    path: str
    text: str
    encoding: str

    @property
    def texts(self) -> Mapping[int | None, str]:
        return {None: self.text}

    def replaced(self, texts: Mapping[int | None, str]) -> bytes:
        return encoded(texts[None], self.encoding)

    def parses(self, cell: int | None, text: str) -> bool:
        del cell
        if self.path.endswith((".py", ".pyi")):
            return _as_good(self.text, text)
        return not _is_data(self.path, self.text) or _is_data(self.path, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Markdown:
    """The Python blocks of a document, numbered as the check numbers them."""

    text: str
    encoding: str

    @property
    def texts(self) -> Mapping[int | None, str]:
        return {block.number: block.text for block in python_blocks(self.text)}

    def replaced(self, texts: Mapping[int | None, str]) -> bytes:
        whole = self.text
        for block in reversed(list(python_blocks(self.text))):
            written = block.written(texts[block.number])
            whole = whole[: block.start] + written + whole[block.end :]
        return encoded(whole, self.encoding)

    def parses(self, cell: int | None, text: str) -> bool:
        return _as_good(self.texts[cell], text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notebook:
    """The code cells of a notebook; its JSON keeps indentation, order and outputs."""

    notebook: NotebookText
    encoding: str

    @property
    def texts(self) -> Mapping[int | None, str]:
        return {number: one.source for number, one in self.notebook.cells.items()}

    def replaced(self, texts: Mapping[int | None, str]) -> bytes:
        sources = {number: text for number, text in texts.items() if number is not None}
        return encoded(self.notebook.replaced(sources), self.encoding)

    def parses(self, cell: int | None, text: str) -> bool:
        return _as_good(without_magics(self.texts[cell]), without_magics(text))


def open_document(path: str, data: bytes) -> Document:
    """Read a file by its name.

    Raises:
        ValueError: it is not in the encoding that it says, or could not be written back in it;
            or a notebook is no JSON.
    """
    text, encoding = decoded(data, path)
    if encoded(text, encoding) != data:
        raise ValueError(f"{encoding} does not give the same bytes back")
    if path.endswith(".ipynb"):
        return _Notebook(notebook=NotebookText.of(text), encoding=encoding)
    if path.endswith(".md"):
        return _Markdown(text=text, encoding=encoding)
    return _Text(path=path, text=text, encoding=encoding)


def _as_good(before: str, after: str) -> bool:
    """Whether what could be parsed, and what was a program, still is."""
    return all(not good(before) or good(after) for good in (is_python, compiles))


def _is_data(path: str, text: str) -> bool:
    try:
        if path.endswith((".toml", "Pipfile")):
            tomllib.loads(text)
        elif path.endswith(".json"):
            json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
