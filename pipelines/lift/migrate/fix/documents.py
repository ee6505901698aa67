"""Files as texts that edits apply to, and back to bytes with everything else as it was."""

from __future__ import annotations

import ast
import codecs
import io
import sys
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["TextDocument", "open_text"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDocument:
    """A file that is one text; line ends stand in the text as they are in the file."""

    path: str
    text: str
    encoding: str
    mark: bytes
    """The byte-order mark, or nothing."""

    @property
    def texts(self) -> Mapping[int | None, str]:
        return {None: self.text}

    def replaced(self, texts: Mapping[int | None, str]) -> bytes:
        """Return the file with another text, in its own encoding.

        A character that the encoding does not have is written the way Python reads it.
        """
        return self.mark + texts[None].encode(self.encoding, "backslashreplace")

    def parses(self, cell: int | None, text: str) -> bool:
        """Whether the text is still what the file's name says; always so where it was not."""
        del cell
        return not _parses(self.path, self.text) or _parses(self.path, text)


def open_text(path: str, data: bytes) -> TextDocument:
    """Read a file as one text.

    Raises:
        UnicodeDecodeError: it is not in the encoding that it says.
        SyntaxError: a Python file names an encoding that there is not.
    """
    mark = next((one for one, _ in _MARKS if data.startswith(one)), b"")
    encoding = "utf-8"
    if path.endswith(".py"):
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    text = data[len(mark) :].decode(encoding)
    return TextDocument(path=path, text=text, encoding=encoding, mark=mark)


def _parses(path: str, text: str) -> bool:
    try:
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith((".toml", "Pipfile")):
            tomllib.loads(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True
