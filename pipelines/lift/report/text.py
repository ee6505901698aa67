"""A report as one screen of plain text. Called by `lift optimize` and `lift report`."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable, Sequence

from lift.measure.saved import SavedPaired, SavedSummary
from lift.report.model import CandidateEntry, EvalReport, InstructionDiff
from lift.report.words import (
    BUDGETS,
    DECISIONS,
    LIMITS,
    change_pct,
    milliseconds,
    number,
    p_text,
    percent,
    points_range,
)

__all__ = ["render_text"]

_CANDIDATES = 6
"""How many candidates are listed."""
_DIFF_LINES = 14
_WIDTH = 100


def render_text(report: EvalReport) -> str:
    """Return the report as lines of plain text; only lift's own sentences may be long."""
    parts = (
        _headline(report),
        _figures(report),
        _beside(report),
        _limits(report),
        _budgets(report),
        _candidates(report),
        *(_diff(diff) for diff in report.diffs),
        _closing(report),
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _headline(report: EvalReport) -> list[str]:
    print_ = report.fingerprint
    facts = [f"role {report.role}", print_.model, f"DSPy {print_.dspy}", f"seed {print_.seed}"]
    if report.times.replayed:
        facts.append("replayed")
    lines = [f"{DECISIONS[report.decision]}: {report.sentence}", "  " + ", ".join(facts)]
    if report.notice:
        lines.append(f"  Note: {report.notice}")
    return [*lines, *(f"  Warning: {warning}" for warning in report.warnings)]


def _figures(report: EvalReport) -> list[str]:
    """Baseline and winner side by side, when there was a proof."""
    paired, before = report.paired, report.baseline.sealed
    after = report.winner.sealed if report.winner else None
    if paired is None or before is None or after is None:
        return []
    changes = (points_range(paired.difference), _latency(paired), "", _tokens(paired), "", "")
    columns = zip(_COLUMN, _column(before), _column(after), changes, strict=True)
    rows = [("", "baseline", "winner", "change"), *columns]
    look = report.times.sealed_look
    seen = f", look {look}" if look is not None else ""
    detectable = f"smallest detectable difference {100 * paired.smallest_detectable:.1f} points"
    effect = "" if paired.cohens_d is None else f", Cohen's d {paired.cohens_d:.2f}"
    return [
        f"Sealed split: {paired.examples} examples in {paired.groups} groups{seen}",
        *_table(rows, right=(1, 2)),
        f"  {p_text(paired.p_value)}{effect}, {detectable}",
    ]


def _beside(report: EvalReport) -> list[str]:
    """What was measured beside the sealed split, when anything was."""
    one = report.beside
    if one is None:
        return []
    before, after = percent(one.baseline.mean), percent(one.winner.mean)
    return [
        f"Beside it, without a verdict: {one.name}, {one.examples} examples in {one.groups} groups",
        f"  baseline {before}, winner {after}, {points_range(one.difference)}",
    ]


_COLUMN = ("score", "latency p50", "latency p95", "tokens/example", "errors", "violations")


def _column(summary: SavedSummary) -> tuple[str, ...]:
    """Return one program's figures, in the order of `_COLUMN`."""
    tokens = summary.prompt_tokens_per_example + summary.completion_tokens_per_example
    return (
        percent(summary.score.mean),
        milliseconds(summary.latency_p50_ms),
        milliseconds(summary.latency_p95_ms),
        number(tokens),
        number(summary.errors),
        number(summary.violations),
    )


def _latency(paired: SavedPaired) -> str:
    interval = paired.latency_increase_ci
    level = f"{100 * interval.level:.0f} %"
    return (
        f"{change_pct(paired.latency_increase_pct)} "
        f"({level}: {interval.low:+.1f} to {interval.high:+.1f})"
    )


def _tokens(paired: SavedPaired) -> str:
    return change_pct(paired.tokens_increase_pct)


def _limits(report: EvalReport) -> list[str]:
    rows: list[tuple[str, ...]] = []
    for name, line in report.limits.items():
        title, limit, value = LIMITS.get(name, (name, "{:g}", "{:g}"))
        measured = "-" if line.value is None else value.format(line.value)
        verdict = line.verdict.replace("_", " ")
        rows.append((title, measured, limit.format(line.limit), verdict))
    return ["Limits of the result", *_table(rows, right=(1,))] if rows else []


def _budgets(report: EvalReport) -> list[str]:
    lines = {**report.budgets, **report.times.budgets}
    rows = [
        (title, number(lines[kind].spent), _of(lines[kind].limit), lines[kind].verdict)
        for kind, title in BUDGETS.items()
        if kind in lines
    ]
    return ["Budget of the search", *_table(rows, right=(1,))] if rows else []


def _of(limit: float | None) -> str:
    return "no cap" if limit is None else f"of {number(limit)}"


def _candidates(report: EvalReport) -> list[str]:
    """The best candidates and a count of the rest."""
    entries = report.candidates
    if not entries:
        return []
    shown = sorted(entries, key=_rank)[:_CANDIDATES]
    refused = len(report.reflection_rejections)
    validated = sum(1 for one in entries if one.score is not None)
    rows = [("", "from", "validation", "tokens", "latency", ""), *map(_candidate_row, shown)]
    title = (
        f"Candidates: {len(entries)} with the baseline, {validated} validated, "
        f"{refused} refused as prompts"
    )
    return [title, *_table(rows, right=(1, 2, 3, 4))]


def _rank(one: CandidateEntry) -> tuple[bool, float, int]:
    """Selected first, then by score."""
    return (one.status != "selected", 1.0 if one.score is None else -one.score, one.id)


def _candidate_row(one: CandidateEntry) -> tuple[str, ...]:
    return (
        f"#{one.id}",
        ",".join(f"#{parent}" for parent in one.parents) or "-",
        percent(one.score),
        change_pct(one.tokens_increase_pct),
        change_pct(one.latency_increase_pct),
        _fit(f"{one.status}: {one.reason}" if one.reason else one.status, 50),
    )


def _diff(diff: InstructionDiff) -> list[str]:
    """The sentences that came, went or stayed in one predictor's instructions, wrapped."""
    if diff.before == diff.after:
        return []
    compared = difflib.ndiff(_sentences(diff.before), _sentences(diff.after))
    changed = [
        line
        for sentence in compared
        if not sentence.startswith("?")
        for line in textwrap.wrap(
            sentence, _WIDTH - 2, initial_indent="  ", subsequent_indent="    "
        )
    ]
    rest = len(changed) - _DIFF_LINES
    more = [f"  ... {rest} more lines: lift report --html FILE"] if rest > 0 else []
    return [f"Instructions of {diff.predictor}", *changed[:_DIFF_LINES], *more]


def _sentences(text: str) -> list[str]:
    """Split at line breaks and after full stops: instructions are often one long line."""
    return [one for one in re.split(r"(?<=[.!?])\s+|\n", text) if one.strip()]


def _closing(report: EvalReport) -> list[str]:
    """What the whole run took."""
    times = report.times
    phases = ", ".join(
        f"{name} {number(one.calls)} calls, {number(one.tokens)} tokens paid"
        for name, one in times.phases.items()
    )
    version = [f"Stored as {report.winner.version}"] if report.winner else []
    return [
        *version,
        f"Run {times.run_id}, {times.wall_s:,.0f} s" + (f": {phases}" if phases else ""),
    ]


def _table(rows: Iterable[Sequence[str]], *, right: tuple[int, ...]) -> list[str]:
    """Align cells in columns; those in `right` to the right."""
    listed = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in listed) for column in range(len(listed[0]))]
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in listed
    ]


def _fit(text: str, width: int) -> str:
    """Cut a text to one line of a width."""
    flat = " ".join(text.split()) if "\n" in text else text
    return flat if len(flat) <= width else flat[: width - 3] + "..."
