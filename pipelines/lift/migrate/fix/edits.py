"""Choose edits that do not meet, and apply them. Pure text; called by `plan`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lift.migrate.finding import Edit, Finding

__all__ = ["apply_edits", "choose"]


def choose(
    findings: Iterable[Finding], *, length: int
) -> tuple[tuple[Finding, ...], tuple[Edit, ...]]:
    """Take findings in the order of the text, each with all of its edits or not at all.

    A finding whose edits meet those of an earlier one is left for the next round, where it is made
    anew on the changed text. The same edit of two findings (such as an import) is made once.

    Args:
        length: Of the text; a finding with an edit outside of it is left out.

    Returns:
        The findings taken, and their edits in the order of the text.
    """
    taken: list[Finding] = []
    edits: list[Edit] = []
    for finding in sorted(findings, key=_order):
        new = [edit for edit in dict.fromkeys(finding.edits) if edit not in edits]
        inside = all(0 <= edit.start <= edit.end <= length for edit in finding.edits)
        meets = any(_meet(a, b) for a in new for b in edits) or any(
            _meet(a, b) for number, a in enumerate(new) for b in new[:number]
        )
        if inside and finding.edits and not meets:
            taken.append(finding)
            edits.extend(new)
    return tuple(taken), tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with every edit made; they must not meet.

    Insertions at one place keep the order that they are given in.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for edit in reversed(ordered):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _order(finding: Finding) -> tuple[int, int, str, str]:
    first = min(finding.edits, default=Edit(start=0, end=0, text=""))
    return (finding.line, finding.column, finding.code, f"{first.start}:{first.text}")


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits cannot both be made; insertions at one place can."""
    if one.start == one.end and other.start == other.end:
        return False
    if one.start == one.end or other.start == other.end:  # one of them is an insertion
        point, span = (one, other) if one.start == one.end else (other, one)
        return span.start < point.start < span.end
    return one.start < other.end and other.start < one.end
