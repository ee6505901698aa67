"""Findings that a project knows about: written once, not reported again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lift.errors import ConfigError
from lift.migrate.finding import Finding
from lift.store.files import write_atomic

__all__ = ["SCHEMA_VERSION", "Key", "load_baseline", "unknown", "write_baseline"]

SCHEMA_VERSION = 1
Key = tuple[str, str, str]
"""Code, path and message of a finding."""


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    path: str
    message: str
    count: int = Field(1, ge=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    kind: str
    findings: tuple[_Known, ...]


def _key(finding: Finding, named: Callable[[str], str]) -> Key:
    """Name a finding without its line, which moves when something above it changes."""
    return (finding.code, named(finding.path), finding.message)


def write_baseline(
    path: Path, findings: Iterable[Finding], *, named: Callable[[str], str] = str
) -> int:
    """Write every finding as known; returns how many.

    Args:
        named: From a path of a finding to one that is the same wherever the check is run from.

    Raises:
        StoreError: the file cannot be written.
    """
    counted = Counter(_key(one, named) for one in findings)
    known = [
        {"code": code, "path": where, "message": message, "count": count}
        for (code, where, message), count in sorted(counted.items())
    ]
    payload = {"schema_version": SCHEMA_VERSION, "kind": "migrate-baseline", "findings": known}
    text = json.dumps(payload, indent=2, ensure_ascii=False) + "\n"
    write_atomic(path, text.encode("utf-8", "backslashreplace"))  # a file name may be any bytes
    return sum(counted.values())


def load_baseline(path: Path) -> Counter[Key]:
    """Return how often each finding is known.

    Raises:
        ConfigError: there is no such file, or it is none of these.
    """
    hint = f"write it: lift migrate check --write-baseline {path}"
    try:
        file = _File.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        message = f"cannot read the baseline {path}: {error.strerror}"
        raise ConfigError(message, hint=hint) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "it"
        message = f"{path} is not a baseline of findings: {where}: {first['msg']}"
        raise ConfigError(message, hint=hint) from error
    except ValueError as error:
        message = f"{path} is not a baseline of findings: {error}"
        raise ConfigError(message, hint=hint) from error
    if file.schema_version != SCHEMA_VERSION:
        raise ConfigError(
            f"{path} has schema_version {file.schema_version}; this lift knows {SCHEMA_VERSION}",
            hint=hint,
        )
    return Counter({(one.code, one.path, one.message): one.count for one in file.findings})


def unknown(
    findings: Iterable[Finding], known: Counter[Key], *, named: Callable[[str], str] = str
) -> tuple[Finding, ...]:
    """Return what the baseline does not know; of equal findings, the first ones are known."""
    left = Counter(known)
    new: list[Finding] = []
    for one in findings:
        key = _key(one, named)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(one)
    return tuple(new)
