"""What `lift migrate check` says about one place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Edit", "Finding", "Fix", "Severity"]


class Severity(str, Enum):
    """How much a finding matters; ordered from `INFO` to `ERROR` by `rank`."""

    INFO = "info"
    """Works in the target version, but is announced to go."""
    WARNING = "warning"
    """Runs in the target version and does something else."""
    ERROR = "error"
    """Raises in the target version."""

    @property
    def rank(self) -> int:
        return ("info", "warning", "error").index(self.value)


class Fix(str, Enum):
    """Whether `lift migrate fix` can repair it."""

    SAFE = "safe"
    """The meaning stays what it was in the version that the code was written for."""
    UNSAFE = "unsafe"
    """Somebody has to look at it: the meaning may change."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Edit:
    """Replace the characters from `start` up to `end`; an insertion has both equal."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place, what happens there in the target version, and what to do."""

    code: str
    """Stable, such as LFT101."""
    severity: Severity
    path: str
    """Relative to the folder checked, with forward slashes."""
    line: int
    """From 1, in the file. In a notebook: in the cell, and `cell` is set."""
    column: int
    """From 1, in characters."""
    end_line: int
    end_column: int
    message: str
    """What happens and when, with the exact text of the error where there is one."""
    advice: str
    """What to do."""
    fix: Fix = Fix.NONE
    edits: tuple[Edit, ...] = ()
    """Offsets in the text of the unit (the whole file, or one cell of a notebook)."""
    cell: int | None = None
    """The number of the notebook's cell, or of the Markdown file's code block, from 1."""
    tier: int | None = None
    """The criticality tier of the file, 1 the most critical."""
