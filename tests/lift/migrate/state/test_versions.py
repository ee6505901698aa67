"""Saved programs of every age and kind, loaded for real in the versions they were migrated to.

Every environment is started a few times only, for all programs at once: DSPy takes seconds to
import.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import AGENTS, Scenario, run_agents
from tests.migrate_envs import DspyEnv

from lift.migrate.state import StateFile, StateRequest, describe_program, migrate_states
from lift.migrate.state.foreign import Runner
from lift.testing.ollama_server import ChatCall, FakeModel, OllamaServer

pytestmark = pytest.mark.matrix

DATA = Path(__file__).with_name("data")
OLD, PIN, NEWEST = "2.6.27", "3.0.1", "3.4.1"
FIELDS = "[[ ## reasoning ## ]]\nr\n\n[[ ## plan ## ]]\np\n\n[[ ## answer ## ]]\na\n\n"
AGENT = Scenario(name="agent", demos=True)
LEGACY = ("agent-2.4.17", "agent-fields-2.4.17", "agent-2.5.43")
PICKLES = ("pickled", "folder")


class Model:
    """A model of Ollama that remembers its prompts."""

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def __call__(self, call: ChatCall) -> str:
        self.prompts.append("\n".join(text for _, text in call.messages))
        return FIELDS

    @contextmanager
    def serve(self) -> Generator[OllamaServer]:
        with OllamaServer(answer=self, models=[FakeModel(name="m:latest")]) as server:
            yield server


def migrate(path: Path, target: str, out: Path, **options: Any) -> StateFile:
    report = migrate_states(StateRequest(files=(path,), target=target, out=out, **options))
    return report.files[0]


@pytest.fixture(scope="module")
def old(dspy_env: DspyEnv, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs as the old versions save them."""
    folder = tmp_path_factory.mktemp("old")
    legacy = [replace(AGENT, name="agent-2.5.43")]
    run_agents(dspy_env("2.5.43"), "save", folder, legacy)
    for name in LEGACY[:2]:
        shutil.copy(DATA / f"{name}.json", folder)
    saves = [
        AGENT,
        replace(AGENT, name="pickled", suffix=".pkl"),
        replace(AGENT, name="folder", suffix=""),
        Scenario(name="coder", program="coder"),
    ]
    run_agents(dspy_env(OLD), "save", folder, saves)
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One target: what the migrated programs said there, and those that were not migrated."""

    files: dict[str, StateFile]
    said: dict[str, str]
    prompts: dict[str, str]
    """By scenario: everything that was sent to the model."""
    before: dict[str, str]


@pytest.fixture(scope="module", params=[PIN, NEWEST])
def loaded(
    request: pytest.FixtureRequest,
    old: Path,
    dspy_env: DspyEnv,
    tmp_path_factory: pytest.TempPathFactory,
) -> Loaded:
    target: str = request.param
    out = tmp_path_factory.mktemp(f"to-{target}")
    files = {name: migrate(old / f"{name}.json", target, out) for name in (*LEGACY, "coder")}
    for name, path in zip(PICKLES, (old / "pickled.pkl", old / "folder"), strict=True):
        files[name] = migrate(
            path, target, out, source=OLD, allow_pickle=True, runner_for=runners(dspy_env)
        )
    model = Model()
    with model.serve() as server:
        base = f"{server.url}/v1" if target == NEWEST else server.url
        use = {"model": "ollama_chat/m", "api_base": base, "cache": False, "num_retries": 0}
        agents = [Scenario(name=name, use=use) for name in (*LEGACY, *PICKLES)]
        coder = Scenario(name="coder", program="coder")
        said = run_agents(dspy_env(target), "load", out, [*agents, coder])
    texts = ["\n".join(model.prompts[at : at + 2]) for at in range(0, len(model.prompts), 2)]
    return Loaded(
        files=files,
        said=said,
        prompts=dict(zip((one.name for one in agents), texts, strict=True)),
        before=run_agents(dspy_env(target), "load", old, [*agents[:3], coder]),
    )


def runners(dspy_env: DspyEnv) -> Callable[[str], Runner]:
    def runner_for(version: str) -> Runner:
        return Runner(python=dspy_env(version), root=AGENTS.parent, env=os.environ)

    return runner_for


@pytest.mark.parametrize("name", LEGACY)
def test_a_legacy_state_loads_with_its_demos(name: str, loaded: Loaded) -> None:
    missing = "planner.predict" if "2.5" in name else "metadata"
    assert loaded.before[name] == f"KeyError: '{missing}'"
    assert loaded.files[name].status == "converted"
    assert loaded.said[name] == "a"
    prompt = loaded.prompts[name]
    assert "[[ ## reasoning ## ]]\na rationale" in prompt
    assert "Plan, then answer." in prompt
    assert "`plan` (str): the steps" in prompt
    assert "produce the plan" not in prompt


@pytest.mark.parametrize("name", PICKLES)
def test_a_pickle_becomes_a_json_state(name: str, loaded: Loaded) -> None:
    out = loaded.files[name].out
    assert out is not None
    assert out.name == f"{name}.json"
    assert loaded.said[name] == "a"
    assert "[[ ## plan ## ]]\na plan" in loaded.prompts[name]


def test_program_of_thought_moves_with_its_words(loaded: Loaded) -> None:
    out = loaded.files["coder"].out
    assert out is not None
    text = out.read_text("utf-8")
    moved = NEWEST in str(out)
    assert loaded.before["coder"].startswith("KeyError: 'generate_output") is moved
    assert ("generate_output.predict" in loaded.said["coder"]) is moved
    assert ("`SUBMIT()`" in text, "final_answer" in text) == (moved, not moved)


def test_back_from_the_newest_nothing_leaks(dspy_env: DspyEnv, tmp_path: Path) -> None:
    with Model().serve() as server:
        lm = {"model": "ollama_chat/m", "api_base": f"{server.url}/v1", "cache": False}
        agent = [Scenario(name="agent", lm=lm)]
        run_agents(dspy_env(NEWEST), "save", tmp_path / "new", agent)
        assert migrate(tmp_path / "new" / "agent.json", PIN, tmp_path).status == "converted"
        seen = len(server.received)
        assert run_agents(dspy_env(PIN), "load", tmp_path, agent) == {"agent": "a"}
        sent = [one for one in server.received[seen:] if one.path == "/api/chat"]
    assert [json.loads(one.raw)["options"] for one in sent] == [{}, {}]


def test_the_program_of_the_code_is_compared(old: Path, dspy_env: DspyEnv, tmp_path: Path) -> None:
    runner = runners(dspy_env)(PIN)
    plans = {
        name: describe_program(f"agents:{name}", runner) for name in ("Agent", "Moved", "Changed")
    }
    path = old / "agent.json"

    same = migrate(path, PIN, tmp_path / "same", plan=plans["Agent"])
    assert same.status == "converted"
    assert {one.code for one in same.changes} == {"LFT310"}

    moved = migrate(path, PIN, tmp_path / "moved", plan=plans["Moved"])
    assert moved.status == "converted"
    assert [one.predictor for one in moved.changes if one.code == "LFT308"] == ["author"]

    changed = migrate(path, PIN, tmp_path / "changed", plan=plans["Changed"])
    assert changed.status == "refused"
    assert not (tmp_path / "changed").exists()
    [change] = [one for one in changed.changes if one.blocking]
    assert change.code == "LFT309"
    assert "3 fields, the code has question, context, reasoning, plan" in change.message

    (tmp_path / "moved" / "silent.json").write_bytes(path.read_bytes())
    said = run_agents(
        dspy_env(PIN),
        "load",
        tmp_path / "moved",
        [Scenario(name="agent", program="moved"), Scenario(name="silent", program="changed")],
    )
    assert said["agent"] == "['planner.predict', 'author']"
    assert "Error" not in said["silent"], "DSPy itself accepts the other signature"
