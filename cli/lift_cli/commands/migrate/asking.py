"""Ask about every change of `lift migrate fix --interactive`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lift_cli.commands.migrate.changes import coloured
from lift_cli.console import Console

if TYPE_CHECKING:
    from lift.migrate.finding import Finding

__all__ = ["Asking"]

_QUESTION = "make this change? [y]es, [n]o, [a]ll of {code}, [s]kip this file, [q]uit: "


class Asking:
    """Asked once per finding; remembers what was said about all of a code or a file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._all: set[str] = set()
        self._skipped: set[str] = set()
        self._over = False

    def __call__(self, finding: Finding, text: str) -> bool:
        if self._over or finding.path in self._skipped:
            return False
        if finding.code in self._all:
            return True
        self._present(finding, text)
        answer = self._answer(finding.code)
        if answer == "a":
            self._all.add(finding.code)
        elif answer == "s":
            self._skipped.add(finding.path)
        elif answer == "q":
            self._over = True
        return answer in {"y", "a"}

    def _present(self, finding: Finding, text: str) -> None:
        from lift.migrate.fix.diff import unified
        from lift.migrate.fix.edits import apply_edits
        from lift.migrate.output.text import place_of

        where = f"{finding.path}:{place_of(finding)}"
        mark = " (unsafe: look at it)" if finding.fix.value == "unsafe" else ""
        self._console.show(f"{where} {finding.code}{mark}\n{finding.message}\n{finding.advice}")
        self._console.show(coloured(unified(finding.path, text, apply_edits(text, finding.edits))))

    def _answer(self, code: str) -> str:
        """Return y, n, a, s or q; the end of the input means q."""
        while True:
            sys.stdout.write(_QUESTION.format(code=code))
            sys.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                sys.stdout.write("\n")
            answer = line.strip().lower()[:1] if line else "q"
            if answer in set("ynasq"):
                return answer
