"""The settings of a project: one file, one frozen result, and where each value came from.

Precedence: command-line option, environment `LIFT_*`, lift.toml (or `[tool.lift]`), default.
Called at the start of every command; `lift config show` prints the result with its origins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lift.config_file import ConfigFile, complain, read_config
from lift.errors import ConfigError
from lift.project import Project

__all__ = ["ENV_PREFIX", "RoleSettings", "Settings", "load_settings", "setting_defaults"]

ENV_PREFIX = "LIFT_"
DEFAULT_ORIGIN = "default"
OTHER_VARIABLES = {"ollama_host": ("OLLAMA_HOST",)}
"""Variables of other tools that mean the same; our own win."""


class _Values(BaseModel):
    """`[lift]` of lift.toml, or the plain keys of `[tool.lift]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str | None = Field(None, min_length=1)
    reflection_model: str | None = Field(None, min_length=1)
    python: str | None = Field(None, min_length=1)
    optimizer: Literal["gepa"] = "gepa"
    seed: int = Field(0, ge=0)
    threads: int = Field(4, ge=1, le=256)
    context_tokens: int | None = Field(None, ge=256)
    max_output_tokens: int | None = Field(None, ge=1)
    timeout_s: float = Field(600.0, gt=0)
    ollama_host: str = Field("http://127.0.0.1:11434", min_length=1)
    slots: int = Field(1, ge=1, le=256)
    keep_alive: str | None = Field(None, min_length=1)


class _RoleTable(BaseModel):
    """`[roles.NAME]` of lift.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    program: str | None = Field(None, pattern=r"^[^:\s]+:[\w.]+$")
    metric: str | None = Field(None, pattern=r"^[^:\s]+:[\w.]+$")
    data: str | None = Field(None, min_length=1)
    model: str | None = Field(None, min_length=1)
    reflection_model: str | None = Field(None, min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSettings:
    """A role as lift.toml describes it; everything may be left out for a shipped role."""

    name: str
    program: str | None
    """`package.module:factory` or `path/file.py:factory`, returning a dspy.Module."""
    metric: str | None
    """`package.module:function`, called with an example and a run, returning a `Score`."""
    data: Path | None
    """Dataset as JSONL, absolute."""
    model: str | None
    """Model for this role alone; wins over the project's."""
    reflection_model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a command can be told besides what it works on."""

    model: str | None
    """Address of the model that runs the programs; None when nobody has chosen one."""
    reflection_model: str | None
    """Address of the model that writes new instructions; None means the same as `model`."""
    python: str | None
    """Interpreter of the user's own packages."""
    optimizer: Literal["gepa"]
    """How to search."""
    seed: int
    """Seed of every random choice."""
    threads: int
    """Programs run at once during a search; measuring for a proof always uses one."""
    context_tokens: int | None
    """Largest context window to use, in tokens; None leaves it to the model."""
    max_output_tokens: int | None
    """Output limit of a call whose program sets none; else 1,024, at most half the context."""
    timeout_s: float
    """Longest silence of a model's server, while it loads the model, too."""
    ollama_host: str
    """Where `ollama/NAME` without @HOST is served; OLLAMA_HOST counts, too."""
    slots: int
    """Requests sent to a server at once, whatever `threads` is."""
    keep_alive: str | None
    """How long Ollama keeps a model in memory, as in `10m`; None leaves it to the server."""
    api_key: str | None = None
    """Key for a hosted model with an @URL; from LIFT_API_KEY only, because files get committed."""
    roles: Mapping[str, RoleSettings] = field(default_factory=dict[str, RoleSettings])
    origins: Mapping[str, str] = field(default_factory=dict[str, str])
    """Where each value came from: `option --seed`, `LIFT_SEED`, `lift.toml:4` or `default`."""

    def model_for(self, role: str) -> str | None:
        """The model of a role: option or environment, else the role's own, else the project's."""
        own = self.roles[role].model if role in self.roles else None
        named_for_this_run = self.origins.get("model", "").startswith(("option", ENV_PREFIX))
        return self.model if named_for_this_run or own is None else own

    def reflection_model_for(self, role: str) -> str | None:
        """Like `model_for`, and the role's model where nothing is said."""
        own = self.roles[role].reflection_model if role in self.roles else None
        chosen = self.origins.get("reflection_model", "").startswith(("option", ENV_PREFIX))
        found = self.reflection_model if chosen or own is None else own
        return found or self.model_for(role)


def setting_defaults() -> dict[str, object]:
    """Return every setting that a file may hold with its default, in the order of the reference."""
    return {name: field.default for name, field in _Values.model_fields.items()}


def load_settings(
    project: Project | None,
    *,
    overrides: Mapping[str, object] | None = None,
    env: Mapping[str, str],
) -> Settings:
    """Merge options, environment, file and defaults.

    Args:
        project: None outside of a project: then only options, environment and defaults count.
        overrides: Values of command-line options by setting name; None means not given.
        env: The environment, of which `LIFT_*` is read.

    Raises:
        ConfigError: the file cannot be parsed, has an unknown key or a wrong value; names
            file, line and key.
    """
    names = tuple(_Values.model_fields)
    file = ConfigFile.empty() if project is None else read_config(project, settings=names)
    _check_file(file)
    merged: dict[str, object] = {}
    origins: dict[str, str] = {}
    for name in names:
        value, origin = _pick(name, file=file, overrides=overrides or {}, env=env)
        origins[name] = origin
        if origin != DEFAULT_ORIGIN:
            merged[name] = value
    values = _validated(merged, origins)
    roles = {name: _role(name, file) for name in file.roles}
    key = env.get(f"{ENV_PREFIX}API_KEY") or None
    return Settings(**values.model_dump(), api_key=key, roles=roles, origins=origins)


def _pick(
    name: str, *, file: ConfigFile, overrides: Mapping[str, object], env: Mapping[str, str]
) -> tuple[object, str]:
    """Return the value that wins and where it came from."""
    if overrides.get(name) is not None:
        return overrides[name], f"option --{name.replace('_', '-')}"
    for variable in (ENV_PREFIX + name.upper(), *OTHER_VARIABLES.get(name, ())):
        if env.get(variable):
            return env[variable], variable
    if name in file.values:
        return file.values[name], file.place((*file.prefix, name))
    return None, DEFAULT_ORIGIN


def _check_file(file: ConfigFile) -> None:
    """Validate the whole file, also what an option or variable will override."""
    try:
        _Values.model_validate(dict(file.values))
    except ValidationError as error:
        known = tuple(_Values.model_fields)
        raise complain(file, file.prefix, error.errors(), known) from error
    for name, table in file.roles.items():
        try:
            _RoleTable.model_validate(table)
        except ValidationError as error:
            known = tuple(_RoleTable.model_fields)
            raise complain(file, (*file.role_prefix, name), error.errors(), known) from error


def _validated(merged: Mapping[str, object], origins: Mapping[str, str]) -> _Values:
    try:
        return _Values.model_validate(dict(merged))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise ConfigError(
            f"{origins[name]}: {first['input']!r} is not a value for {name}: {first['msg']}",
            hint="see what is set and where: lift config show",
        ) from error


def _role(name: str, file: ConfigFile) -> RoleSettings:
    table = _RoleTable.model_validate(file.roles[name])
    data = None if table.data is None else (file.path.parent / table.data).resolve()
    return RoleSettings(
        name=name,
        program=table.program,
        metric=table.metric,
        data=data,
        model=table.model,
        reflection_model=table.reflection_model,
    )
