"""Saved programs of every age and kind, loaded for real in the versions they were migrated to."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import AGENTS, Scenario, run_agents
from tests.migrate_envs import DspyEnv

from lift.migrate.state import (
    ProgramPlan,
    StateFile,
    StateRequest,
    describe_program,
    migrate_states,
)
from lift.migrate.state.foreign import Runner
from lift.testing.ollama_server import FakeModel, OllamaServer

pytestmark = pytest.mark.matrix

DATA = Path(__file__).with_name("data")
PIN, NEWEST = "3.0.1", "3.4.1"
FIELDS = "[[ ## reasoning ## ]]\nr\n\n[[ ## plan ## ]]\np\n\n[[ ## answer ## ]]\na\n\n"


def migrate(path: Path, target: str, out: Path, **options: Any) -> StateFile:
    report = migrate_states(StateRequest(files=(path,), target=target, out=out, **options))
    return report.files[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    said: dict[str, str]
    prompts: str
    """Everything that was sent to the model, as one text."""


def load(
    python: Path, folder: Path, *names: str, program: str = "agent", version: str = ""
) -> Loaded:
    """Load states and run them against a model that is configured after loading."""
    with OllamaServer(answer=lambda _: FIELDS, models=[FakeModel(name="m:latest")]) as server:
        base = f"{server.url}/v1" if version == NEWEST else server.url
        use = {"model": "ollama_chat/m", "api_base": base, "cache": False, "num_retries": 0}
        scenarios = [Scenario(name=one, program=program, use=use) for one in names]
        said = run_agents(python, "load", folder, scenarios)
        prompts = "\n".join(
            str(message.get("content"))
            for one in server.received
            for message in json.loads(one.raw or b"{}").get("messages", [])
        )
    return Loaded(said=said, prompts=prompts)


@pytest.mark.parametrize("target", [PIN, NEWEST])
@pytest.mark.parametrize("name", ["agent-2.4.17", "agent-fields-2.4.17"])
def test_a_state_of_2_4_loads_with_its_demos(
    name: str, target: str, dspy_env: DspyEnv, tmp_path: Path
) -> None:
    converted = migrate(DATA / f"{name}.json", target, tmp_path)
    assert converted.status == "converted"
    loaded = load(dspy_env(target), tmp_path, name, version=target)
    assert loaded.said == {name: "a"}
    assert "[[ ## reasoning ## ]]\na rationale" in loaded.prompts
    assert "Plan, then answer." in loaded.prompts
    assert "`plan` (str): the steps" in loaded.prompts
    assert "produce the plan" not in loaded.prompts


@pytest.mark.parametrize("target", [PIN, NEWEST])
def test_a_state_of_2_5_loads_with_its_demos(
    target: str, dspy_env: DspyEnv, tmp_path: Path
) -> None:
    run_agents(dspy_env("2.5.43"), "save", tmp_path / "old", [Scenario(name="agent", demos=True)])
    before = load(dspy_env(target), tmp_path / "old", "agent", version=target)
    assert before.said["agent"] == "KeyError: 'planner.predict'"
    converted = migrate(tmp_path / "old" / "agent.json", target, tmp_path)
    assert {one.code for one in converted.changes} == {"LFT304", "LFT308", "LFT310"}
    loaded = load(dspy_env(target), tmp_path, "agent", version=target)
    assert loaded.said == {"agent": "a"}
    assert "[[ ## reasoning ## ]]\na rationale" in loaded.prompts


def test_program_of_thought_moves_with_its_words(dspy_env: DspyEnv, tmp_path: Path) -> None:
    coder = [Scenario(name="coder", program="coder")]
    run_agents(dspy_env(PIN), "save", tmp_path / "old", coder)
    assert "KeyError" in run_agents(dspy_env(NEWEST), "load", tmp_path / "old", coder)["coder"]
    converted = migrate(tmp_path / "old" / "coder.json", NEWEST, tmp_path)
    assert converted.out is not None
    assert "generate_output" in run_agents(dspy_env(NEWEST), "load", tmp_path, coder)["coder"]
    document = json.loads(converted.out.read_text("utf-8"))
    instructions = document["code_generate.predict"]["signature"]["instructions"]
    assert "`SUBMIT()`" in instructions
    assert "final_answer" not in converted.out.read_text("utf-8")


def test_back_from_the_newest_nothing_leaks(dspy_env: DspyEnv, tmp_path: Path) -> None:
    with OllamaServer(answer=lambda _: FIELDS, models=[FakeModel(name="m:latest")]) as server:
        lm = {"model": "ollama_chat/m", "api_base": f"{server.url}/v1", "cache": False}
        agent = [Scenario(name="agent", lm=lm)]
        run_agents(dspy_env(NEWEST), "save", tmp_path / "new", agent)
        assert migrate(tmp_path / "new" / "agent.json", PIN, tmp_path).status == "converted"
        seen = len(server.received)
        assert run_agents(dspy_env(PIN), "load", tmp_path, agent) == {"agent": "a"}
        sent = [one for one in server.received[seen:] if one.path == "/api/chat"]
    assert [json.loads(one.raw)["options"] for one in sent] == [{}, {}]


@pytest.mark.parametrize("suffix", [".pkl", ""])
def test_a_pickle_becomes_a_json_state(suffix: str, dspy_env: DspyEnv, tmp_path: Path) -> None:
    old = [Scenario(name="agent", demos=True, suffix=suffix)]
    run_agents(dspy_env("2.6.27"), "save", tmp_path / "old", old)

    def runner_for(version: str) -> Runner:
        return Runner(python=dspy_env(version), root=AGENTS.parent, env=os.environ)

    converted = migrate(
        tmp_path / "old" / f"agent{suffix}",
        PIN,
        tmp_path,
        source="2.6.27",
        allow_pickle=True,
        runner_for=runner_for,
    )
    assert converted.out == tmp_path / "agent.json"
    loaded = load(dspy_env(PIN), tmp_path, "agent")
    assert loaded.said == {"agent": "a"}
    assert "a plan" in loaded.prompts


@pytest.fixture(scope="module")
def agent_file(dspy_env: DspyEnv, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An optimized agent of 2.6.27."""
    folder = tmp_path_factory.mktemp("agent")
    run_agents(dspy_env("2.6.27"), "save", folder, [Scenario(name="agent", demos=True)])
    return folder / "agent.json"


