"""lift's assertions do what those of DSPy 2.5.43 did: the same programs, the same scripted model.

Compared are, for each scenario, every call (which outputs were asked for, with which inputs,
feedback and past outputs), the result or error, and the trace that optimizers read.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from tests.lift.migrate.legacy.environments import LINES, python_of

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

pytestmark = [pytest.mark.matrix, pytest.mark.slow]

NAMES = re.findall(
    r"^@scenario\(.*\)\ndef (\w+)", (HERE / "scenarios.py").read_text(), re.MULTILINE
)


Played = Callable[[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Run all scenarios in an environment, once."""
    folder = tmp_path_factory.mktemp("played")

    @cache
    def play(version: str, assertions: str) -> dict[str, Any]:
        written = folder / f"{version}-{assertions}.json"
        path = os.pathsep.join([str(ROOT), *([str(ROOT / "pipelines")] * (assertions == "lift"))])
        done = subprocess.run(
            [python_of(version), HERE / "scenarios.py", assertions, written],
            env=dict(os.environ) | {"DSPY_CACHEDIR": str(folder), "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return {"failed": done.stderr[-2000:]}
        return cast("dict[str, Any]", json.loads(written.read_text("utf-8")))

    return play


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("version", LINES)
def test_the_same_calls_and_results(version: str, name: str, played: Played) -> None:
    before, now = played("2.5.43", "dspy"), played(version, "lift")
    assert "failed" not in before | now
    assert now[name] == before[name]


def test_every_scenario_is_compared(played: Played) -> None:
    assert sorted(played("2.5.43", "dspy")) == sorted(NAMES)
    assert len(NAMES) >= 40


def test_the_scenarios_tell_one_behaviour_from_another(played: Played) -> None:
    """As many different courses of events as a comparison needs to mean something."""
    found = played("2.5.43", "dspy")
    calls = [call for one in found.values() for call in one["calls"]]
    assert len({json.dumps(one, sort_keys=True) for one in found.values()}) >= 25
    assert any("feedback" in call["given"] and "past_answer" in call["given"] for call in calls)
    assert {one.get("error") for one in found.values()} == {
        None,
        "DSPyAssertionError",
        "DSPySuggestionError",
        "ValueError",
    }
