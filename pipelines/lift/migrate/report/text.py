"""The report of a migration in a few lines, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lift.migrate.report.model import MigrationReport
from lift.migrate.report.record import ShapeEntry

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["render_text", "shape_line"]

_SHOWN = 10
_STYLES = {"open": "bold red", "unverified": "yellow", "different": "bold red", "done": "green"}


def render_text(report: MigrationReport) -> Text:
    """Return the state first, then a block for each part."""
    from rich.text import Text

    shown = Text(f"{report.source} -> {report.target}: ", "bold")
    shown.append(report.sentence, _STYLES[report.state])
    for title, lines in _blocks(report):
        shown.append(f"\n\n{title}\n", "bold")
        shown.append("\n".join(f"  {line}" for line in lines))
    return shown


def _blocks(report: MigrationReport) -> Iterator[tuple[str, list[str]]]:
    if report.codes:
        yield (
            "findings",
            [
                f"{one.code}  fixed {one.fixed:>4}  left {one.left:>4}  {one.summary}"
                for one in report.codes
            ],
        )
    if report.tiers:
        yield (
            "by criticality",
            [
                f"{'no tier' if one.tier is None else f'tier {one.tier} '}  fixed {one.fixed:>4}  "
                f"left: {one.errors} raise, {one.warnings} change, {one.infos} notes"
                for one in report.tiers
            ],
        )
    shapes = [one for run in report.fixes for one in run.files]
    if shapes:
        yield "what the fixes did to lines and branches", list(_shapes(shapes))
    environments = [
        f"{one.version:<8} {one.state}, Python {one.python or 'unknown'}, {one.packages} packages"
        for one in report.environments
    ]
    yield "environments", environments or ["none yet: lift migrate env create VERSION"]
    verified = report.verification
    yield "verified", [verified.summary if verified else "not yet: lift migrate verify"]
    yield "timings", [_timings(report)]
    if report.proposals:
        yield "criticality guide", list(_proposals(report))
    if report.notes:
        yield "notes", list(report.notes)


def _shapes(shapes: Sequence[ShapeEntry]) -> Iterator[str]:
    yield from (shape_line(one) for one in shapes[:_SHOWN])
    if len(shapes) > _SHOWN:
        yield f"and {len(shapes) - _SHOWN} more"


def shape_line(one: ShapeEntry) -> str:
    """Return what a fix did to a file, such as `a.py: lines 8 -> 9, the same 2 branches`."""
    return f"{one.path}: lines {one.lines_before} -> {one.lines_after}{_branches(one)}"


def _branches(one: ShapeEntry) -> str:
    if one.branches_before is None:
        return ""
    if one.branches_before == one.branches_after:
        return f", the same {one.branches_before} branches"
    return f", branches {one.branches_before} -> {one.branches_after}"


def _proposals(report: MigrationReport) -> Iterator[str]:
    guide = report.guide or "none yet"
    yield f"{guide}; the migration touched {len(report.proposals)} files that it should name:"
    for one in report.proposals[:_SHOWN]:
        was = "new" if one.was is None else f"tier {one.was}"
        yield f"{one.path}: {was} -> tier {one.tier} ({one.reason})"
    if len(report.proposals) > _SHOWN:
        yield f"and {len(report.proposals) - _SHOWN} more"
    yield "take it over: lift migrate report --guide-diff | git apply"


def _timings(report: MigrationReport) -> str:
    timings = report.timings
    named = {
        "check": timings.check,
        "fix": timings.fix,
        "verify": timings.verify,
        "environments": timings.environments,
    }
    return ", ".join(
        f"{name} {'not done' if value is None else f'{value:.1f} s'}"
        for name, value in named.items()
    )