def plan_of(name: str, dspy_env: DspyEnv) -> ProgramPlan:
    runner = Runner(python=dspy_env(PIN), root=AGENTS.parent, env=os.environ)
    return describe_program(f"agents:{name}", runner)


def test_the_program_of_the_code_shows_that_nothing_is_wrong(
    agent_file: Path, dspy_env: DspyEnv, tmp_path: Path
) -> None:
    converted = migrate(agent_file, PIN, tmp_path, plan=plan_of("Agent", dspy_env))
    assert converted.status == "converted"
    assert {one.code for one in converted.changes} == {"LFT310"}


def test_a_predictor_that_moved_is_found_by_its_fields(
    agent_file: Path, dspy_env: DspyEnv, tmp_path: Path
) -> None:
    converted = migrate(agent_file, PIN, tmp_path, plan=plan_of("Moved", dspy_env))
    assert converted.status == "converted"
    (tmp_path / "moved.json").write_bytes((tmp_path / "agent.json").read_bytes())
    assert load(dspy_env(PIN), tmp_path, "moved", program="moved").said == {"moved": "a"}


def test_a_signature_that_changed_is_refused_which_dspy_accepts(
    agent_file: Path, dspy_env: DspyEnv, tmp_path: Path
) -> None:
    refused = migrate(agent_file, PIN, tmp_path, plan=plan_of("Changed", dspy_env))
    assert refused.status == "refused"
    assert not (tmp_path / "agent.json").exists()
    [change] = [one for one in refused.changes if one.blocking]
    assert change.code == "LFT309"
    assert "3 fields, the code has question, context, reasoning, plan" in change.message
    silent = run_agents(
        dspy_env(PIN), "load", agent_file.parent, [Scenario(name="agent", program="changed")]
    )
    assert "Error" not in silent["agent"]
