"""The demonstration: a new project, the shipped coder, the embedded model."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.harness import LiftCommand, LiftProcess

from lift.roles.coder import CODER_DATA

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.builtin,
    pytest.mark.skipif(
        importlib.util.find_spec("xllamacpp") is None, reason="no wheel of llama.cpp here"
    ),
]

SIZES = {"train": 12, "val": 12, "test": 12}


@pytest.fixture
def project(lift: LiftCommand, tmp_path: Path) -> Path:
    assert lift("init", cwd=tmp_path).exit_code == 0
    return tmp_path


@pytest.fixture
def few_tasks(project: Path) -> Path:
    """Write the first tasks of each split of the shipped dataset."""
    taken: Counter[str] = Counter()
    path = project / "eval" / "few.jsonl"
    with path.open("w") as file:
        for line in CODER_DATA.read_text("utf-8").splitlines():
            split: str = json.loads(line)["split"]
            taken[split] += 1
            if taken[split] <= SIZES[split]:
                file.write(f"{line}\n")
    return path


def report(project: Path) -> dict[str, object]:
    saved: dict[str, object] = json.loads((project / "eval" / "eval_report.json").read_text())
    saved.pop("times")
    return saved


def test_after_init_the_demonstration_runs_with_nothing_else_written(
    lift: LiftCommand, project: Path
) -> None:
    result = lift("optimize", "--role", "coder", "--max-tokens", "2000", "--json", cwd=project)

    found = result.json()
    assert result.exit_code == {"stopped": 3}.get(found["decision"], 1)
    assert found["budget"]["tokens"]["spent"] <= 2000
    assert "no model is chosen, so this runs on `builtin`" in result.stderr
    assert "demonstration model" in str(report(project)["notice"])


def test_the_users_own_data_never_runs_on_it_unasked(
    lift: LiftCommand, project: Path, few_tasks: Path
) -> None:
    result = lift("optimize", "--role", "coder", "--data", str(few_tasks), "--json", cwd=project)

    assert (result.exit_code, result.error()[0]) == (4, "config")
    assert "your own data for role coder" in result.error()[1]


def test_a_replay_needs_neither_llama_cpp_nor_the_model(
    lift: LiftCommand,
    lift_process: LiftProcess,
    lift_environment: dict[str, str],
    project: Path,
    few_tasks: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ("optimize", "--role", "coder", "--data", str(few_tasks), "--model", "builtin")
    caps = ("--max-metric-calls", "60", "--json")
    monkeypatch.setattr("os.getloadavg", lambda: (99.5, 50.0, 1.0))
    first = lift(*command, *caps, cwd=project)
    assert "warning: this machine has other work (load 99.5 on " in first.stderr
    recorded = report(project)
    broken = tmp_path_factory.mktemp("broken")
    (broken / "xllamacpp.py").write_text("raise ImportError('llama.cpp is not here')\n")
    path = f"{broken}:{lift_environment['PYTHONPATH']}"

    without = lift_process("models", "try", "builtin", "--json", cwd=project, PYTHONPATH=path)
    assert json.loads(without.communicate()[0])["error"]["code"] == "missing_dependency"
    again = lift_process(*command, *caps, "--replay", cwd=project, PYTHONPATH=path)
    answer = json.loads(again.communicate()[0])
    assert answer.get("decision") == first.json()["decision"], answer
    assert again.returncode == first.exit_code
    assert report(project) == recorded
    replayed = lift(*command, *caps, "--replay", cwd=project)
    assert replayed.exit_code == first.exit_code
    assert "other work" not in replayed.stderr, "a replay measures nothing"
