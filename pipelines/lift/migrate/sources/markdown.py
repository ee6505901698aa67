"""Markdown: the blocks that say they are Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

__all__ = ["Block", "is_history", "is_shown_as_wrong", "python_blocks"]

_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)\n"
    r"(?P<body>.*?)(?:^[ \t]*(?P=fence)[`~]*[ \t]*\r?$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PYTHON = re.compile(r"^\{?\.?(?:python|py|python3)\b")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HISTORY = re.compile(
    r"(?:change[-_]?log|changes|history|news|release[-_ ]?notes?|migrat\w+|upgrad\w+)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+[^\n]*", re.MULTILINE)
_WARNED = re.compile(
    r"\u274c|\u2717|\u2718|\U0001f6ab|\b(?:incorrect|wrong|bad|avoid|deprecated|legacy|obsolete|outdated"
    r"|old|anti-?patterns?)\b|^\W*(?:don'?t|do not|never|before)\b(?! (?:you|we|i)\b)",
    re.IGNORECASE,
)
"""A heading, a label or a comment over code that nobody shall write."""
_LONGEST_LABEL = 70
"""Characters; a longer line before a block is a sentence of the text."""


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
    """Every Python block of a document, in order.

    Interactive sessions are left out, and what the document shows as wrong or as the old way.
    """
    number, done, heading = 0, 0, ""
    for match in _FENCE.finditer(text):
        prose = text[done : match.start()].rstrip()
        done = match.end()
        heading = next(reversed(_HEADING.findall(prose)), heading)
        if not _PYTHON.match(match["info"].strip().lower()):
            continue
        number += 1
        indent, lines = match["indent"], _LINE.findall(match["body"])
        aligned = all(line.startswith(indent) or not line.strip() for line in lines)
        if aligned and ">>>" not in match["body"] and not _is_warned_of(heading, prose):
            body = "".join(line.removeprefix(indent) if line.strip() else line for line in lines)
            start, end = match.span("body")
            yield Block(number=number, start=start, end=end, indent=indent, text=body)


def is_history(path: str) -> bool:
    """Whether a document tells by its name that it is about what was, such as a change log."""
    return _HISTORY.match(PurePath(path).name) is not None


def is_shown_as_wrong(lines: Sequence[str], number: int) -> bool:
    """Whether a comment on a line of a block, or the last one above it, says not to write that."""
    _, _, comment = lines[number - 1].partition("#")
    if comment:
        return _is_warning(comment)
    above = (line.strip() for line in reversed(lines[: number - 1]))
    return _is_warning(next((line for line in above if line.startswith("#")), ""))


def _is_warned_of(heading: str, prose: str) -> bool:
    """Whether the heading above a block, or the label before it, says that it is no example."""
    label = prose.rpartition("\n")[2].strip()
    return _is_warning(heading) or (len(label) <= _LONGEST_LABEL and _is_warning(label))


def _is_warning(text: str) -> bool:
    return _WARNED.search(text.strip("#*_ \t")) is not None


def _indented(line: str, indent: str) -> str:
    return f"{indent}{line}" if line.strip() else line
