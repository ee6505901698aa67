"""Where a project is and where its parts lie.

A project is the nearest folder, upwards, with a lift.toml or a `[tool.lift]` in pyproject.toml.
Called by every command that reads or writes results.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lift.errors import ConfigError

__all__ = ["Project", "find_project", "has_tool_table"]

_TOOL_TABLE = re.compile(r"^\s*\[\s*tool\s*\.\s*lift\s*[\].]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder that lift works in; knows its layout and touches nothing."""

    root: Path
    """Absolute path of the folder that holds lift.toml or pyproject.toml."""

    @property
    def config_path(self) -> Path:
        """The file with the settings; lift.toml wins over pyproject.toml."""
        own = self.root / "lift.toml"
        return own if own.exists() else self.root / "pyproject.toml"

    @property
    def lift_dir(self) -> Path:
        """What lift keeps for itself; made by commands that write, ignored by git."""
        return self.root / ".lift"

    @property
    def db_path(self) -> Path:
        return self.lift_dir / "lift.db"

    @property
    def versions_dir(self) -> Path:
        return self.lift_dir / "versions"

    @property
    def eval_dir(self) -> Path:
        """Datasets that people edit and reports that runs write."""
        return self.root / "eval"

    @property
    def baseline_path(self) -> Path:
        return self.eval_dir / "baseline.json"

    @property
    def report_path(self) -> Path:
        return self.eval_dir / "eval_report.json"

    @property
    def budgets_dir(self) -> Path:
        return self.root / "budgets"

    @property
    def budget_path(self) -> Path:
        return self.budgets_dir / "optimizer_budget.yaml"

    @property
    def flags_path(self) -> Path:
        return self.root / "flags.json"


def find_project(start: Path) -> Project:
    """Return the project that holds `start`.

    Raises:
        ConfigError: neither `start` nor a folder above it is a project.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "lift.toml").is_file() or has_tool_table(folder / "pyproject.toml"):
            return Project(root=folder)
    raise ConfigError(
        f"no lift.toml in {start} or any folder above it",
        hint="make this folder a project: lift init",
    )


def has_tool_table(pyproject: Path) -> bool:
    """Return whether a pyproject.toml has settings of lift; False when it cannot be read."""
    # A text search: a pyproject.toml that is broken or of somebody else must not stop the search.
    try:
        return _TOOL_TABLE.search(pyproject.read_text("utf-8", errors="replace")) is not None
    except OSError:
        return False
