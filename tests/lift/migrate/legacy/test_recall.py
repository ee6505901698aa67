"""The check finds every line of the legacy programs that breaks or changes, and no other."""

from __future__ import annotations

import pytest
from tests.lift.migrate.legacy.environments import LINES
from tests.lift.migrate.legacy.truth import NAMES, Truth, load

from lift.migrate.check import Versions, check
from lift.migrate.finding import Finding, Severity

CASES = [pytest.param(name, version, id=f"{name}-{version}") for name in NAMES for version in LINES]


def found(truth: Truth, version: str) -> list[Finding]:
    """What is said about a program, announcements of later versions and hints left out."""
    results = check(
        [truth.path],
        root=truth.path.parent,
        versions=Versions(source=truth.source, target=version),
    )
    return [one for one in results.findings if one.severity is not Severity.INFO]


@pytest.mark.parametrize(("name", "version"), CASES)
def test_every_line_that_breaks_or_changes_is_found(name: str, version: str) -> None:
    truth = load(name)
    said = {(one.line, one.code) for one in found(truth, version)}
    assert [one for one in truth.lines(version) if (one.line, one.code) not in said] == []


@pytest.mark.parametrize(("name", "version"), CASES)
def test_no_other_line_is_found(name: str, version: str) -> None:
    truth = load(name)
    known = {one.line for one in truth.lines(version)}
    allowed = {(one.line, one.code) for one in truth.allowed}
    said = [one for one in found(truth, version) if one.line not in known]
    assert [f"{one.line} {one.code}" for one in said if (one.line, one.code) not in allowed] == []


@pytest.mark.parametrize(("name", "version"), CASES)
def test_the_error_is_told_as_python_tells_it(name: str, version: str) -> None:
    truth = load(name)
    for line in truth.lines(version):
        said = [one for one in found(truth, version) if one.line == line.line]
        messages = [one.message for one in said if one.severity is Severity.ERROR]
        if line.raises and messages:
            assert any(one.startswith(line.raises) for one in messages), (line.line, messages)
