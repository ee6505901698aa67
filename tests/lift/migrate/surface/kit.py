"""What the tests of gone names and parameters see of a check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from lift.migrate.finding import Finding

CODES = ("LFT100", "LFT101")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is found in one program, and the program with the edits made."""

    findings: tuple[Finding, ...]
    fixed: str

    @property
    def said(self) -> list[tuple[int, str]]:
        return [(one.line, one.message) for one in self.findings]


class Examine(Protocol):
    """Check a program and what lies beside it; only LFT100 and LFT101 unless `select` says more."""

    def __call__(
        self,
        text: str,
        source: str,
        target: str,
        *,
        select: Sequence[str] = ...,
        **others: str,
    ) -> Checked: ...


Unchanged: TypeAlias = Callable[[str, str, str], None]
"""Nothing is found in a program between two versions."""
