"""`[migrate]` of lift.toml, or `[tool.lift.migrate]`: what a check of this project means.

Called by the commands of `lift migrate`; command-line options win over what stands here.
"""

from __future__ import annotations

import re
from typing import Literal

from packaging.version import InvalidVersion, Version
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lift.config_file import complain, read_config
from lift.project import Project

__all__ = ["MigrateSettings", "load_migrate_settings"]


_CODE = re.compile(r"(?:LFT|DOC)\d{0,3}")


class MigrateSettings(BaseModel):
    """The keys are written with dashes: `per-file-ignores`."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.strip("_").replace("_", "-")
    )

    from_: str | None = None
    """The version that the code was written for; else the pins and the code tell."""
    to: str | None = None
    """The version to move to; else the pin of DSPy in constraints.txt."""
    select: tuple[str, ...] = ()
    """Codes, or beginnings of codes, that are looked for; empty means all."""
    ignore: tuple[str, ...] = ()
    """Codes, or beginnings of codes, that are not reported."""
    exclude: tuple[str, ...] = ()
    """Patterns of paths that are not looked into, such as `vendor/*`."""
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    """By pattern of paths: codes that are not reported there."""
    fail_on: Literal["info", "warning", "error", "never"] = "warning"
    """The least severity for which a check exits with 1."""
    baseline: str | None = None
    """A file with findings that are known and not reported again."""
    guide: str | None = None
    """The criticality guide; else `400_code-criticality-guide.md` wherever it is."""
    tiers: dict[Literal["1", "2", "3", "4"], tuple[str, ...]] = {}
    """By tier: patterns of paths. Wins over the guide."""
    max_tier_1: int | None = Field(default=None, ge=0)
    """How many findings files of tier 1 may have; more is exit code 1."""
    docs: tuple[str, ...] = ()
    """Patterns of documents for `lift migrate docs`; empty means every Markdown and reST file."""

    @field_validator("select", "ignore")
    @classmethod
    def _are_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if not _CODE.fullmatch(code):
                raise ValueError(f"{code} is no code, such as LFT201, nor the beginning of one")
        return value

    @field_validator("per_file_ignores")
    @classmethod
    def _ignore_codes(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for codes in value.values():
            cls._are_codes(codes)
        return value

    @field_validator("from_", "to")
    @classmethod
    def _is_version(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                Version(value)
            except InvalidVersion as error:
                raise ValueError("not a version, such as 3.0.1") from error
        return value


def load_migrate_settings(project: Project | None) -> MigrateSettings:
    """Return the project's settings; the defaults outside of a project.

    Raises:
        ConfigError: the file is wrong; names file, line and key.
    """
    if project is None:
        return MigrateSettings()
    file = read_config(project, settings=())
    try:
        return MigrateSettings.model_validate(dict(file.migrate))
    except ValidationError as error:
        own = "migrate" if file.prefix == ("lift",) else "lift.migrate"
        prefix = ("migrate",) if own == "migrate" else ("tool", "lift", "migrate")
        known = [str(one.alias) for one in MigrateSettings.model_fields.values()]
        raise complain(file, prefix, error.errors(), known) from error
