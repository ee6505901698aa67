"""`lift --help` and commands without a model load nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = tuple("dspy gepa litellm mlflow ollama optuna scipy sqlite3 xllamacpp yaml".split())
# typer itself loads pydantic when it shows the options of a command
WATCHED = ("pydantic", *HEAVY)

PROGRAM = """
import sys
from lift_cli.entry import run
code = run({arguments!r})
loaded = [name for name in {heavy!r} if name in sys.modules]
print(code, loaded, file=sys.stderr)
"""


def loaded_by(environment: dict[str, str], cwd: Path, *arguments: str) -> str:
    program = PROGRAM.format(arguments=list(arguments), heavy=WATCHED)
    measured = {name for name in environment if name.startswith("COV")}  # it loads things itself
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={name: value for name, value in environment.items() if name not in measured},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stderr.splitlines()[-1]


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_the_help_loads_nothing_heavy(
    lift_environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert loaded_by(lift_environment, tmp_path, *arguments) == "0 []"


@pytest.mark.parametrize("arguments", [("optimize", "--help"), ("models", "try", "--help")])
def test_the_help_of_a_command_loads_what_typer_loads(
    lift_environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert loaded_by(lift_environment, tmp_path, *arguments) == "0 ['pydantic']"


def test_showing_the_settings_loads_pydantic_only(
    lift_environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "lift.toml").write_text("")

    assert loaded_by(lift_environment, tmp_path, "config", "show") == "0 ['pydantic']"


def test_checking_a_project_loads_no_dspy(lift_environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import dspy\nlm = dspy.LM('openai/x')\n")
    (tmp_path / "a.json").write_text("{}")

    assert loaded_by(lift_environment, tmp_path, "migrate", "check") == "0 ['pydantic']"


def test_lift_without_anything_else_loads_nothing(
    lift_environment: dict[str, str], tmp_path: Path
) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import sys, lift; print([m for m in sys.modules if 'lift' in m])"],
        env=lift_environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout == "['lift']\n"
