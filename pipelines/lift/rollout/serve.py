"""`lift.load("coder")`: the program of a role as its flag selects it, for running services.

Needs dspy and the light base install, nothing heavier; reads three small files and writes none. The
choice fails closed: a version that is damaged or does not fit the program any more is replaced by
the baseline, with a warning in the log, because a service has to answer.
"""

from __future__ import annotations

import logging
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lift.errors import StoreError, UsageError
from lift.project import Project, find_project
from lift.rollout.flags import BASELINE, FlagFile, flag_key
from lift.rollout.versions import StoredVersion, VersionStore

if TYPE_CHECKING:
    from lift.adapters.dspy_program import DspyProgram

__all__ = ["load"]

_log = logging.getLogger("lift.rollout")


def load(
    role: str, *, project: Project | Path | str | None = None, key: str | None = None
) -> Any:  # a dspy.Module; naming the type would import dspy
    """Return a fresh `dspy.Module` of a role with the state of the version that its flag selects.

    Args:
        role: a shipped role or one of lift.toml.
        project: where flags.json and .lift/ are; the project around the working directory when
        None.
        key: whom it is for (a user, a tenant), so that a gradual rollout gives the same one the
            same version every time; None gets the flag's default.

    Raises:
        ConfigError: no project, or lift.toml or flags.json is broken.
        UsageError: there is no such role.
    """
    here = project if isinstance(project, Project) else find_project(Path(project or Path.cwd()))
    version = FlagFile(here.flags_path).version_for(flag_key(role), key=key)
    program = _program(role, here)
    if version == BASELINE:
        return program.module
    try:
        stored = _stored(here, version, role)
        return program.with_state(stored.state).module
    except (StoreError, UsageError) as error:
        _log.warning(
            "role %s: serving the baseline instead of version %s: %s", role, version, error.message
        )
        return program.module


def _stored(project: Project, version: str, role: str) -> StoredVersion:
    stored = VersionStore(project.versions_dir).load(version)
    if stored.meta.role != role:
        raise StoreError(f"the version {version} is of role {stored.meta.role}, not of {role}")
    return stored


def _program(role: str, project: Project) -> DspyProgram:
    """Build the role's program as it is in the code."""
    from lift.adapters.dspy_program import DspyProgram
    from lift.adapters.program_loader import load_program
    from lift.config import load_settings

    own = load_settings(project, env={}).roles.get(role)
    if own is not None and own.program is not None:
        return load_program(own.program, project.root)
    name = f"lift.roles.programs.{role}"
    if not role.isidentifier() or role.startswith("_") or find_spec(name) is None:
        raise UsageError(
            f"there is no role '{role}' in {project.config_path}, and lift ships none of that name",
            hint=f"add [roles.{role}] with a program to {project.config_path.name}",
        )
    build: Any = import_module(name).build
    return DspyProgram(build())
