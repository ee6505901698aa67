"""The whole examination, in the order in which a person repairs things."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lift.config import Settings, load_settings
from lift.doctor.finding import Finding, Status, fail
from lift.doctor.machine import examine_disk, examine_interpreter, examine_sandbox
from lift.doctor.packages import examine_packages
from lift.doctor.places import examine_database, examine_models, examine_project
from lift.errors import LiftError
from lift.project import Project

__all__ = ["Examination", "examine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All findings, in order."""

    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        return any(one.status is Status.FAIL for one in self.findings)


def examine(
    *, project: Project | None, folder: Path, env: Mapping[str, str], own_python: str
) -> Examination:
    """Examine everything; a fault of one part never hides the others.

    Args:
        project: None outside of a project.
        folder: Where the command was typed.
        env: The environment.
        own_python: The interpreter that runs lift.
    """
    findings = [*examine_packages(), *examine_sandbox()]
    root = project.root if project else folder
    temporary = Path(tempfile.gettempdir())
    findings += examine_disk({"project": root, "temporary": temporary})
    findings.append(examine_project(project))
    findings += _examine_settings(project, root=root, env=env, own_python=own_python)
    if project is not None:
        findings.append(examine_database(project))
    return Examination(findings=tuple(findings))


def _examine_settings(
    project: Project | None, *, root: Path, env: Mapping[str, str], own_python: str
) -> Iterator[Finding]:
    try:
        settings: Settings = load_settings(project, env=env)
    except LiftError as error:
        yield fail("settings", error.message, error.hint)
        return
    yield examine_interpreter(setting=settings.python, env=env, root=root, own=own_python)
    yield from examine_models(settings)
