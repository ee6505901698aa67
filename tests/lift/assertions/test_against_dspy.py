"""lift's assertions do what those of DSPy 2.5.43 did: the same programs, the same scripted model.

Compared are, for each scenario, every call (which outputs were asked for, with which inputs,
feedback and past outputs), the result or error, and the trace that optimizers read.
"""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from tests.lift.migrate.legacy.environments import LINES, python_of

HERE = Path(__file__).parent
PIPELINES = Path(__file__).parents[3] / "pipelines"

pytestmark = [pytest.mark.matrix, pytest.mark.slow]

NAMES = [
    line.split()[1].partition("(")[0]
    for before, line in zip(
        [""] + (HERE / "scenarios.py").read_text().splitlines(),
        (HERE / "scenarios.py").read_text().splitlines(),
        strict=False,
    )
    if before.startswith("@scenario(") and line.startswith("def ")
]


@cache
def played(version: str, assertions: str, cache_folder: str) -> dict[str, Any]:
    python = python_of(version)
    done = subprocess.run(
        [python, HERE / "scenarios.py", assertions],
        env=dict(os.environ) | {"PYTHONPATH": str(PIPELINES), "DSPY_CACHEDIR": cache_folder},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return cast("dict[str, Any]", json.loads(done.stdout))


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("dspy"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("version", LINES)
def test_the_same_calls_and_results(version: str, name: str, cache_folder: str) -> None:
    before = played("2.5.43", "dspy", cache_folder)[name]
    assert played(version, "lift", cache_folder)[name] == before


def test_every_scenario_is_compared(cache_folder: str) -> None:
    assert sorted(played("2.5.43", "dspy", cache_folder)) == sorted(NAMES)
    assert len(NAMES) >= 40


def test_the_scenarios_tell_one_behaviour_from_another(cache_folder: str) -> None:
    """As many different courses of events as a comparison needs to mean something."""
    found = played("2.5.43", "dspy", cache_folder)
    calls = [call for one in found.values() for call in one["calls"]]
    assert len({json.dumps(one, sort_keys=True) for one in found.values()}) >= 25
    assert any("feedback" in call["given"] and "past_answer" in call["given"] for call in calls)
    assert {one.get("error") for one in found.values()} == {
        None,
        "DSPyAssertionError",
        "DSPySuggestionError",
        "ValueError",
    }
