"""A report as one self-contained HTML page: no network, no other file, opens from a disk.

Called by `lift report --html`. Everything that came from a model, a dataset or a user is escaped by
the template engine, and the page forbids itself to load anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lift.report.charts import ScoreRow, Tree, axis_x, candidate_tree, score_row
from lift.report.model import BudgetLine, EvalReport, ExampleEntry
from lift.report.sidebyside import DiffRow, side_by_side
from lift.report.words import BUDGETS, DECISIONS, LIMITS, number
from lift.store.files import write_atomic

__all__ = ["render_html", "write_html"]

Change = Literal["fixed", "broken", "better", "worse", "right", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One cap of the search as a bar."""

    title: str
    spent: str
    limit: str
    share: float | None
    """Percent of the cap, None without a cap."""
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit of the result."""

    title: str
    value: str
    limit: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRow:
    """One example of the proof and how it changed."""

    entry: ExampleEntry
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the template shows besides the report itself."""

    report: EvalReport
    heading: str
    scores: tuple[ScoreRow, ...]
    ticks: tuple[tuple[float, int], ...]
    """Place and percent of the marks on the score axis."""
    bars: tuple[Bar, ...]
    limits: tuple[LimitRow, ...]
    tree: Tree
    diffs: tuple[tuple[str, tuple[DiffRow, ...]], ...]
    """By predictor."""
    examples: tuple[ExampleRow, ...]
    counts: dict[Change, int]


def write_html(path: Path, report: EvalReport) -> None:
    """Write the page.

    Raises:
        StoreError: it cannot be written.
    """
    write_atomic(path, render_html(report).encode("utf-8", "xmlcharrefreplace"))


def render_html(report: EvalReport) -> str:
    """Return the page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from lift.report import words

    environment = Environment(
        loader=PackageLoader("lift.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        page=make_page(report), report=report, words=words
    )


def make_page(report: EvalReport) -> Page:
    """Prepare everything that the template shows."""
    examples = tuple(ExampleRow(entry=one, change=_change(one)) for one in report.examples)
    counts: dict[Change, int] = {}
    for row in examples:
        counts[row.change] = counts.get(row.change, 0) + 1
    return Page(
        report=report,
        heading=DECISIONS[report.decision],
        scores=_scores(report),
        ticks=tuple((axis_x(tick / 100), tick) for tick in range(0, 101, 20)),
        bars=_bars(report),
        limits=_limits(report),
        tree=candidate_tree(report.candidates),
        diffs=tuple((one.predictor, side_by_side(one.before, one.after)) for one in report.diffs),
        examples=examples,
        counts=counts,
    )


def _scores(report: EvalReport) -> tuple[ScoreRow, ...]:
    programs = (("baseline", report.baseline), ("winner", report.winner))
    measured = [(name, one.sealed.score) for name, one in programs if one and one.sealed]
    return tuple(score_row(name, score, row) for row, (name, score) in enumerate(measured))


def _bars(report: EvalReport) -> tuple[Bar, ...]:
    lines = {**report.budgets, **report.times.budgets}
    return tuple(_bar(title, lines[kind]) for kind, title in BUDGETS.items() if kind in lines)


def _bar(title: str, line: BudgetLine) -> Bar:
    share = None
    if line.limit is not None:
        share = min(100.0, 100 * line.spent / line.limit) if line.limit > 0 else 100.0
    return Bar(
        title=title,
        spent=number(line.spent),
        limit="no cap" if line.limit is None else f"of {number(line.limit)}",
        share=None if share is None else round(share, 1),
        verdict=line.verdict,
    )


def _limits(report: EvalReport) -> tuple[LimitRow, ...]:
    rows: list[LimitRow] = []
    for name, line in report.limits.items():
        title, limit, value = LIMITS.get(name, (name, "{:g}", "{:g}"))
        rows.append(
            LimitRow(
                title=title,
                value="-" if line.value is None else value.format(line.value),
                limit=limit.format(line.limit),
                verdict=line.verdict.replace("_", " "),
            )
        )
    return tuple(rows)


def _change(entry: ExampleEntry) -> Change:
    before, after = entry.baseline.score, entry.winner.score
    if after > before:
        return "fixed" if after >= 1 else "better"
    if after < before:
        return "broken" if after <= 0 else "worse"
    return "right" if after >= 1 else "wrong"
