"""Findings as SARIF 2.1.0, which code scanning on GitHub, GitLab and Azure reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from urllib.parse import quote

from lift import __version__
from lift.migrate.catalogue import RuleText, catalogue, family_of
from lift.migrate.finding import Finding, Severity
from lift.migrate.output.results import Results, in_cell

__all__ = ["sarif_payload"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_Json = dict[str, object]


def sarif_payload(results: Results) -> _Json:
    """Return the whole log with one run; rules that found nothing are left out."""
    used = {one.code for one in results.findings}
    rules = [one for one in catalogue() if one.code in used]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules)},
                "automationDetails": {
                    "id": f"lift-migrate/{results.source_version}-{results.target_version}/"
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "SRCROOT": {"description": {"text": "The folder that was checked."}}
                },
                "results": _results(results.findings, rules),
                "properties": {
                    "from": results.source_version,
                    "to": results.target_version,
                    "files": results.files,
                },
            }
        ],
    }


def _driver(rules: Sequence[RuleText]) -> _Json:
    return {
        "name": "lift migrate",
        "semanticVersion": __version__,
        "rules": [_rule(one) for one in rules],
    }


def _rule(rule: RuleText) -> _Json:
    text = rule.explanation or rule.summary
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["dspy", "migration", family_of(rule.code)]},
    }


def _results(findings: Sequence[Finding], rules: Sequence[RuleText]) -> list[_Json]:
    index = {rule.code: number for number, rule in enumerate(rules)}
    seen: dict[str, int] = {}
    made: list[_Json] = []
    for one in findings:
        key = _fingerprint(one)
        seen[key] = seen.get(key, 0) + 1
        made.append(_result(one, index.get(one.code), f"{key}:{seen[key]}"))
    return made


def _result(finding: Finding, rule_index: int | None, fingerprint: str) -> _Json:
    text = f"{finding.message}\n{finding.advice}" if finding.advice else finding.message
    result: _Json = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding)],
        "partialFingerprints": {"lift/v1": fingerprint},
        "properties": {"fix": finding.fix.value, "tier": finding.tier, "cell": finding.cell},
    }
    if rule_index is not None:
        result["ruleIndex"] = rule_index
    return result


def _location(finding: Finding) -> _Json:
    physical: _Json = {
        "artifactLocation": {"uri": quote(os.fsencode(finding.path)), "uriBaseId": "SRCROOT"},
    }
    if not in_cell(finding):
        physical["region"] = {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
        }
        return {"physicalLocation": physical}
    # A line of a cell is no line of the file: the place is said in words.
    name = f"cell {finding.cell}, line {finding.line}"
    return {"physicalLocation": physical, "logicalLocations": [{"name": name}]}


def _fingerprint(finding: Finding) -> str:
    """Name a finding so that lines added above it do not make it a new one."""
    named = f"{finding.code}\0{finding.path}\0{finding.cell}\0{finding.message}"
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]
