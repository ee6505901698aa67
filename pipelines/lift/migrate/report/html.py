"""The report of a migration as one self-contained page: nothing is loaded, all is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from lift.migrate.report.model import FindingEntry, MigrationReport
from lift.migrate.report.text import shape_line
from lift.store.files import write_atomic

__all__ = ["render_html", "write_html"]

_HEADINGS = {
    "open": "There is something left to do",
    "unverified": "Nothing left to do, not verified",
    "different": "The versions differ",
    "done": "Migrated",
}
_MARKS = {"@": "hunk", "+": "added", "-": "removed"}


def write_html(path: Path, report: MigrationReport) -> None:
    """Write the page.

    Raises:
        StoreError: it cannot be written.
    """
    write_atomic(path, render_html(report).encode("utf-8", "xmlcharrefreplace"))


def render_html(report: MigrationReport) -> str:
    """Return the page; it has the look of the optimization's report."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("lift.migrate.report", "templates"), PackageLoader("lift.report")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("migration.html.j2").render(
        report=report,
        heading=_HEADINGS[report.state],
        fixed=sum(one.fixed for one in report.codes),
        left=tuple(_by_file(report)),
        diff=tuple(_diff_lines(report.guide_diff)),
        shapes=tuple(shape_line(one) for run in report.fixes for one in run.files),
    )


def _by_file(report: MigrationReport) -> Iterator[tuple[str, tuple[FindingEntry, ...]]]:
    for path, group in groupby(report.left, key=lambda one: one.path):
        yield path, tuple(group)


def _diff_lines(diff: str) -> Iterator[tuple[str, str]]:
    for line in diff.splitlines():
        kind = "head" if line.startswith(("+++", "---")) else _MARKS.get(line[:1], "same")
        yield kind, line
