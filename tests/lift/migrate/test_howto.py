"""What docs/how-to/migrate.md, the README and the tutorial show is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.migrate.settings import load_migrate_settings
from lift.migrate.verify import load_cases
from lift.project import Project

ROOT = Path(__file__).parents[3]
HOW_TO = "docs/how-to/migrate.md"


def blocks(language: str, page: str = HOW_TO) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    found = re.findall(r"^( *)```(\w+)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [
        re.sub(f"^{margin}", "", body, flags=re.MULTILINE)
        for margin, kind, body in found
        if kind == language
    ]


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


@pytest.mark.parametrize(
    ("page", "name", "pin"),
    [("README.md", "measure.py", "dspy-ai==2.6.27\n"), ("docs/tutorial.md", "triage.py", "")],
)
def test_first_examples_are_what_the_command_prints(
    lift: LiftCommand, tmp_path: Path, page: str, name: str, pin: str
) -> None:
    (tmp_path / name).write_text(blocks("python", page)[0])
    (tmp_path / "requirements.txt").write_text(pin)
    shown = next(one for one in blocks("console", page) if "lift migrate check" in one)
    line, _, output = shown.partition("\n")

    result = lift(*line.split()[2:], cwd=tmp_path)

    assert result.exit_code == 1
    assert result.stdout.startswith(output.rstrip("\n"))


def test_the_cases_shown_are_cases(tmp_path: Path) -> None:
    shown = next(one for one in blocks("json") if '"program"' in one)
    (tmp_path / "cases.jsonl").write_text(shown)

    found = load_cases(tmp_path / "cases.jsonl")

    assert [one.id for one in found] == ["refund", "scored", "nightly"]


def test_what_is_shown_for_ci(lift: LiftCommand, project: Path) -> None:
    def output(style: str) -> str:
        return lift("migrate", "check", "--format", style, cwd=project).stdout

    def untimed(xml: str) -> str:
        return re.sub(r'(<testsuites .* time=")[\d.]+', r"\g<1>0", xml)

    assert output("github") == blocks("text")[0]
    assert untimed(output("junit")) == untimed(blocks("xml")[0])


def test_the_object_for_scripts_has_what_is_shown(lift: LiftCommand, project: Path) -> None:
    shown = json.loads(next(one for one in blocks("json") if '"findings"' in one))

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
