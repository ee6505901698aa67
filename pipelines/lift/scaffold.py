"""Make a folder a lift project: settings, budgets, a place for datasets and reports.

Called by `lift init`. Nothing that exists is ever changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lift.errors import ConfigError, StoreError
from lift.optimize.policy import template_text
from lift.project import Project, has_tool_table

__all__ = ["Scaffold", "scaffold_project"]

LIFT_TOML = """\
# Settings of lift for this project. Order: option, environment LIFT_*, this file, default;
# `lift config show` prints every value and where it came from.
schema_version = 1

[lift]
# The model that runs your programs: ollama/NAME[@HOST], gguf:PATH, or any LiteLLM name.
{model}
# The model that writes new instructions; the same one when left out.
# reflection_model = "ollama/qwen3:32b"
# seed = 0
# threads = 4

# A role of your own, beside the shipped demonstration role `coder`:
# [roles.support]
# program = "my_package.agent:build"     # returns a dspy.Module
# metric = "my_package.metrics:score"    # (example, run) -> lift.roles.role.Score
# data = "eval/support.jsonl"
"""

EVAL_README = """\
# eval/

Datasets (JSONL, one task per line) that you keep, and what runs write here:

- `baseline.json`: how each role performs before it is optimized (`lift baseline capture`)
- `eval_report.json`: the report of the last optimization (`lift report`)
"""

EVAL_GITIGNORE = """\
# Results of runs; datasets beside them belong to the project.
/baseline.json
/eval_report.json
/eval_report.html
/regress.json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaffold:
    """What `scaffold_project` did; paths relative to the root, in the order of writing."""

    project: Project
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    """Existed already and was left as it is."""


def scaffold_project(root: Path, *, model: str | None) -> Scaffold:
    """Write what is missing of a project.

    Args:
        root: Made when it does not exist.
        model: Address written into lift.toml; None leaves a commented example.

    Raises:
        ConfigError: `root` is a file.
        StoreError: it cannot be written to.
    """
    root = root.resolve()
    if root.exists() and not root.is_dir():
        raise ConfigError(f"{root} is a file", hint="lift init FOLDER")
    line = f"model = {_toml_string(model)}" if model else '# model = "ollama/qwen3:8b"'
    wanted = {
        Path("lift.toml"): LIFT_TOML.format(model=line),
        Path("budgets/optimizer_budget.yaml"): template_text(),
        Path("eval/README.md"): EVAL_README,
        Path("eval/.gitignore"): EVAL_GITIGNORE,
    }
    if has_tool_table(root / "pyproject.toml"):
        del wanted[Path("lift.toml")]  # it would hide the settings that are there
    written = [path for path, text in wanted.items() if _write_new(root / path, text)]
    return Scaffold(
        project=Project(root=root),
        written=tuple(written),
        kept=tuple(path for path in wanted if path not in written),
    )


def _toml_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write_new(path: Path, text: str) -> bool:
    """Write a file that does not exist yet; False when it does, also when it just came to be."""
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():
            return False
        raise StoreError(
            f"cannot write {path}: {error.strerror}", hint=f"ls -ld {path.parent}"
        ) from error
    return True
