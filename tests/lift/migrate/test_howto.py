"""What docs/how-to/migrate.md shows is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.migrate.settings import load_migrate_settings
from lift.project import Project

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "migrate.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "agent.py").write_text(blocks("python")[0])
    (tmp_path / "requirements.txt").write_text("dspy-ai==2.6.27\n")
    return tmp_path


@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_is_shown_on_the_terminal(lift: LiftCommand, project: Path, command: str) -> None:
    shown = next(one for one in blocks("console") if one.startswith(f"$ lift migrate {command} "))
    line, _, output = shown.partition("\n")

    result = lift(*line.split()[2:], cwd=project)

    assert (result.exit_code, result.stdout.rstrip("\n")) == (1, output.rstrip("\n"))


def test_what_is_shown_for_ci(lift: LiftCommand, project: Path) -> None:
    def output(style: str) -> str:
        return lift("migrate", "check", "--format", style, cwd=project).stdout

    def untimed(xml: str) -> str:
        return re.sub(r'(<testsuites .* time=")[\d.]+', r"\g<1>0", xml)

    assert output("github") == blocks("text")[0]
    assert untimed(output("junit")) == untimed(blocks("xml")[0])


def test_the_object_for_scripts_has_what_is_shown(lift: LiftCommand, project: Path) -> None:
    shown = json.loads(blocks("json")[0])

    given = lift("migrate", "check", "--format", "json", cwd=project).json()

    (wanted,) = shown["findings"]
    assert [one | wanted for one in given["findings"] if one["code"] == "LFT102"] == [
        one | {"message": "..."} for one in given["findings"] if one["code"] == "LFT102"
    ]
    assert given["summary"] | shown["summary"] == given["summary"]


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    (tmp_path / "lift.toml").write_text(blocks("toml")[0])

    settings = load_migrate_settings(Project(root=tmp_path))

    assert (settings.from_, settings.max_tier_1, settings.fail_on) == ("2.6.27", 0, "error")
    assert settings.per_file_ignores == {"tests/*": ("LFT2",)}
