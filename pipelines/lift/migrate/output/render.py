"""Choose the output format by its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal

from lift.migrate.finding import Severity
from lift.migrate.output.github import render_github
from lift.migrate.output.jsons import json_payload
from lift.migrate.output.junit import render_junit
from lift.migrate.output.results import Results
from lift.migrate.output.sarif import sarif_payload

__all__ = ["FORMATS", "Format", "render"]

Format = Literal["json", "sarif", "github", "junit"]
FORMATS: tuple[Format, ...] = ("json", "sarif", "github", "junit")
"""Formats for machines; text for people is `output.text.render_text`."""


def render(results: Results, style: Format, *, fail_on: Severity) -> str:
    """Return a check in a machine's format, ending in a line break unless empty."""
    if style == "junit":
        return render_junit(results, fail_on=fail_on)
    if style == "github":
        return render_github(results)
    payloads: Mapping[str, Callable[[Results], dict[str, object]]] = {
        "json": json_payload,
        "sarif": sarif_payload,
    }
    text = json.dumps(payloads[style](results), indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
