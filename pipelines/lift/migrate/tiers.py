"""How critical each file is (MIG9): from the project's guide or settings, and what to change in it.

A guide is a Markdown document such as `400_code-criticality-guide.md`. Paths and patterns that it
names belong to the tier of the heading, table row or line that they stand under:

    ## Tier 1: must not break            | `src/pay/*.py` | Tier 2 | moves money |
    - `src/agents/planner.py`            - src/tools/search.py (tier 3)

In a table with a column `Tier` or `Criticality` the bare number is enough.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.finding import Finding, Severity

__all__ = [
    "GUIDE_NAME",
    "Entry",
    "Proposal",
    "Tiers",
    "find_guide",
    "fits",
    "propose",
    "read_guide",
    "retiered",
]

GUIDE_NAME = "400_code-criticality-guide.md"
_TIER = re.compile(r"\btier[\s_:-]*([1-4]|one|two|three|four|i{1,3}|iv)\b", re.IGNORECASE)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_QUOTED = re.compile(r"`([^`\s]+)`")
_LINKED = re.compile(r"\]\(([^)\s]+)\)")
_BARE = re.compile(r"(?<![\w`/(])((?:[\w.*-]+/)*[\w.*-]+\.(?:py|ipynb|md)|(?:[\w.-]+/)+[\w.*-]*)")
_HEADING = re.compile(r"^(#{1,6})\s")
_COLUMN = re.compile(r"\b(?:tier|criticality|level)\b", re.IGNORECASE)
_BARE_TIER = re.compile(r"[*_`]*(?:t|p)?([1-4])[*_`]*(?=$|\s|[(:,;-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One path or pattern of a guide."""

    pattern: str
    tier: int
    line: int
    """From 1, in the guide; 0 for the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """Which tier a file has."""

    entries: tuple[Entry, ...] = ()

    def of(self, path: str) -> int | None:
        """Return the tier of a path with forward slashes; None when nothing is said about it.

        What the settings say wins over the guide; then the longest pattern that fits, because it
        says more; of equal ones the most critical.
        """
        fitting = [one for one in self.entries if fits(one.pattern, path)]
        best = max(fitting, key=_weight, default=None)
        return None if best is None else best.tier


def _weight(entry: Entry) -> tuple[bool, int, int]:
    return (entry.line == 0, len(entry.pattern), -entry.tier)


def fits(pattern: str, path: str) -> bool:
    """Whether a pattern means a path: the same path, a folder above it, its end, or a glob."""
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        return path.startswith(pattern) or f"/{pattern}" in f"/{path}"
    if "*" in pattern or "?" in pattern:
        return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"*/{pattern}")
    return path == pattern or path.endswith(f"/{pattern}") or path.startswith(f"{pattern}/")


def find_guide(root: Path, named: str | None) -> Path | None:
    """Return the guide: the one of the settings, else one with the usual name near the top."""
    if named is not None:
        return root / named
    for pattern in (GUIDE_NAME, f"*/{GUIDE_NAME}", f"*/*/{GUIDE_NAME}"):
        found = next(iter(sorted(root.glob(pattern))), None)
        if found is not None:
            return found
    return None


def read_guide(text: str, settings: Mapping[str, Sequence[str]] | None = None) -> Tiers:
    """Read a guide, and patterns by tier from the settings, which come first."""
    own = [
        Entry(pattern=pattern, tier=int(tier), line=0)
        for tier, patterns in (settings or {}).items()
        for pattern in patterns
    ]
    patterns = {one.pattern for one in own}
    return Tiers(entries=(*own, *(one for one in _entries(text) if one.pattern not in patterns)))


def _entries(text: str) -> Iterator[Entry]:
    heading: int | None = None
    level = 0
    column: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        column = _column_of(line, column)
        said = _tier_in(line) or _tier_in_column(line, column)
        if mark := _HEADING.match(line):
            depth = len(mark[1])
            if said is not None:
                heading, level = said, depth
            elif depth <= level:
                heading = None
            continue
        tier = said if said is not None else heading
        if tier is not None:
            for pattern in dict.fromkeys(_paths(line)):
                yield Entry(pattern=pattern, tier=tier, line=number)


def _column_of(line: str, before: int | None) -> int | None:
    """Return which cell of the table that a line belongs to holds the tier, if any does."""
    cells = _cells(line)
    if not cells:
        return None
    if before is not None:
        return before
    return next((at for at, one in enumerate(cells) if _COLUMN.search(one)), None)


def _tier_in_column(line: str, column: int | None) -> int | None:
    cells = _cells(line)
    if column is None or column >= len(cells):
        return None
    found = _BARE_TIER.match(cells[column])
    return None if found is None else int(found[1])


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table; a row begins or ends with a bar."""
    row = line.strip()
    if "|" not in row:
        return []
    return [one.strip() for one in row.strip("|").split("|")]


