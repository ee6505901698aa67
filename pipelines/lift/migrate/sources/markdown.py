"""Markdown: the blocks that say they are Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["python_blocks"]

_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)\n"
    r"(?P<body>.*?)^[ \t]*(?P=fence)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_PYTHON = re.compile(r"^\{?\.?(?:python|py|python3)\b")


def python_blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Number from 1, offset in `text`, and content of every Python block; sessions are left out."""
    number = 0
    for match in _FENCE.finditer(text):
        if not _PYTHON.match(match["info"].strip().lower()):
            continue
        number += 1
        if not match["indent"] and ">>>" not in match["body"]:
            yield number, match.start("body"), match["body"]
