"""A comparison as lines for a terminal; differences that say the same are shown once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lift.migrate.verify.report import Cost, Difference, VerifyReport, Weight

__all__ = ["cost_rows", "grouped", "render_text", "verdict"]

_PLACES = 3
_TITLES = {
    Weight.BREAKS: "BREAKS",
    Weight.CHANGES: "CHANGES",
    Weight.NOTE: "NOTES",
}


def verdict(report: VerifyReport) -> str:
    """Return the result in one line."""
    what = ", ".join(
        _counted(number, word)
        for number, word in (
            (len(report.modules), "module"),
            (report.programs, "program"),
            (len(report.cases), "case"),
        )
    )
    if failing := report.failing:
        what += f", of which {failing} raised in both versions"
    if report.empty and (report.cases or report.modules):
        all_of = "case" if report.cases else "module"
        return f"nothing was compared: every {all_of} raises in both versions ({what})"
    if report.empty:
        return f"nothing was compared: no module names DSPy and there are no cases ({what})"
    if report.same:
        return f"DSPy {report.new} does what {report.old} did: {what}"
    parts = [
        f"{_counted(count, word)}{more}"
        for count, word, more in (
            (report.breaks, "break", ""),
            (report.changes, "change", ""),
            (len(report.regressions), "regression", " over 5 %"),
        )
        if count
    ]
    return f"DSPy {report.new} differs from {report.old}: {', '.join(parts)} ({what})"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def render_text(report: VerifyReport) -> str:
    """Return everything but the whole texts, which the page and --json show."""
    lines = [verdict(report), ""]
    for weight, title in _TITLES.items():
        found = grouped([one for one in report.differences if one.weight is weight])
        if found:
            lines += [title, *(line for one, places in found for line in _entry(one, places)), ""]
    if report.costs:
        rows = [("COST", report.old, report.new, "RATIO", ""), *cost_rows(report.costs)]
        lines += [*_table(rows), ""]
    lines += [f"note: {one}" for one in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def grouped(
    differences: Sequence[Difference],
) -> tuple[tuple[Difference, tuple[str, ...]], ...]:
    """Return each difference once, with every place where it says the same."""
    found: dict[tuple[str, str, str], tuple[Difference, list[str]]] = {}
    for one in differences:
        key = (one.kind.value, one.message, one.why)
        found.setdefault(key, (one, []))[1].append(one.where)
    return tuple((one, tuple(places)) for one, places in found.values())


def cost_rows(costs: Sequence[Cost]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return name, old, new, ratio with its interval, and what is to be said about each cost."""
    return tuple(
        (
            one.name,
            f"{one.old:,.4g} {one.unit}".strip(),
            f"{one.new:,.4g} {one.unit}".strip(),
            f"x{one.ratio.mean:.2f} ({one.ratio.low:.2f} to {one.ratio.high:.2f})",
            "over 5 %" if one.regressed else "",
        )
        for one in costs
    )


def _entry(one: Difference, places: Sequence[str]) -> Iterator[str]:
    shown = ", ".join(places[:_PLACES])
    if len(places) > _PLACES:
        shown += f" and {len(places) - _PLACES} more"
    yield f"  {one.kind.value:<10} {shown}: {one.message}"
    if one.why:
        yield f"             {one.why}"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
