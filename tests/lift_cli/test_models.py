"""`lift models` against a loopback server that speaks Ollama's API."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.testing.ollama_server import OllamaServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaServer]:
    with OllamaServer(answer=lambda call: f"You said: {call.messages[-1][1]}") as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        yield server


def test_the_models_of_the_server_are_listed(
    lift: LiftCommand, server: OllamaServer, tmp_path: Path
) -> None:
    plain = lift("models", "list", cwd=tmp_path)
    found = lift("models", "list", "--json", cwd=tmp_path).json()

    assert (plain.exit_code, plain.stdout.splitlines()[0].split()) == (
        0,
        ["ADDRESS", "SIZE", "WHAT"],
    )
    assert f"ollama/tiny:latest@{server.url}" in plain.stdout
    assert f"ollama/tiny:latest@{server.url}" in [one["address"] for one in found["models"]]


def test_no_server_is_a_warning_not_a_failure(
    lift: LiftCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")

    plain = lift("models", "list", cwd=tmp_path)

    assert plain.exit_code == 0
    assert "warning: " in plain.stderr
    assert "127.0.0.1:9" in plain.stderr


def test_a_model_is_described(lift: LiftCommand, server: OllamaServer, tmp_path: Path) -> None:
    plain = lift("models", "show", "ollama/tiny", cwd=tmp_path)
    found = lift("models", "show", "ollama/tiny", "--json", cwd=tmp_path).json()

    assert (plain.exit_code, found["address"].startswith("ollama/tiny")) == (0, True)
    assert f"context {found['context_tokens']:,} tokens" in " ".join(plain.stdout.split())


def test_a_model_is_asked(lift: LiftCommand, server: OllamaServer, tmp_path: Path) -> None:
    plain = lift("models", "try", "ollama/tiny", "hello there", cwd=tmp_path)
    found = lift("models", "try", "ollama/tiny", "hello", "--json", cwd=tmp_path).json()

    assert (plain.exit_code, plain.stdout) == (0, "You said: hello there\n")
    assert " tokens in, " in plain.stderr
    assert (found["text"], found["finish_reason"]) == ("You said: hello", "stop")


def test_without_a_question_a_model_is_asked_what_it_knows(
    lift: LiftCommand, server: OllamaServer, tmp_path: Path
) -> None:
    asked = lift("models", "try", "ollama/tiny", cwd=tmp_path)

    assert asked.stdout == "You said: Say hello in one sentence.\n"


@pytest.mark.builtin
@pytest.mark.skipif(find_spec("xllamacpp") is None, reason="no wheel of llama.cpp here")
def test_the_builtin_model_shows_a_repair(lift: LiftCommand, tmp_path: Path) -> None:
    asked = lift("models", "try", "builtin", cwd=tmp_path)

    assert asked.exit_code == 0
    assert "\ndef sum_range(n):\n" in asked.stdout
    assert "\n        total += k\n" in asked.stdout


def test_a_missing_model_is_an_error_with_the_command_that_helps(
    lift: LiftCommand, server: OllamaServer, tmp_path: Path
) -> None:
    result = lift("models", "show", "ollama/other", "--json", cwd=tmp_path)

    code, message, hint = result.error()
    assert (code, result.exit_code) == ("model_not_found", 4)
    assert "other" in message
    assert "ollama pull other" in hint


def test_the_doctor_sees_the_server(
    lift: LiftCommand, server: OllamaServer, tmp_path: Path
) -> None:
    found = lift("doctor", "--json", cwd=tmp_path).json()

    checks = {one["name"]: one for one in found["checks"]}
    assert checks["ollama"]["status"] == "ok"
    assert checks["project"]["repair"] == "lift init"
