"""Markdown: the blocks that say they are Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Block", "python_blocks"]

_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)\n"
    r"(?P<body>.*?)(?:^[ \t]*(?P=fence)[`~]*[ \t]*\r?$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PYTHON = re.compile(r"^\{?\.?(?:python|py|python3)\b")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of Python."""

    number: int
    """From 1, of all Python blocks of the document."""
    start: int
    """Of its body in the document."""
    end: int
    indent: str
    """What stands before every line of it in the document, as in an item of a list."""
    text: str
    """Without that."""

    def written(self, text: str) -> str:
        """Return what stands in the document for a text in the place of this one."""
        return "".join(_indented(line, self.indent) for line in _LINE.findall(text))


def python_blocks(text: str) -> Iterator[Block]:
    """Every Python block of a document, in order; interactive sessions are left out."""
    number = 0
    for match in _FENCE.finditer(text):
        if not _PYTHON.match(match["info"].strip().lower()):
            continue
        number += 1
        indent, lines = match["indent"], _LINE.findall(match["body"])
        aligned = all(line.startswith(indent) or not line.strip() for line in lines)
        if aligned and ">>>" not in match["body"]:
            body = "".join(line.removeprefix(indent) if line.strip() else line for line in lines)
            start, end = match.span("body")
            yield Block(number=number, start=start, end=end, indent=indent, text=body)


def _indented(line: str, indent: str) -> str:
    return f"{indent}{line}" if line.strip() else line
