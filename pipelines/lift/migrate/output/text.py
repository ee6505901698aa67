"""Findings for people: grouped by file, with what to do and what `fix` can do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.output.results import Results, in_cell

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["render_text"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_FIX_WORDS = {Fix.SAFE: "[fix]", Fix.UNSAFE: "[fix --unsafe]", Fix.NONE: ""}


def render_text(results: Results, *, again: str = "") -> Text:
    """Return the findings by file, and a summary whose last lines say what to type next.

    Args:
        again: Paths and options that the next command needs as well, as in ` src --to 3.0.1`.
    """
    from rich.text import Text

    shown = Text()
    for path, group in groupby(results.findings, key=lambda one: one.path):
        shown.append(f"{path}\n", "bold")
        for finding in group:
            _add_finding(shown, finding)
        shown.append("\n")
    for number, line in enumerate(summary_lines(results, again)):
        shown.append(line if number == 0 else f"\n{line}")
    return shown


def _add_finding(shown: Text, finding: Finding) -> None:
    shown.append(f"  {place_of(finding)}  ")
    shown.append(f"{finding.severity.value:<7} ", _STYLES[finding.severity])
    shown.append(finding.code, "bold")
    if finding.tier is not None:
        shown.append(f" tier {finding.tier}", "magenta")
    if word := _FIX_WORDS[finding.fix]:
        shown.append(f" {word}", "green")
    shown.append("\n")
    for line in finding.message.splitlines():
        shown.append(f"      {line}\n")
    for number, line in enumerate(finding.advice.splitlines()):
        shown.append(f"      {'->' if number == 0 else '  '} {line}\n", "dim")


def place_of(finding: Finding) -> str:
    """Return where in the file: `12:5`, in a notebook `cell 3, 12:5`."""
    where = f"{finding.line}:{finding.column}"
    return f"cell {finding.cell}, {where}" if in_cell(finding) else where


def summary_lines(results: Results, again: str = "") -> Iterator[str]:
    """Yield the closing lines: the numbers first, what to type next last."""
    yield from _numbers(results)
    yield from results.notes
    counts = results.counts
    if counts.safe or counts.unsafe:
        yield (
            f"fixable: {counts.safe} safe, {counts.unsafe} unsafe; "
            f"see the changes: lift migrate fix{again}{'' if counts.safe else ' --unsafe'}"
        )
    if results.findings:
        yield "what a code means: lift migrate rules CODE"


def _numbers(results: Results) -> Iterator[str]:
    counts = results.counts
    route = f"{results.source_version} -> {results.target_version}"
    if results.source_version == results.target_version:
        route = f"DSPy {results.target_version}"
    files = _count(results.files, "file")
    if not results.findings:
        known = f", {results.known} known from the baseline" if results.known else ""
        yield f"nothing found in {files} ({route}{known})"
        return
    parts = (
        _count(counts.errors, "error"),
        _count(counts.warnings, "warning"),
        _count(counts.infos, "note"),
    )
    yield f"{', '.join(parts)} in {files} ({route})"
    if counts.by_tier:
        tiers = ", ".join(f"tier {tier}: {count}" for tier, count in counts.by_tier.items())
        yield f"by criticality: {tiers}"
    if results.known:
        yield f"{results.known} more known from the baseline"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
