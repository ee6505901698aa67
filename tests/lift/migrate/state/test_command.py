"""`lift migrate state` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.harness import LiftCommand
from tests.lift.migrate.state.state_kit import ollama, predictor, saved

KEY = "correct horse battery"


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    path = tmp_path / "agent.json"
    path.write_text(json.dumps(saved(ask=predictor(lm=ollama(api_key=KEY))), indent=2), "utf-8")
    return path


def test_it_says_what_became_of_each_file(lift: LiftCommand, agent: Path) -> None:
    done = lift("migrate", "state", "agent.json", "--to", "3.4.1", cwd=agent.parent)
    assert done.exit_code == 0
    out = agent.with_name("agent.dspy-3.4.1.json")
    assert done.stdout.splitlines()[0] == f"agent.json -> {out.name}"
    assert "  done  LFT302 ask.lm.cache_in_memory: DSPy 3.4.1 does not read" in done.stdout
    assert "  to do LFT303 ask.lm.api_key: A secret stands in clear text" in done.stdout
    assert f'program.load("{out.name}", allow_unsafe_lm_state=True)' in done.stdout
    assert KEY not in done.stdout + done.stderr + out.read_text("utf-8")


def test_scripts_get_one_object(lift: LiftCommand, agent: Path) -> None:
    options = ("--from", "2.6.27", "--to", "3.0.1", "--in-place", "--json")
    done = lift("migrate", "state", "agent.json", *options, cwd=agent.parent)
    found = done.json()
    assert (found["schema_version"], found["to"]) == (1, "3.0.1")
    assert found["summary"] == {"converted": 1, "unchanged": 0, "refused": 0, "failed": 0}
    [file] = found["files"]
    assert Path(file["original"]).name == "agent.json.orig"
    changes = [(one["code"], one["severity"], one["done"]) for one in file["changes"]]
    assert changes == [("LFT303", "warning", True), ("LFT302", "warning", True)]
    assert KEY not in done.stdout


def test_the_target_is_the_pin_of_the_project(lift: LiftCommand, agent: Path) -> None:
    (agent.parent / "constraints.txt").write_text("dspy==3.4.1\n", "utf-8")
    done = lift("migrate", "state", "agent.json", "--json", cwd=agent.parent)
    assert done.json()["to"] == "3.4.1"


def test_a_diff_writes_nothing(lift: LiftCommand, agent: Path) -> None:
    done = lift("migrate", "state", "agent.json", "--to", "3.4.1", "--diff", cwd=agent.parent)
    assert done.exit_code == 0
    assert '-      "cache_in_memory": true,' in done.stdout
    assert '+      "api_base": "http://models:11434/v1"' in done.stdout
    assert KEY not in done.stdout
    assert [one.name for one in agent.parent.iterdir()] == ["agent.json"]


def test_a_refused_program_is_exit_code_1(lift: LiftCommand, agent: Path) -> None:
    agent.write_text(json.dumps(saved(ask={"demos": [], "traces": []})), "utf-8")
    done = lift("migrate", "state", "agent.json", "--to", "3.0.1", cwd=agent.parent)
    assert done.exit_code == 1
    assert "agent.json is not converted" in done.stdout
    assert "KeyError: 'signature'" in done.stdout


def test_a_broken_file_is_exit_code_4(lift: LiftCommand, agent: Path) -> None:
    agent.write_text("{", "utf-8")
    done = lift("migrate", "state", "agent.json", "--to", "3.0.1", "--json", cwd=agent.parent)
    assert done.exit_code == 4
    code, message, hint = done.error()
    assert (code, "agent.json ends in the middle" in message) == ("data", True)
    assert "save the program again" in hint
    good = agent.with_name("good.json")
    good.write_text(json.dumps(saved(ask=predictor())), "utf-8")
    both = lift("migrate", "state", "agent.json", "good.json", "--to", "3.0.1", cwd=agent.parent)
    assert both.exit_code == 4
    assert "ends in the middle" in both.stderr
    assert "good.dspy-3.0.1.json" in both.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("none.json",), "does not exist"),
        (("agent.json", "--to", "later"), "'later' is not a version"),
        (("agent.json", "--to", "2.5.43"), "not 2.5.43"),
        (("agent.json", "--rename", "a"), "not OLD=NEW"),
        (("agent.json", "--rename", "a=b", "--rename", "a=c"), "cannot become both"),
        (("agent.json", "--out", "x", "--in-place"), "exclude each other"),
        (("agent.json", "--to", "3.0.1", "--rename", "nope=x"), "no file has a predictor nope"),
    ],
)
def test_what_cannot_work_is_exit_code_2(
    options: tuple[str, ...], message: str, lift: LiftCommand, agent: Path
) -> None:
    done = lift("migrate", "state", *options, "--json", cwd=agent.parent)
    assert done.exit_code == 2
    code, said, hint = done.error()
    assert code == "usage"
    assert message in said
    assert hint
    assert [one.name for one in agent.parent.iterdir()] == ["agent.json"]


def test_a_program_needs_an_environment_of_the_target(lift: LiftCommand, agent: Path) -> None:
    options = ("--to", "2.6.13", "--program", "app:Agent", "--json")
    done = lift("migrate", "state", "agent.json", *options, cwd=agent.parent)
    assert done.exit_code == 4
    assert done.error()[2] == "lift migrate env create 2.6.13"


def test_the_program_of_the_code_is_built_and_compared(lift: LiftCommand, agent: Path) -> None:
    import dspy

    code = """
import dspy

def agent():
    made = dspy.Module()
    made.ask = dspy.Predict({!r})
    return made
"""
    options = ("--to", dspy.__version__, "--program", "app:agent", "--json")
    app = agent.with_name("app.py")

    def run(signature: str) -> int:
        app.write_text(code.format(signature), "utf-8")
        return lift("migrate", "state", "agent.json", *options, cwd=agent.parent).exit_code

    assert run("question -> answer") == 0
    assert run("question, context -> answer") == 1
    app.write_text("raise RuntimeError('no')", "utf-8")
    done = lift("migrate", "state", "agent.json", *options, cwd=agent.parent)
    assert done.error()[1] == "--program app:agent cannot be built: RuntimeError: no"
