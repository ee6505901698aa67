"""Findings as JUnit XML: one test case per finding, failed when it counts.

CI systems without annotations show these as failed tests with their text.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from lift.migrate.finding import Finding, Severity
from lift.migrate.output.results import Results
from lift.migrate.output.text import place_of

__all__ = ["render_junit"]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, escaped or not."""
_PASSED_SUITE = (
    '  <testsuite name="lift migrate check" tests="1" failures="0" errors="0" skipped="0" '
    'time="0.000">'
)
_PASSED_CASE = '    <testcase classname="lift.migrate" name="{files} files" time="0.000"/>'


def render_junit(results: Results, *, fail_on: Severity = Severity.INFO) -> str:
    """Return one suite per file.

    Args:
        fail_on: Findings below it are skipped test cases, the others failures.
    """
    failures = sum(1 for one in results.findings if one.severity.rank >= fail_on.rank)
    total = len(results.findings) or 1
    skipped = len(results.findings) - failures
    head = (
        f'<testsuites name="lift migrate check" tests="{total}" failures="{failures}" '
        f'errors="0" skipped="{skipped}" time="{results.seconds:.3f}">'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head]
    for path, group in groupby(results.findings, key=lambda one: one.path):
        lines += _suite(path, list(group), fail_on)
    if not results.findings:
        lines += [_PASSED_SUITE, _PASSED_CASE.format(files=results.files), "  </testsuite>"]
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _suite(path: str, findings: list[Finding], fail_on: Severity) -> list[str]:
    failed = sum(1 for one in findings if one.severity.rank >= fail_on.rank)
    head = (
        f'  <testsuite name={_attribute(path)} tests="{len(findings)}" failures="{failed}" '
        f'errors="0" skipped="{len(findings) - failed}" time="0.000">'
    )
    cases = [line for one in findings for line in _case(one, fail_on)]
    return [head, *cases, "  </testsuite>"]


def _case(finding: Finding, fail_on: Severity) -> list[str]:
    name = _attribute(f"{finding.code} {place_of(finding)}")
    head = f'    <testcase classname={_attribute(finding.path)} name={name} time="0.000">'
    message = _attribute(finding.message)
    if finding.severity.rank < fail_on.rank:
        return [head, f"      <skipped message={message}/>", "    </testcase>"]
    text = escape(_clean(f"{finding.path}:{place_of(finding)}\n{finding.advice}"))
    kind = _attribute(finding.severity.value)
    return [
        head,
        f"      <failure type={kind} message={message}>{text}</failure>",
        "    </testcase>",
    ]


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\t": "&#9;"})


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
