"""What a migrated program sends: the same bytes as before, in real environments of each version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.lift.migrate.state.state_kit import Scenario, run_agents
from tests.migrate_envs import DspyEnv

from lift.migrate.state import StateReport, StateRequest, migrate_states
from lift.migrate.wire.exchange import Normal, form_of, normalised
from lift.testing.ollama_server import FakeModel, OllamaServer, Received

pytestmark = pytest.mark.matrix

OLD, PIN, NEWEST = "2.6.27", "3.0.1", "3.4.1"
FIELDS = "[[ ## reasoning ## ]]\nr\n\n[[ ## plan ## ]]\np\n\n[[ ## answer ## ]]\na\n\n"
NAMES = ("plain", "context", "topk", "demos", "generate", "server")


def scenarios(url: str) -> list[Scenario]:
    common = {"cache": False, "num_retries": 0, "api_base": url}
    chat = {name: {"model": f"ollama_chat/{name}", **common} for name in NAMES}
    return [
        Scenario(name="plain", lm=chat["plain"]),
        Scenario(name="context", lm=chat["context"] | {"num_ctx": 8192, "max_tokens": 50}),
        Scenario(name="topk", lm=chat["topk"] | {"top_k": 7, "seed": 3, "temperature": 0.5}),
        Scenario(name="demos", lm=chat["demos"], demos=True),
        Scenario(name="generate", lm=chat["generate"] | {"model": "ollama/generate"}),
        Scenario(
            name="server",
            lm={"model": "openai/server", **common, "api_base": f"{url}/v1", "api_key": "x"},
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What every version sent, and what the migrations said."""

    sent: dict[tuple[str, str], list[Received]]
    """By version and scenario. The version `3.4.1 as it was` loads files not migrated."""
    reports: dict[str, StateReport]

    def raw(self, version: str, name: str) -> list[bytes]:
        return [one.raw for one in self.sent[version, name]]

    def codes(self, version: str, name: str) -> set[str]:
        found = [one for one in self.reports[version].files if one.path.stem == name]
        return {change.code for change in found[0].changes}


@pytest.fixture(scope="module")
def world(dspy_env: DspyEnv, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("wire")
    models = [FakeModel(name=f"{name}:latest") for name in NAMES]
    sent: dict[tuple[str, str], list[Received]] = {}
    reports: dict[str, StateReport] = {}
    with OllamaServer(answer=lambda _: FIELDS, models=models) as server:

        def run(version: str, label: str, action: str, place: Path) -> None:
            before = len(server.received)
            said = run_agents(dspy_env(version), action, place, scenarios(server.url))
            if "as it was" not in label:
                assert set(said.values()) == {"a"}, said
            for name in NAMES:
                sent[label, name] = [
                    one
                    for one in server.received[before:]
                    if form_of(one.path) and one.body.get("model") == name
                ]

        run(OLD, OLD, "save", folder / "old")
        files = tuple(folder / "old" / f"{name}.json" for name in NAMES)
        for version in (PIN, NEWEST):
            out = folder / version
            reports[version] = migrate_states(
                StateRequest(files=files, target=version, source=OLD, out=out)
            )
            run(version, version, "load", out)
        run(NEWEST, f"{NEWEST} as it was", "load", folder / "old")
    return World(sent=sent, reports=reports)


@pytest.mark.parametrize("name", ["plain", "context", "topk", "generate", "server"])
def test_on_the_pin_the_bytes_are_those_of_before(world: World, name: str) -> None:
    assert len(world.raw(OLD, name)) == 2
    assert world.raw(PIN, name) == world.raw(OLD, name)


@pytest.mark.parametrize("name", ["context", "topk", "generate", "server"])
def test_on_the_newest_litellm_sends_the_same_bytes(world: World, name: str) -> None:
    assert len(world.raw(OLD, name)) == 2
    assert world.raw(NEWEST, name) == world.raw(OLD, name)
    assert [one.path for one in world.sent[NEWEST, name]] == [
        one.path for one in world.sent[OLD, name]
    ]


def test_on_the_newest_ollama_is_asked_the_same_in_the_openai_form(world: World) -> None:
    before, after = world.sent[OLD, "plain"], world.sent[NEWEST, "plain"]
    assert {one.path for one in before} == {"/api/chat"}
    assert {one.path for one in after} == {"/v1/chat/completions"}
    assert [_normal(one) for one in after] == [_normal(one) for one in before]
    assert _normal(after[0]).options == {"max_tokens": 4000, "temperature": 0.0}
    assert "LFT307" in world.codes(NEWEST, "plain")


@pytest.mark.parametrize("version", [PIN, NEWEST])
def test_demos_differ_by_their_end_marker_only_and_the_tool_says_so(
    world: World, version: str
) -> None:
    before = [_normal(one) for one in world.sent[OLD, "demos"]]
    after = [_normal(one) for one in world.sent[version, "demos"]]
    assert before != after
    marker = "\n\n[[ ## completed ## ]]\n"
    for was, now in zip(before, after, strict=True):
        assert was.options == now.options
        for one, other in zip(was.messages, now.messages, strict=True):
            ending = marker if one.role == "assistant" else ""
            assert other.content == one.content + ending
    assert "LFT310" in world.codes(version, "demos")


def test_without_the_migration_the_requests_change(world: World) -> None:
    """The control: the files as 2.6.27 left them, trusted, in the newest version."""
    label = f"{NEWEST} as it was"
    for name in ("plain", "context"):
        sent = [json.loads(one) for one in world.raw(label, name)]
        assert [one["options"]["cache_in_memory"] for one in sent] == [True, True]
    assert world.raw(label, "server") != world.raw(OLD, "server")


def _normal(received: Received) -> Normal:
    form = form_of(received.path)
    assert form is not None
    return normalised(received.body, form)
