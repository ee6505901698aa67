"""A piece of Python text with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Unit", "Unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A whole file, one cell of a notebook, or one code block of a Markdown file."""

    file: Path
    path: str
    """Relative to the folder checked, with forward slashes."""
    text: str
    """With the line ends it has; a byte order mark is not part of it."""
    encoding: str = "utf-8"
    cell: int | None = None
    """From 1; None for a whole file."""
    first_line: int = 1
    """The line of the file on which the text begins; 1 in notebooks."""
    indent: int = 0
    """Characters that stand before every line of it in the file."""
    python: str = ""
    """What is parsed where it differs from `text`: the same, with magics blanked."""

    @property
    def is_of_document(self) -> bool:
        """Whether it is a code block among prose."""
        return self.file.suffix == ".md"

    @property
    def code(self) -> str:
        return self.python or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not be read as Python, and why."""

    path: str
    line: int
    column: int
    reason: str
    cell: int | None = None
