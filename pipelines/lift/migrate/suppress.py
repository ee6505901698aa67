"""Findings that somebody has decided to live with, by a comment on the line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lift.migrate.finding import Finding

__all__ = ["without_ignored"]

_NEWLINE = re.compile(r"\r\n|\r|\n")
"""Where Python ends a line; `str.splitlines` knows more places, such as a form feed."""
_COMMENT = re.compile(r"#\s*lift:\s*ignore(?:\[(?P<codes>[A-Z0-9,\s]*)\])?", re.IGNORECASE)


def without_ignored(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Leave out findings on whose first or last line stands `# lift: ignore[CODE]`.

    Without codes every rule is silenced on that line; a code may be a beginning, such as LFT2.

    Args:
        text: of the unit that the findings are in.
    """
    found = list(findings)
    lines = _NEWLINE.split(text) if found else []
    return [one for one in found if not _ignored(one, lines)]


def _ignored(finding: Finding, lines: list[str]) -> bool:
    for number in {finding.line, finding.end_line}:
        match = _COMMENT.search(lines[number - 1]) if number <= len(lines) else None
        if match is None:
            continue
        codes = [code.strip().upper() for code in (match["codes"] or "").split(",")]
        if match["codes"] is None or any(c and finding.code.startswith(c) for c in codes):
            return True
    return False