def _tier_in(line: str) -> int | None:
    found = _TIER.search(line)
    if found is None:
        return None
    word = found[1].lower()
    return _NUMBERS.get(word) or int(word)


def _paths(line: str) -> Iterator[str]:
    for pattern in (_QUOTED, _LINKED, _BARE):
        for match in pattern.finditer(line):
            path = match[1].strip("./") if match[1].startswith("./") else match[1]
            if "://" not in path and ("/" in path or path.endswith((".py", ".ipynb"))):
                yield path


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to say in the guide about one file."""

    path: str
    tier: int
    was: int | None
    reason: str


def propose(findings: Iterable[Finding], tiers: Tiers) -> tuple[Proposal, ...]:
    """Propose tiers for what the migration touches.

    A file without a tier in which something changes silently gets 2, with anything else 3: it has
    to stand in the guide. A file of tier 3 or 4 that changes silently is moved to 2 until the
    migration is verified, because nothing raises there that a test run would show.
    """
    by_path: dict[str, list[Finding]] = {}
    for one in findings:
        if one.path.endswith((".py", ".ipynb")) and one.code != "LFT001":
            by_path.setdefault(one.path, []).append(one)
    made: list[Proposal] = []
    for path, found in sorted(by_path.items()):
        was = tiers.of(path)
        silent = sum(1 for one in found if one.severity is Severity.WARNING)
        loud = sum(1 for one in found if one.severity is Severity.ERROR)
        tier = 2 if silent else 3
        if silent + loud and (was is None or was > tier):
            reason = f"the migration: {_count(loud, 'break')}, {_count(silent, 'silent change')}"
            made.append(Proposal(path=path, tier=tier, was=was, reason=reason))
    return tuple(made)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def retiered(text: str, tiers: Tiers, proposals: Sequence[Proposal]) -> str:
    """Return the guide with the proposals, each under the heading of its tier.

    A line that names exactly one moved file is taken from its old place; all else stays.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    moved = {one.path for one in proposals if one.was is not None}
    gone = {
        entry.line
        for entry in tiers.entries
        if entry.line and any(entry.pattern == path for path in moved)
        and sum(1 for other in tiers.entries if other.line == entry.line) == 1
        and not lines[entry.line - 1].lstrip().startswith("|")
    }  # fmt: skip
    kept = [(number, line) for number, line in enumerate(lines, start=1) if number not in gone]
    return "".join(_with_proposals(kept, proposals, newline))


def _with_proposals(
    lines: Sequence[tuple[int, str]], proposals: Sequence[Proposal], newline: str
) -> Iterator[str]:
    new = {
        tier: [f"- `{one.path}`: {one.reason}{newline}" for one in proposals if one.tier == tier]
        for tier in sorted({one.tier for one in proposals})
    }
    for _, line in lines:
        yield line
        if _HEADING.match(line) and (tier := _tier_in(line)) in new:
            yield from (newline, *new.pop(tier))
    for tier, added in new.items():
        yield from (newline, f"## Tier {tier}{newline}", newline, *added)
