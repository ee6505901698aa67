"""Findings that somebody has decided to live with, by a comment on the line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lift.migrate.finding import Finding

__all__ = ["ignored_by_comment"]

_COMMENT = re.compile(r"#\s*lift:\s*ignore(?:\[(?P<codes>[A-Z0-9,\s]*)\])?", re.IGNORECASE)


def ignored_by_comment(finding: Finding, lines: Sequence[str]) -> bool:
    """Whether the first or the last line of the finding says `# lift: ignore[CODE]`.

    Without codes every rule is silenced on that line; a code may be a beginning, such as LFT2.
    """
    for number in {finding.line, finding.end_line}:
        if not 0 < number <= len(lines):
            continue
        match = _COMMENT.search(lines[number - 1])
        if match is None:
            continue
        codes = [code.strip().upper() for code in (match["codes"] or "").split(",")]
        if match["codes"] is None or any(c and finding.code.startswith(c) for c in codes):
            return True
    return False
