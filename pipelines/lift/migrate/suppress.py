"""Findings that somebody has decided to live with: comments, settings per file, a baseline file."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from lift.errors import ConfigError
from lift.migrate.finding import Finding
from lift.store.files import write_atomic

__all__ = ["Known", "ignored_by_comment", "ignored_by_file", "load_known", "write_known"]

_COMMENT = re.compile(r"#\s*lift:\s*ignore(?:\[(?P<codes>[A-Z0-9,\s]*)\])?", re.IGNORECASE)


def ignored_by_comment(finding: Finding, lines: Sequence[str]) -> bool:
    """Whether the first or the last line of the finding says `# lift: ignore[CODE]`.

    Without codes every rule is silenced on that line; a code may be a beginning, such as LFT2.
    """
    for number in {finding.line, finding.end_line}:
        if not 0 < number <= len(lines):
            continue
        match = _COMMENT.search(lines[number - 1])
        if match is None:
            continue
        codes = [code.strip().upper() for code in (match["codes"] or "").split(",")]
        if match["codes"] is None or any(c and finding.code.startswith(c) for c in codes):
            return True
    return False


def ignored_by_file(finding: Finding, patterns: Mapping[str, Sequence[str]]) -> bool:
    """Whether a pattern of `per-file-ignores` takes the finding out."""
    return any(
        fnmatch.fnmatch(finding.path, pattern) and any(finding.code.startswith(c) for c in codes)
        for pattern, codes in patterns.items()
    )


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    known: dict[str, int]


Known = Counter[str]
"""How often a finding is known. Named by file, code and message, so that lines may move."""


def load_known(path: Path) -> Known:
    """Read a baseline file.

    Raises:
        ConfigError: it cannot be read or is of a newer lift.
    """
    try:
        document = _Document.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise ConfigError(
            f"{path} is no baseline of `lift migrate check`: {error}",
            hint=f"lift migrate check --write-baseline {path}",
        ) from error
    if document.schema_version > 1:
        raise ConfigError(
            f"{path} was written by a newer lift (schema {document.schema_version})",
            hint="pip install --upgrade lift-dspy",
        )
    return Counter(document.known)


def write_known(path: Path, findings: Iterable[Finding]) -> int:
    """Write a baseline file with these findings; how many they are."""
    counted = Counter(_name(one) for one in findings)
    document = {"schema_version": 1, "known": dict(sorted(counted.items()))}
    write_atomic(path, json.dumps(document, indent=2) + "\n")
    return sum(counted.values())


def without_known(findings: Iterable[Finding], known: Known) -> tuple[list[Finding], int]:
    """The findings that are new, and how many were known."""
    left, new, dropped = Counter(known), list[Finding](), 0
    for one in findings:
        name = _name(one)
        if left[name] > 0:
            left[name] -= 1
            dropped += 1
        else:
            new.append(one)
    return new, dropped


def _name(finding: Finding) -> str:
    digest = hashlib.sha256(finding.message.encode()).hexdigest()[:12]
    return f"{finding.path}:{finding.code}:{digest}"
