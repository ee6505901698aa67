"""Findings as the JSON object that scripts rely on."""

from __future__ import annotations

from lift.migrate.finding import Finding
from lift.migrate.output.results import Results

__all__ = ["SCHEMA_VERSION", "finding_payload", "json_payload"]

SCHEMA_VERSION = 1


def finding_payload(finding: Finding) -> dict[str, object]:
    """Return one finding; the first seven keys are the contract."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix.value,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "advice": finding.advice,
        "cell": finding.cell,
        "tier": finding.tier,
    }


def json_payload(results: Results) -> dict[str, object]:
    """Return the whole check: `{"findings": [...], "summary": {...}}`."""
    counts = results.counts
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "migrate-check",
        "findings": [finding_payload(one) for one in results.findings],
        "summary": {
            "from": results.source_version,
            "to": results.target_version,
            "files": results.files,
            "findings": counts.findings,
            "errors": counts.errors,
            "warnings": counts.warnings,
            "infos": counts.infos,
            "fixable": {"safe": counts.safe, "unsafe": counts.unsafe},
            "by_code": dict(counts.by_code),
            "by_tier": {str(tier): count for tier, count in counts.by_tier.items()},
            "known": results.known,
            "seconds": round(results.seconds, 3),
            "notes": list(results.notes),
        },
    }
