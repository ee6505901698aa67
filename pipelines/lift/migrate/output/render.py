"""Choose the output format by its name."""

from __future__ import annotations

import json
from typing import Literal

from lift.migrate.finding import Severity
from lift.migrate.output.results import Results

__all__ = ["FORMATS", "Format", "render"]

Format = Literal["json", "sarif", "github", "junit"]
FORMATS: tuple[Format, ...] = ("json", "sarif", "github", "junit")
"""Formats for machines; text for people is `output.text.render_text`."""


def render(results: Results, style: Format, *, fail_on: Severity) -> str:
    """Return a check in a machine's format, ending in a line break unless empty.

    Only the format that is asked for is imported: some take longer to import than to write.
    """
    if style == "junit":
        from lift.migrate.output.junit import render_junit

        return render_junit(results, fail_on=fail_on)
    if style == "github":
        from lift.migrate.output.github import render_github

        return render_github(results)
    text = json.dumps(_payload(results, style), indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _payload(results: Results, style: Literal["json", "sarif"]) -> dict[str, object]:
    if style == "sarif":
        from lift.migrate.output.sarif import sarif_payload

        return sarif_payload(results)
    from lift.migrate.output.jsons import json_payload

    return json_payload(results)
