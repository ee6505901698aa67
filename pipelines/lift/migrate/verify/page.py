"""A comparison as one self-contained HTML page with the texts of both versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lift.migrate.verify.report import Difference, VerifyReport
from lift.migrate.verify.text import cost_rows, grouped, verdict
from lift.report.sidebyside import DiffRow, side_by_side
from lift.store.files import write_atomic

__all__ = ["render_page", "write_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A difference with everything that the template shows."""

    difference: Difference
    places: tuple[str, ...]
    rows: tuple[DiffRow, ...]


def write_page(path: Path, report: VerifyReport) -> None:
    """Write the page.

    Raises:
        StoreError: it cannot be written.
    """
    write_atomic(path, render_page(report))


def render_page(report: VerifyReport) -> str:
    """Return the page; it loads nothing, and whatever a program wrote is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("lift.migrate.verify", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = [
        _Entry(difference=one, places=places, rows=side_by_side(one.old, one.new))
        for one, places in grouped(report.differences)
    ]
    return environment.get_template("verify.html.j2").render(
        report=report,
        verdict=verdict(report),
        entries=entries,
        costs=cost_rows(report.costs),
    )
