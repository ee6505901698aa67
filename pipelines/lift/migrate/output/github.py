"""Findings as workflow commands that GitHub Actions shows beside the changed lines."""

from __future__ import annotations

from lift.migrate.finding import Finding, Severity
from lift.migrate.output.results import Results, in_cell

__all__ = ["render_github"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(results: Results) -> str:
    """Return one line per finding, and nothing when there is none."""
    return "".join(f"{_line(one)}\n" for one in results.findings)


def _line(finding: Finding) -> str:
    place = {"file": finding.path}
    message = f"{finding.message} -> {finding.advice}" if finding.advice else finding.message
    if not in_cell(finding):
        place |= {"line": str(finding.line), "endLine": str(finding.end_line)}
        if finding.line == finding.end_line:  # GitHub takes columns on one line only
            place |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    else:  # a line of a cell is no line of the file
        message = f"cell {finding.cell}, line {finding.line}: {message}"
    place["title"] = finding.code
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
