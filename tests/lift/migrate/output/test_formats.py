"""Every output format over the same findings: the whole output."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError, validate

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.output import Counts, Results, render
from lift.migrate.output.results import sort_findings
from lift.migrate.output.text import render_text

SCHEMA = Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json"

LOUD = Finding(
    code="LFT001",
    severity=Severity.ERROR,
    path="app/old, new.py",
    line=3,
    column=1,
    end_line=3,
    end_column=9,
    message="invalid syntax: <x> & 100%",
    advice="repair it",
)
SILENT = Finding(
    code="LFT201",
    severity=Severity.WARNING,
    path="app/run.py",
    line=12,
    column=6,
    end_line=13,
    end_column=2,
    message="temperature 0.0 becomes None",
    advice="set it",
    fix=Fix.SAFE,
    tier=1,
)
IN_CELL = Finding(
    code="LFT201",
    severity=Severity.INFO,
    path="notes.ipynb",
    line=2,
    column=1,
    end_line=2,
    end_column=5,
    message="soon gone",
    advice="",
    fix=Fix.UNSAFE,
    cell=4,
)


def results(*findings: Finding, known: int = 0) -> Results:
    return Results(
        findings=sort_findings(findings),
        files=7,
        source_version="2.6.27",
        target_version="3.0.1",
        seconds=0.25,
        known=known,
    )


ALL = results(IN_CELL, SILENT, LOUD, known=2)


def test_text_is_grouped_by_file_and_ends_with_what_to_type() -> None:
    assert render_text(ALL).plain == (
        "app/old, new.py\n"
        "  3:1  error   LFT001\n"
        "      invalid syntax: <x> & 100%\n"
        "      -> repair it\n"
        "\n"
        "app/run.py\n"
        "  12:6  warning LFT201 tier 1 [fix]\n"
        "      temperature 0.0 becomes None\n"
        "      -> set it\n"
        "\n"
        "notes.ipynb\n"
        "  cell 4, 2:1  info    LFT201 [fix --unsafe]\n"
        "      soon gone\n"
        "\n"
        "1 error, 1 warning, 1 note in 7 files (2.6.27 -> 3.0.1)\n"
        "by criticality: tier 1: 1\n"
        "2 more known from the baseline\n"
        "fixable: 1 safe, 1 unsafe; see the changes: lift migrate fix\n"
        "what a code means: lift migrate rules CODE"
    )


def test_text_of_nothing_says_what_was_looked_at() -> None:
    assert render_text(results()).plain == "nothing found in 7 files (2.6.27 -> 3.0.1)"
    assert render_text(results(known=3)).plain == (
        "nothing found in 7 files (2.6.27 -> 3.0.1, 3 known from the baseline)"
    )


def test_json_is_the_contract_of_scripts() -> None:
    found = json.loads(render(results(SILENT), "json", fail_on=Severity.ERROR))

    assert found == {
        "schema_version": 1,
        "kind": "migrate-check",
        "findings": [
            {
                "code": "LFT201",
                "severity": "warning",
                "path": "app/run.py",
                "line": 12,
                "column": 6,
                "message": "temperature 0.0 becomes None",
                "fix": "safe",
                "end_line": 13,
                "end_column": 2,
                "advice": "set it",
                "cell": None,
                "tier": 1,
            }
        ],
        "summary": {
            "from": "2.6.27",
            "to": "3.0.1",
            "files": 7,
            "findings": 1,
            "errors": 0,
            "warnings": 1,
            "infos": 0,
            "fixable": {"safe": 1, "unsafe": 0},
            "by_code": {"LFT201": 1},
            "by_tier": {"1": 1},
            "known": 0,
            "seconds": 0.25,
            "notes": [],
        },
    }


def test_github_escapes_what_its_commands_mean() -> None:
    assert render(ALL, "github", fail_on=Severity.ERROR) == (
        "::error file=app/old%2C new.py,line=3,endLine=3,col=1,endColumn=9,title=LFT001"
        "::invalid syntax: <x> & 100%25 -> repair it\n"
        "::warning file=app/run.py,line=12,endLine=13,title=LFT201"
        "::temperature 0.0 becomes None -> set it\n"
        "::notice file=notes.ipynb,title=LFT201::cell 4, line 2: soon gone\n"
    )
    assert render(results(), "github", fail_on=Severity.ERROR) == ""


def test_junit_fails_what_counts_and_skips_the_rest() -> None:
    text = render(ALL, "junit", fail_on=Severity.ERROR)

    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="lift migrate check" tests="3" failures="1" errors="0" skipped="2" '
        'time="0.250">\n'
        '  <testsuite name="app/old, new.py" tests="1" failures="1" errors="0" skipped="0" '
        'time="0.000">\n'
        '    <testcase classname="app/old, new.py" name="LFT001 3:1" time="0.000">\n'
        '      <failure type="error" message="invalid syntax: &lt;x&gt; &amp; 100%">'
        "app/old, new.py:3:1\nrepair it</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="app/run.py" tests="1" failures="0" errors="0" skipped="1" '
        'time="0.000">\n'
        '    <testcase classname="app/run.py" name="LFT201 12:6" time="0.000">\n'
        '      <skipped message="temperature 0.0 becomes None"/>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="notes.ipynb" tests="1" failures="0" errors="0" skipped="1" '
        'time="0.000">\n'
        '    <testcase classname="notes.ipynb" name="LFT201 cell 4, 2:1" time="0.000">\n'
        '      <skipped message="soon gone"/>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_junit_of_nothing_has_one_test_that_passed() -> None:
    root = ET.fromstring(render(results(), "junit", fail_on=Severity.INFO))

    assert [case.get("name") for case in root.iter("testcase")] == ["7 files"]
    assert list(root.iter("failure")) == []


@pytest.mark.parametrize("found", [ALL, results()])
def test_sarif_validates_against_the_official_schema(found: Results) -> None:
    log = json.loads(render(found, "sarif", fail_on=Severity.ERROR))

    validate(log, json.loads(SCHEMA.read_text("utf-8")))


def test_the_schema_refuses_what_is_wrong() -> None:
    log = json.loads(render(ALL, "sarif", fail_on=Severity.ERROR))
    log["runs"][0]["results"][0]["level"] = "fatal"

    with pytest.raises(ValidationError, match="fatal"):
        validate(log, json.loads(SCHEMA.read_text("utf-8")))


def test_sarif_places_and_rules() -> None:
    run = json.loads(render(ALL, "sarif", fail_on=Severity.ERROR))["runs"][0]

    first, second, cell = run["results"]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "app/old%2C%20new.py", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 9},
            }
        }
    ]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "LFT001"
    assert (second["level"], second["properties"]) == (
        "warning",
        {"fix": "safe", "tier": 1, "cell": None},
    )
    assert "region" not in cell["locations"][0]["physicalLocation"]
    assert cell["locations"][0]["logicalLocations"] == [{"name": "cell 4, line 2"}]


def test_two_equal_findings_have_fingerprints_of_their_own() -> None:
    run = json.loads(render(results(SILENT, SILENT), "sarif", fail_on=Severity.ERROR))["runs"][0]

    prints = {one["partialFingerprints"]["lift/v1"] for one in run["results"]}
    assert len(prints) == 2


@given(st.text(), st.text(min_size=1))
def test_any_text_survives_every_format(message: str, path: str) -> None:
    strange = results(
        Finding(
            code="LFT001",
            severity=Severity.ERROR,
            path=path,
            line=1,
            column=1,
            end_line=1,
            end_column=1,
            message=message,
            advice=message,
        )
    )

    ET.fromstring(render(strange, "junit", fail_on=Severity.ERROR).encode())
    assert json.loads(render(strange, "json", fail_on=Severity.ERROR))["findings"]
    assert render(strange, "github", fail_on=Severity.ERROR).count("\n") == 1
    assert "LFT001" in render_text(strange).plain


def test_counts_of_gates() -> None:
    counts = Counts.of(ALL.findings)

    assert (counts.errors, counts.warnings, counts.infos, counts.safe, counts.unsafe) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert (dict(counts.by_code), dict(counts.by_tier)) == ({"LFT001": 1, "LFT201": 2}, {1: 1})
    assert [ALL.at_or_above(one) for one in Severity] == [3, 2, 1]
