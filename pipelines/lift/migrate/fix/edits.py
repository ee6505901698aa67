"""Choose edits that do not meet, and apply them. Pure text; called by `plan`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
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
    edits: dict[Edit, None] = {}
    occupied = _Occupied()
    for finding in sorted(findings, key=_order):
        new = [edit for edit in dict.fromkeys(finding.edits) if edit not in edits]
        inside = all(0 <= edit.start <= edit.end <= length for edit in finding.edits)
        if inside and finding.edits and not occupied.meets(new):
            taken.append(finding)
            occupied.add(new)
            edits |= dict.fromkeys(new)
    return tuple(taken), tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with every edit made; they must not meet.

    Insertions at one place keep the order that they are given in.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    parts: list[str] = []
    end = len(text)
    for edit in reversed(ordered):
        parts += (text[edit.end : end], edit.text)
        end = edit.start
    return "".join(reversed([*parts, text[:end]]))


def _order(finding: Finding) -> tuple[int, int, str, str]:
    first = min(finding.edits, default=Edit(start=0, end=0, text=""))
    return (finding.line, finding.column, finding.code, f"{first.start}:{first.text}")


class _Occupied:
    """Places that edits already take: replaced ranges, and points of insertion."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []
        self._points: list[int] = []

    def meets(self, edits: Sequence[Edit]) -> bool:
        """Whether one of some edits cannot be made beside the taken ones, or beside another.

        Insertions at one place can, and so can an insertion at either end of a replaced range.
        """
        if any(self._meets(edit) for edit in edits):
            return True
        if len(edits) < 2:
            return False
        together = _Occupied()
        for edit in edits:
            if together._meets(edit):
                return True
            together.add((edit,))
        return False

    def add(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            if edit.start == edit.end:
                insort(self._points, edit.start)
            else:
                insort(self._spans, (edit.start, edit.end))

    def _meets(self, edit: Edit) -> bool:
        before = bisect_left(self._spans, (edit.start, edit.start)) - 1
        near = self._spans[max(before, 0) : before + 3]
        if edit.start == edit.end:
            return any(start < edit.start < end for start, end in near)
        if any(edit.start < end and start < edit.end for start, end in near):
            return True
        point = bisect_right(self._points, edit.start)
        return point < len(self._points) and self._points[point] < edit.end
