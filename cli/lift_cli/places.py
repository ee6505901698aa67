"""Where a command works: the project from the working directory, its settings from the environment.

The only module of lift that reads either.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lift.project import Project, find_project

if TYPE_CHECKING:
    from lift.config import Settings

__all__ = ["migration_home", "open_project", "open_settings", "project_or_none"]


def open_project(chosen: Path | None) -> Project:
    """Return the project of `--project`, else of the working directory.

    Raises:
        ConfigError: there is none.
    """
    return find_project(chosen or Path.cwd())


def project_or_none(chosen: Path | None) -> Project | None:
    """Like `open_project`, but None outside of a project; `--project` still has to be one."""
    from lift.errors import ConfigError

    if chosen is not None:
        return find_project(chosen)
    try:
        return find_project(Path.cwd())
    except ConfigError:
        return None


def migration_home(chosen: Path | None) -> Project | None:
    """Return where a migration keeps its environments and records; None where it has begun nowhere.

    The project; else, since a migration needs no lift.toml, the nearest folder from here upwards,
    to the top of the git repository, in which `lift migrate env create` made environments.
    """
    found = project_or_none(chosen)
    if found is not None:
        return found
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / ".lift" / "envs").is_dir():
            return Project(root=folder)
        if (folder / ".git").exists():
            break
    return None


def open_settings(project: Project | None, **options: object) -> Settings:
    """Merge the given options with environment and file; None means not given."""
    from lift.config import load_settings

    overrides: Mapping[str, object] = options
    return load_settings(project, overrides=overrides, env=os.environ)
