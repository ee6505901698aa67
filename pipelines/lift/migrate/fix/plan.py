"""Plan the new content of one file: check, edit, check again, until nothing is left.

Pure: bytes in, bytes out. Called by `run`, tested on its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lift.migrate.finding import Edit, Finding
from lift.migrate.fix.edits import apply_edits, choose

__all__ = ["Accept", "Document", "FileFix", "Recheck", "plan_file"]

MAX_ROUNDS = 8
"""Rounds after which a file that still changes is left as it is."""


class Document(Protocol):
    """A file as texts that edits apply to: the whole of it, or the cells of a notebook."""

    @property
    def texts(self) -> Mapping[int | None, str]: ...
    def replaced(self, texts: Mapping[int | None, str]) -> bytes:
        """Return the file with other texts; everything around them stays as it is."""
        ...

    def parses(self, cell: int | None, text: str) -> bool:
        """Whether a text could stand in the place of this one."""
        ...


Open = Callable[[bytes], Document]
Recheck = Callable[[bytes], Sequence[Finding]]
"""The findings of this file if it had this content."""
Accept = Callable[[Finding, str], bool]
"""Asked once per finding with the text that it applies to; whether to make its edits."""
_Key = tuple[str, int | None, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFix:
    """What becomes of one file."""

    path: str
    before: bytes
    after: bytes
    applied: tuple[Finding, ...]
    """In the order they were made; places are those of the round that made them."""
    left: tuple[Finding, ...]
    """What is found in the new content."""
    problem: str = ""
    """Why the file stays as it is although something could be fixed."""

    @property
    def changed(self) -> bool:
        return self.before != self.after


def plan_file(
    path: str,
    data: bytes,
    findings: Sequence[Finding],
    *,
    open_document: Open,
    recheck: Recheck,
    accept: Accept,
) -> FileFix:
    """Return the file with everything fixed that `accept` takes.

    A change after which a text no longer parses is not made. A file that would change without end
    stays as it was, and says so.
    """
    declined: Counter[_Key] = Counter()
    applied: list[Finding] = []
    content, found = data, tuple(findings)
    seen = {data}
    for number in range(MAX_ROUNDS):
        document = open_document(content)
        wanted = _accepted(found, document.texts, accept, declined, first=number == 0)
        texts, made = _round(document, wanted)
        if not made:
            return FileFix(
                path=path, before=data, after=content, applied=tuple(applied), left=found
            )
        content = document.replaced(texts)
        applied += made
        if content in seen:
            break
        seen.add(content)
        found = tuple(recheck(content))
    codes = ", ".join(sorted({one.code for one in applied}))
    return FileFix(
        path=path,
        before=data,
        after=data,
        applied=(),
        left=tuple(findings),
        problem=f"the fixes of {codes} do not settle; the file is left as it is",
    )


def _accepted(
    found: Sequence[Finding],
    texts: Mapping[int | None, str],
    accept: Accept,
    declined: Counter[_Key],
    *,
    first: bool,
) -> list[Finding]:
    """Ask about findings with edits; what was declined in an earlier round is not asked again."""
    before = Counter(declined)
    wanted: list[Finding] = []
    for finding in found:
        if not finding.edits or finding.cell not in texts:
            continue
        key = _key(finding, texts[finding.cell])
        if not first and before[key] > 0:
            before[key] -= 1
        elif accept(finding, texts[finding.cell]):
            wanted.append(finding)
        else:
            declined[key] += 1
    return wanted


def _round(
    document: Document, wanted: Sequence[Finding]
) -> tuple[dict[int | None, str], list[Finding]]:
    """Make the edits of every text that still parses with them."""
    texts = dict(document.texts)
    made: list[Finding] = []
    for cell, text in document.texts.items():
        mine = [one for one in wanted if one.cell == cell]
        taken, edits = choose(mine, length=len(text))
        new = apply_edits(text, edits)
        if not document.parses(cell, new):
            taken, new = _those_that_parse(document, cell, text, mine)
        if new != text:
            texts[cell] = new
            made += taken
    return texts, made


def _those_that_parse(
    document: Document, cell: int | None, text: str, findings: Sequence[Finding]
) -> tuple[tuple[Finding, ...], str]:
    """Keep the findings that leave a text that parses; halves are tried before single ones."""
    kept: tuple[Finding, ...] = ()
    new = text
    pending = [list(findings)]
    while pending:
        group = pending.pop()
        taken, edits = choose((*kept, *group), length=len(text))
        tried = apply_edits(text, edits)
        if document.parses(cell, tried):
            kept, new = taken, tried
        elif len(group) > 1:
            middle = len(group) // 2
            pending += [group[middle:], group[:middle]]
    return kept, new


def _key(finding: Finding, text: str) -> _Key:
    """Name a finding across rounds, in which its place moves."""
    edits: tuple[Edit, ...] = finding.edits
    replaced = tuple((text[edit.start : edit.end], edit.text) for edit in edits)
    return (finding.code, finding.cell, finding.message, replaced)
