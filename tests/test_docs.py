"""What the documentation names exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from lift_cli.main import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^\$ (?:\.venv/bin/)?(lift [^#\n]*|make [^#\n]*)", re.MULTILINE)


def command_words() -> set[str]:
    """Return every command as it is typed: `lift optimize`, `lift models list`."""
    found: set[str] = set()
    pending = [("lift", app)]
    while pending:
        words, level = pending.pop()
        found |= {f"{words} {command.name}" for command in level.registered_commands}
        for group in level.registered_groups:
            assert group.typer_instance is not None
            pending.append((f"{words} {group.name}", group.typer_instance))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    missing = [
        link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_an_example_is_one(page: Path) -> None:
    verbs = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in COMMAND.findall(page.read_text("utf-8")):
        words = command.split()
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= verbs, command
        else:
            known = command_words()
            assert known & {" ".join(words[:count]) for count in (2, 3, 4)}, command


def test_every_command_has_an_example_and_options_have_help() -> None:
    root = typer.main.get_command(app)
    pending = [("lift", root)]
    while pending:
        name, command = pending.pop()
        inner = getattr(command, "commands", None)
        if inner is not None:
            pending += [(f"{name} {word}", child) for word, child in inner.items()]
            continue
        assert f"Example: {name}" in (command.help or "") or "Example: LIFT_" in (
            command.help or ""
        ), name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


def test_the_generated_pages_and_the_locks_match_the_code() -> None:
    for script in ("make_docs.py", "lock.py"):
        result = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / script), "--check"],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": f"{ROOT / 'cli'}:{ROOT / 'pipelines'}"},
        )
        assert (result.returncode, result.stderr) == (0, "")


def test_the_two_locks_differ_in_dspy_and_what_it_brings_only() -> None:
    def versions(name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                package, _, version = line.partition(";")[0].strip().partition("==")
                found.setdefault(package, set()).add(version)
        return found

    pin, newest = versions("constraints.txt"), versions("constraints-newest.txt")

    changed = {name for name in pin.keys() & newest.keys() if pin[name] != newest[name]}
    assert (pin["dspy"], newest["dspy"]) == ({"3.0.1"}, {"3.4.1"})
    assert changed == {"dspy", "gepa"}
    assert newest.keys() - pin.keys() == {"orjson"}
