"""What commands remember about a migration, so that the report can tell of it later.

Files under `.lift/migrate/` of a project; outside of a project nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from lift.measure.documents import load_document, save_document
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.fix.shape import Shape
from lift.project import Project
from lift.store.files import write_atomic

__all__ = [
    "FixRun",
    "Fixed",
    "ShapeEntry",
    "Verification",
    "load_fixes",
    "load_verification",
    "remember_fix",
    "remember_verification",
]

SCHEMA_VERSION = 1


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fixed(_Document):
    """One finding that was fixed."""

    code: str
    severity: Severity
    path: str
    line: int
    tier: int | None
    fix: Fix
    message: str


class ShapeEntry(_Document):
    """What a fix did to the lines and branches of a file."""

    path: str
    lines_before: int
    lines_after: int
    branches_before: int | None
    """None for what is no Python file."""
    branches_after: int | None


class FixRun(_Document):
    """One `lift migrate fix` that wrote something."""

    made_at: datetime
    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    seconds: float
    fixed: tuple[Fixed, ...]
    left: int
    files: tuple[ShapeEntry, ...] = ()
    """Every file that was changed."""


class _Fixes(_Document):
    schema_version: int = SCHEMA_VERSION
    kind: str = "migrate-fixes"
    runs: tuple[FixRun, ...] = ()


class Verification(_Document):
    """What `lift migrate verify` found, in short; the whole of it is in its own report."""

    schema_version: int = SCHEMA_VERSION
    kind: str = "migrate-verification"
    made_at: datetime
    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    seconds: float
    same: bool
    """Whether nothing differs that matters."""
    summary: str
    """One line for people."""
    numbers: dict[str, float] = {}
    """Such as modules, cases, requests, and how many of each differ."""


def remember_fix(
    project: Project,
    *,
    applied: Iterable[Finding],
    shapes: Iterable[Shape] = (),
    left: int,
    source: str,
    target: str,
    seconds: float,
    now: datetime,
) -> None:
    """Add one run to what was fixed in a project.

    Raises:
        StoreError: the record cannot be read or written.
    """
    fixed = tuple(
        Fixed(
            code=one.code,
            severity=one.severity,
            path=one.path,
            line=one.line,
            tier=one.tier,
            fix=one.fix,
            message=one.message,
        )
        for one in applied
    )
    run = FixRun(
        made_at=now,
        source=source,
        target=target,
        seconds=round(seconds, 3),
        fixed=fixed,
        left=left,
        files=tuple(ShapeEntry.model_validate(asdict(one)) for one in shapes),
    )
    _save(project, "fixes.json", _Fixes(runs=(*load_fixes(project), run)))


def load_fixes(project: Project) -> tuple[FixRun, ...]:
    """Return what was fixed, the first run first.

    Raises:
        StoreError: the record is broken.
    """
    path = _folder(project) / "fixes.json"
    if not path.exists():
        return ()
    return load_document(path, _Fixes, newest=SCHEMA_VERSION).runs


def remember_verification(project: Project, verification: Verification) -> None:
    """Replace what the last verification said.

    Raises:
        StoreError: it cannot be written.
    """
    _save(project, "verification.json", verification)


def load_verification(project: Project) -> Verification | None:
    """Return what the last verification said, None without one.

    Raises:
        StoreError: the record is broken.
    """
    path = _folder(project) / "verification.json"
    if not path.exists():
        return None
    return load_document(path, Verification, newest=SCHEMA_VERSION)


def _folder(project: Project) -> Path:
    return project.lift_dir / "migrate"


def _save(project: Project, name: str, document: BaseModel) -> None:
    ignore = project.lift_dir / ".gitignore"
    if not ignore.exists():
        write_atomic(ignore, "*\n")
    save_document(_folder(project) / name, document)
