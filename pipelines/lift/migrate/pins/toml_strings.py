"""Where the strings of a TOML file stand. `tomllib` tells values but no places.

Reads valid TOML only: the file has been parsed by `tomllib` before.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["TomlString", "toml_strings"]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|"(?:[^"\\\n]|\\.)*"', re.DOTALL)
_LITERAL = re.compile(r"'''.*?'{3,5}|'[^'\n]*'", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\s#]+(?: [0-9:.Z+-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlString:
    """One string value."""

    path: tuple[str, ...]
    """Tables and keys that lead to it; the items of an array share one path."""
    value: str
    start: int
    """Of the content, behind the opening quote, in characters."""
    end: int
    plain: bool
    """The content stands there exactly as its value, so that it can be edited."""
    key_start: int
    """Of the last part of its key, quotes included."""
    key_end: int


@dataclass(frozen=True, slots=True)
class _Key:
    parts: tuple[str, ...]
    start: int
    end: int


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: list[TomlString] = []

    def blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def key(self) -> _Key:
        parts: list[str] = []
        while True:
            self.blank()
            match = _KEY.match(self.text, self.at)
            if match is None:
                raise ValueError(self.at)
            quoted = match[0][0] in "\"'"
            parts.append(_unquoted(match[0]) if quoted else match[0])
            self.at = match.end()
            dot = _DOT.match(self.text, self.at)
            if dot is None:
                return _Key(tuple(parts), match.start(), match.end())
            self.at = dot.end()

    def document(self) -> None:
        table: tuple[str, ...] = ()
        while True:
            self.blank()
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                double = self.text.startswith("[[", self.at)
                self.at += 2 if double else 1
                table = self.key().parts
                self.blank()
                self.at += 2 if double else 1
            else:
                self.pair(table)

    def pair(self, table: tuple[str, ...]) -> None:
        key = self.key()
        self.blank()
        self.at += 1  # the equals sign
        self.value((*table, *key.parts), key)

    def value(self, path: tuple[str, ...], key: _Key) -> None:
        self.blank()
        opening = self.text[self.at]
        if opening in "\"'":
            self.string(path, key)
        elif opening == "[":
            self.items("]", path, key)
        elif opening == "{":
            self.items("}", path, None)
        else:
            match = _SCALAR.match(self.text, self.at)
            self.at = self.at + 1 if match is None else match.end()

    def items(self, closing: str, path: tuple[str, ...], key: _Key | None) -> None:
        """Read an array (with the key it belongs to) or an inline table (without)."""
        self.at += 1
        while True:
            self.blank()
            if self.text[self.at] == closing:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
            elif key is None:
                self.pair(path)
            else:
                self.value(path, key)

    def string(self, path: tuple[str, ...], key: _Key) -> None:
        pattern = _BASIC if self.text[self.at] == '"' else _LITERAL
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(self.at)
        written = match[0]
        width = 3 if written.startswith(('"""', "'''")) else 1
        value = _unquoted(written)
        inner = written[width:-width]
        self.found.append(
            TomlString(
                path=path,
                value=value,
                start=match.start() + width,
                end=match.end() - width,
                plain=inner == value,
                key_start=key.start,
                key_end=key.end,
            )
        )
        self.at = match.end()


def toml_strings(text: str) -> Iterator[TomlString]:
    """Yield every string value of a valid TOML document, in the order of the text."""
    scanner = _Scanner(text)
    # A spelling that this reader does not know: what stands before it is still true.
    with contextlib.suppress(ValueError, IndexError):
        scanner.document()
    yield from scanner.found


def _unquoted(written: str) -> str:
    value: object = tomllib.loads(f"x = {written}")["x"]
    return str(value)
