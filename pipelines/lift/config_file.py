"""Read lift.toml or `[tool.lift]` so that every complaint can name file, line and key.

Called by `lift.config` only.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lift.errors import ConfigError
from lift.project import Project

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["ConfigFile", "KeyPath", "complain", "read_config"]

KeyPath = tuple[str, ...]
Table = Mapping[str, object]
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """The parsed file, split into plain values and roles."""

    path: Path
    text: str
    prefix: KeyPath
    """Where the plain values stand: `("lift",)` or `("tool", "lift")`."""
    role_prefix: KeyPath
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    roles: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict[str, Mapping[str, object]]
    )
    migrate: Mapping[str, object] = field(default_factory=dict[str, object])
    """`[migrate]`, checked by `lift.migrate.settings`."""

    @classmethod
    def empty(cls) -> ConfigFile:
        return cls(path=Path("lift.toml"), text="", prefix=("lift",), role_prefix=("roles",))

    def place(self, path: KeyPath) -> str:
        """Return `lift.toml:LINE`, or only the file where the line cannot be told."""
        line = line_of(self.text, path)
        return f"{self.path.name}:{line}" if line else self.path.name


def read_config(project: Project, *, settings: Sequence[str]) -> ConfigFile:
    """Parse the project's file.

    Args:
        settings: Names that belong under `[lift]`, to say so when one stands above it.

    Raises:
        ConfigError: it is not readable, not TOML, of a newer schema, or has an unknown table.
    """
    path = project.config_path
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path.name}:{line}: not UTF-8", hint=f"save {path} as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path.name} is not valid TOML: {error}", hint=f"edit {path}") from error
    prefix: KeyPath = ("lift",)
    role_prefix: KeyPath = ("roles",)
    if path.name == "pyproject.toml":
        prefix, role_prefix = ("tool", "lift"), ("tool", "lift", "roles")
        values = _table(_table(document, "tool", path), "lift", path)
        roles = _table(values, "roles", path)
        values.pop("roles", None)
        migrate = _table(values, "migrate", path)
        values.pop("migrate", None)
    else:
        _check_top_level(path, text, document, settings)
        values, roles = _table(document, "lift", path), _table(document, "roles", path)
        migrate = _table(document, "migrate", path)
    return ConfigFile(
        path=path,
        text=text,
        prefix=prefix,
        role_prefix=role_prefix,
        values=values,
        roles={name: _table(roles, name, path) for name in roles},
        migrate=migrate,
    )


def _table(parent: Mapping[str, object], key: str, path: Path) -> dict[str, object]:
    value = parent.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError(f"{path.name}: {key} has to be a table", hint=f"write [{key}] in {path}")
    return {str(name): item for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _check_top_level(
    path: Path, text: str, document: Mapping[str, object], settings: Sequence[str]
) -> None:
    for key in document:
        if key in {"schema_version", "lift", "migrate", "roles"}:
            continue
        line = line_of(text, (key,))
        close = difflib.get_close_matches(key, settings, n=1)
        if close and not isinstance(document[key], dict):
            raise ConfigError(
                f"{path.name}:{line}: unknown key {key}", hint=f"write {close[0]} under [lift]"
            )
        raise _unknown(path, line, key, ("lift", "migrate", "roles", "schema_version"))
    version = document.get("schema_version", SCHEMA_VERSION)
    if version != SCHEMA_VERSION:
        raise ConfigError(
            f"{path.name} has schema_version {version!r}; this lift knows {SCHEMA_VERSION}",
            hint="pip install --upgrade lift-dspy",
        )


def complain(
    file: ConfigFile,
    prefix: KeyPath,
    errors: Sequence[ErrorDetails],
    known: Sequence[str],
) -> ConfigError:
    """Turn pydantic's first complaint into one with file, line, key and a way out."""
    first = errors[0]
    key = str(first["loc"][0])
    path = (*prefix, key)
    line = line_of(file.text, path)
    if first["type"] == "extra_forbidden":
        return _unknown(file.path, line, ".".join(path), known)
    where = f"{file.path.name}:{line}" if line else file.path.name
    message = first["msg"].removeprefix("Value error, ")
    return ConfigError(
        f"{where}: {'.'.join(path)} = {first['input']!r}: {message}",
        hint=f"edit line {line} of {file.path}" if line else f"edit {file.path}",
    )


def _unknown(path: Path, line: int, key: str, known: Sequence[str]) -> ConfigError:
    close = difflib.get_close_matches(key.rpartition(".")[2], known, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}?" if close else f"known here: {', '.join(sorted(known))}"
    where = f"{path.name}:{line}" if line else path.name
    return ConfigError(f"{where}: unknown key {key}", hint=hint)


def line_of(text: str, path: KeyPath) -> int:
    """Return the line (from 1) that sets a key or opens a table; 0 when it is not found.

    Understands tables and plain `key = value` lines, which is how people write them; a value
    inside an inline table is reported at the line of that table.
    """
    table: KeyPath = ()
    best = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("["):
            table = _parts(line.strip("[] ").split("#")[0].strip().rstrip("]"))
            here = table
        elif "=" in line and not line.startswith("#"):
            here = (*table, *_parts(line.split("=", 1)[0]))
        else:
            continue
        if here == path:
            return number
        if here and path[: len(here)] == here:
            best = number
    return best


def _parts(dotted: str) -> KeyPath:
    found = re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted)
    return tuple(part.strip().strip("\"'") for part in found)
