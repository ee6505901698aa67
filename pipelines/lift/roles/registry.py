"""Find a role by name: one that lift ships, or one of `[roles.NAME]` in lift.toml.

Called by every job. A role of the project wins over a shipped one of the same name where it says
something; what it leaves out is the shipped role's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lift.config import RoleSettings, Settings
from lift.errors import ConfigError, UsageError
from lift.project import Project
from lift.roles.coder import CODER_DATA, coder_role
from lift.roles.file_role import FileRole
from lift.roles.planner import PLANNER_DATA, planner_role
from lift.roles.role import Metric, Program, Role
from lift.roles.user_metric import load_metric

if TYPE_CHECKING:
    from typing_extensions import Never

__all__ = ["load_role", "role_names"]


class _Make(Protocol):
    def __call__(self, *, data: Path | None = None) -> FileRole: ...


_SHIPPED: Mapping[str, tuple[_Make, Path]] = {
    "coder": (coder_role, CODER_DATA),
    "planner": (planner_role, PLANNER_DATA),
}


def role_names(settings: Settings) -> tuple[str, ...]:
    """Every role that `load_role` finds, sorted."""
    return tuple(sorted({*_SHIPPED, *settings.roles}))


def load_role(name: str, *, settings: Settings, project: Project, data: Path | None = None) -> Role:
    """Return a role; neither its program nor its dataset is loaded yet, its metric is.

    Args:
        data: A dataset instead of the role's own.

    Raises:
        UsageError: there is no such role, or `data` does not exist.
        ConfigError: the role's table in lift.toml is incomplete or its metric cannot be loaded.
    """
    if data is not None and not data.is_file():
        raise UsageError(
            f"the dataset {data} does not exist", hint=f"lift seed-bugs PATH --out {data}"
        )
    own = settings.roles.get(name)
    shipped = _SHIPPED.get(name)
    if own is not None and (shipped is None or own.program or own.metric):
        return _own_role(own, project=project, data=data, shipped=shipped)
    if shipped is None:
        raise UsageError(
            f"there is no role {name!r}; there are {', '.join(role_names(settings))}",
            hint=f"add [roles.{name}] with program, metric and data to {project.config_path.name}",
        )
    return shipped[0](data=data or (own.data if own else None))


def _own_role(
    own: RoleSettings,
    *,
    project: Project,
    data: Path | None,
    shipped: tuple[_Make, Path] | None,
) -> FileRole:
    path = data or own.data or (shipped[1] if shipped else None)
    base = shipped[0](data=path) if shipped else None
    return FileRole(
        name=own.name,
        shipped=False,
        data=path or _missing(own, "data", project),
        metric=_metric(own, base, project),
        build=_builder(own, base, project),
    )


def _metric(own: RoleSettings, base: FileRole | None, project: Project) -> Metric:
    if own.metric is not None:
        return load_metric(own.metric, project.root)
    return base.metric if base else _missing(own, "metric", project)


def _builder(own: RoleSettings, base: FileRole | None, project: Project) -> Callable[[], Program]:
    if own.program is None:
        return base.program if base else _missing(own, "program", project)
    target = own.program

    def build() -> Program:
        from lift.adapters.program_loader import load_program

        return load_program(target, project.root)

    return build


def _missing(own: RoleSettings, key: str, project: Project) -> Never:
    examples = {
        "program": 'program = "package.module:factory"',
        "metric": 'metric = "package.module:function"',
        "data": f'data = "eval/{own.name}.jsonl"',
    }
    raise ConfigError(
        f"[roles.{own.name}] in {project.config_path} has no {key}", hint=f"add {examples[key]}"
    )
