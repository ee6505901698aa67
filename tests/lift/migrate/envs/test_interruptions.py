"""What is left of a kill is recognised, two processes do not meet, nothing else is written to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.lift.migrate.envs.stub_index import local_workplace, real_uv, slow_uv

from lift.errors import EnvironmentFault
from lift.migrate.envs import (
    State,
    Workplace,
    create,
    list_environments,
    recipe_for,
    repair,
    verify,
)

pytestmark = pytest.mark.skipif(real_uv() is None, reason="needs uv")
PIPELINES = Path(__file__).resolve().parents[4] / "pipelines"
MAKE = """
import json, sys
from pathlib import Path
from lift.migrate.envs import Workplace, create, recipe_for
given = json.loads(sys.argv[1])
workplace = Workplace(envs=Path(given["envs"]), env=given["env"], wait_s=60)
made = create(workplace, recipe_for("3.0.1", requirements=given["requirements"]))
print(json.dumps({"made": made.made, "state": made.state.value, "packages": dict(made.packages)}))
"""


def _start(workplace: Workplace, *requirements: str) -> subprocess.Popen[str]:
    given = {
        "envs": str(workplace.envs),
        "env": dict(workplace.env),
        "requirements": list(requirements),
    }
    return subprocess.Popen(
        [sys.executable, "-c", MAKE, json.dumps(given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ) | {"PYTHONPATH": str(PIPELINES)},
        start_new_session=True,
    )


def _kill_while_installing(workplace: Workplace, *requirements: str) -> None:
    process = _start(workplace, *requirements)
    _wait_until_begun(workplace, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    _wait_until(lambda: list_environments(workplace)[0].state is not State.BUSY)


def _wait_until_begun(workplace: Workplace, process: subprocess.Popen[str]) -> None:
    installing = Path(workplace.env["PATH"].partition(os.pathsep)[0]) / "installing"
    _wait_until(lambda: installing.exists() or process.poll() is not None)
    assert installing.exists(), process.communicate()


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_killed_creation_is_unfinished_and_repaired_as_it_was_meant(
    tmp_path: Path, wheels: Path
) -> None:
    slow = local_workplace(tmp_path, wheels, env={"PATH": slow_uv(tmp_path / "bin", 30)})
    _kill_while_installing(slow, "needed>=0.1")
    workplace = local_workplace(tmp_path, wheels)
    (found,) = list_environments(workplace)
    assert (found.state, found.problems) == (State.UNFINISHED, ("making it was interrupted",))
    assert found.requirements == ("needed>=0.1",)
    mended = repair(workplace, "3.0.1")
    assert mended.ready
    assert mended.packages["needed"] == "0.5"


def test_create_after_a_kill_starts_anew(tmp_path: Path, wheels: Path) -> None:
    slow = local_workplace(tmp_path, wheels, env={"PATH": slow_uv(tmp_path / "bin", 30)})
    _kill_while_installing(slow)
    said: list[str] = []
    workplace = local_workplace(tmp_path, wheels, say=said.append)
    assert create(workplace, recipe_for("3.0.1")).ready
    assert said[0] == "3.0.1 is unfinished; making it anew"


def test_what_a_killed_creation_started_is_waited_for(tmp_path: Path, wheels: Path) -> None:
    slow = local_workplace(tmp_path, wheels, env={"PATH": slow_uv(tmp_path / "bin", 8)})
    process = _start(slow)
    _wait_until_begun(slow, process)
    process.kill()
    process.communicate()
    said: list[str] = []
    workplace = local_workplace(tmp_path, wheels, say=said.append)
    assert list_environments(workplace)[0].state is State.BUSY
    assert create(workplace, recipe_for("3.0.1")).ready
    assert said[:2] == [
        f"waiting for process {process.pid}, which works on 3.0.1",
        "3.0.1 is unfinished; making it anew",
    ]


def test_two_processes_at_once_make_it_once(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels, env={"PATH": slow_uv(tmp_path / "bin", 1)})
    both = [_start(workplace), _start(workplace)]
    answers = [process.communicate(timeout=120) for process in both]
    results = [json.loads(out) for out, _ in answers]
    assert sorted(one["made"] for one in results) == [False, True]
    assert results[0]["packages"] == results[1]["packages"]
    assert verify(workplace, "3.0.1").ready


def test_environment_in_the_making_is_busy_for_others(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels, env={"PATH": slow_uv(tmp_path / "bin", 3)})
    process = _start(workplace)
    _wait_until_begun(workplace, process)
    assert list_environments(workplace)[0].state is State.BUSY
    impatient = Workplace(envs=workplace.envs, env=workplace.env, wait_s=0.1)
    with pytest.raises(EnvironmentFault, match=f"process {process.pid} works on"):
        create(impatient, recipe_for("3.0.1"))
    process.communicate(timeout=120)
    assert list_environments(workplace)[0].state is State.READY


def test_environment_of_the_user_is_not_written_to(tmp_path: Path, wheels: Path) -> None:
    mine = tmp_path / "mine"
    subprocess.run([real_uv() or "", "venv", "-q", str(mine)], check=True)
    before = _tree(mine)
    elsewhere = {name: str(mine) for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME")}
    elsewhere |= {name: str(mine / "lib") for name in ("PIP_TARGET", "PYTHONPATH", "UV_TARGET")}
    elsewhere |= {"PIP_USER": "1", "UV_SYSTEM_PYTHON": "1", "UV_PROJECT_ENVIRONMENT": str(mine)}
    for use_uv in (True, False):
        workplace = local_workplace(tmp_path / str(use_uv), wheels, use_uv=use_uv, env=elsewhere)
        assert create(workplace, recipe_for("2.6.27")).ready
    assert _tree(mine) == before


def test_edit_in_an_environment_stays_there(tmp_path: Path, wheels: Path) -> None:
    first = local_workplace(tmp_path, wheels)
    second = Workplace(envs=tmp_path / "second", env=first.env)  # the same cache of uv
    one, other = create(first, recipe_for("2.6.27")), create(second, recipe_for("2.6.27"))
    file = next((one.folder / "lib").glob("python3.*/site-packages/dspy/extra.py"))
    with file.open("r+") as opened:
        opened.write("BAD")
    assert not verify(first, "2.6.27").ready
    assert verify(second, "2.6.27").ready
    assert repair(first, "2.6.27").ready
    assert other.lock_hash == one.lock_hash


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }
