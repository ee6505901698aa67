"""What the texts of LFT3xx say happens without a migration, happening in real environments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import Scenario, ollama, predictor, run_agents, saved
from tests.migrate_envs import DspyEnv

from lift.migrate.state import convert
from lift.testing.ollama_server import FakeModel, OllamaServer

pytestmark = pytest.mark.matrix

OLD, PIN, NEWEST = "2.6.27", "3.0.1", "3.4.1"
FIELDS = "[[ ## answer ## ]]\na\n\n"
EXTENDED = predictor(extended_signature=predictor()["signature"])
OLDEST = {key: one for key, one in predictor().items() if key != "signature"}


class World:
    """The outcomes by version and scenario; a scenario's model has its name."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, str], str] = {}
        self.sent: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}


def states(url: str) -> dict[str, dict[str, Any]]:
    def lm(name: str, **extra: Any) -> dict[str, Any]:
        block = ollama(model=f"ollama_chat/{name}", cache=False, num_retries=0, api_base=url)
        del block["cache_in_memory"]
        return block | extra

    silent = lm("silent", api_base=f"{url}/v1")
    del silent["temperature"], silent["max_tokens"]
    blocks = {
        "dropped": lm("dropped"),
        "own-class": lm("own-class", _dspy_lm_class="agents.Mine"),
        "class-leaks": lm("class-leaks", _dspy_lm_class="dspy.clients.lm.LM"),
        "silent": silent,
        "no-v1": lm("no-v1"),
        "empty-key": lm("empty-key", api_base=f"{url}/v1", api_key=""),
        "limit": lm("limit", model="openai/limit", api_base=f"{url}/v1", api_key="x"),
        "reasoning": lm("x", model="openai/o3", temperature=1.0, max_completion_tokens=20000),
        "top-k": lm("top-k", api_base=f"{url}/v1", top_k=5),
    }
    del blocks["reasoning"]["max_tokens"]
    found = {name: saved(OLD, ask=predictor(lm=block)) for name, block in blocks.items()}
    found["extended"] = saved("2.5.20", ask=EXTENDED)
    found["oldest"] = saved("2.4.17", ask={**OLDEST, "signature_instructions": "Answer."})
    found["no-metadata"] = {"ask": predictor()}
    found["nan"] = saved(OLD, ask=predictor(demos=[{"question": "q", "answer": float("nan")}]))
    converted = convert(found["silent"], name="x", target=NEWEST, source=OLD).document
    converted["ask"]["lm"]["model"] = "ollama_chat/spoken"  # type: ignore[index,call-overload]
    found["spoken"] = dict(converted)
    return found


@pytest.fixture(scope="module")
def world(dspy_env: DspyEnv, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("claims")
    made = World()
    names = ("dropped", "class-leaks", "silent", "spoken", "limit", "top-k")
    models = [FakeModel(name=f"{one}:latest") for one in names]
    with OllamaServer(answer=lambda _: FIELDS, models=models) as server:
        keyed = ollama(cache=False, api_base=server.url, api_key="correct horse battery")
        secret = Scenario(name="secret", program="ask", lm=keyed)
        pickled = Scenario(name="pickled", program="ask", suffix=".pkl")
        whole = Scenario(name="whole", program="ask", suffix="")
        run_agents(dspy_env(OLD), "save", folder, [secret, pickled, whole])
        made.said[OLD, "secret"] = (folder / "secret.json").read_text("utf-8")
        loads = [pickled, whole]
        for name, document in states(server.url).items():
            (folder / f"{name}.json").write_text(json.dumps(document), "utf-8")
            lm = {"set": True} if isinstance(document["ask"].get("lm"), dict) else {}
            trust = name not in {"dropped", "own-class"}
            loads.append(Scenario(name=name, program="ask", lm=lm, trust=trust))
        for version in (PIN, NEWEST):
            seen = len(server.received)
            said = run_agents(dspy_env(version), "load", folder, loads)
            made.said |= {(version, name): one for name, one in said.items()}
            for one in server.received[seen:]:
                made.sent[version, str(one.body.get("model"))] = (one.path, one.body)
    return made


@pytest.mark.parametrize(
    ("code", "version", "name", "error"),
    [
        (
            "LFT301",
            NEWEST,
            "own-class",
            "ValueError: Refusing to import custom serialized LM class",
        ),
        ("LFT304", PIN, "extended", "NotImplementedError: Loading extended_signature is no longer"),
        (
            "LFT304",
            NEWEST,
            "extended",
            "NotImplementedError: Loading extended_signature is no longer",
        ),
        ("LFT304", PIN, "oldest", "KeyError: 'signature'"),
        ("LFT304", NEWEST, "oldest", "KeyError: 'signature'"),
        ("LFT304", NEWEST, "no-metadata", "KeyError: 'metadata'"),
        ("LFT304", NEWEST, "nan", "JSONDecodeError"),
        ("LFT305", PIN, "whole", "ModuleNotFoundError: No module named 'dspy.primitives.program'"),
        ("LFT305", NEWEST, "whole", "ValueError: Loading with pickle is not allowed"),
        ("LFT305", NEWEST, "pickled", "ValueError: Loading .pkl files can run arbitrary code"),
        ("LFT306", PIN, "reasoning", "requires passing temperature=1.0 and max_tokens >= 20000"),
        ("LFT307", NEWEST, "empty-key", "empty credential"),
    ],
)
def test_it_raises(code: str, version: str, name: str, error: str, world: World) -> None:
    assert error.replace("requires", "require") in world.said[version, name].replace(
        "requires", "require"
    ), code


def test_it_is_loaded_where_nothing_is_said(world: World) -> None:
    assert "Error" not in world.said[PIN, "pickled"]
    assert "Error" not in world.said[PIN, "nan"]


def test_lft301_the_address_is_dropped(world: World) -> None:
    assert world.said[PIN, "dropped"] == "a"
    assert "localhost:11434" in world.said[NEWEST, "dropped"]


def test_lft302_a_key_leaks(world: World) -> None:
    _, body = world.sent[PIN, "class-leaks"]
    assert body["options"]["_dspy_lm_class"] == "dspy.clients.lm.LM"


def test_lft303_the_key_is_saved(world: World) -> None:
    assert "correct horse battery" in world.said[OLD, "secret"]


def test_lft306_defaults_are_gone_and_come_back(world: World) -> None:
    _, silent = world.sent[NEWEST, "silent"]
    assert {"temperature", "max_tokens"}.isdisjoint(silent)
    _, spoken = world.sent[NEWEST, "spoken"]
    assert (spoken["temperature"], spoken["max_tokens"]) == (0.0, 4000)


def test_lft307_the_address_needs_v1_and_top_k_is_lost(world: World) -> None:
    path, _ = world.sent[NEWEST, "no-v1"]
    assert path == "/chat/completions"
    assert "Error" in world.said[NEWEST, "no-v1"]
    _, body = world.sent[NEWEST, "top-k"]
    assert "top_k" not in body


def test_lft311_the_limit_has_another_name(world: World) -> None:
    assert world.sent[PIN, "limit"][1]["max_tokens"] == 4000
    _, body = world.sent[NEWEST, "limit"]
    assert body["max_completion_tokens"] == 4000
    assert "max_tokens" not in body


def test_every_code_is_proved_somewhere() -> None:
    """The others: LFT308 and LFT309 in test_versions, LFT310 in test_wire."""
    from lift.migrate.state.rules import TEXTS

    here = Path(__file__).read_text("utf-8").lower()
    elsewhere = "".join(
        Path(__file__).with_name(name).read_text("utf-8")
        for name in ("test_versions.py", "test_wire.py")
    ).lower()
    assert [one.code for one in TEXTS if one.code.lower() not in here + elsewhere] == []
