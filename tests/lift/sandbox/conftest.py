from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lift.sandbox import hostile, hostile_suites
from tests.lift.sandbox.ordinary_user import (
    copy_sandbox,
    make_environment,
    python_for_nobody,
    run_as_nobody,
)


@pytest.fixture(scope="session")
def nobody_python() -> str:
    """An interpreter for the user nobody."""
    if os.getuid() != 0:
        pytest.skip("the tests run as an ordinary user already")
    found = python_for_nobody()
    if found is None:
        pytest.skip("no interpreter here that an ordinary user may start")
    return found


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are for their owner only."""
    folder = Path(tempfile.mkdtemp(prefix="lift-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sandbox_copy(open_folder: Path) -> Path:
    """A folder with `lift.sandbox`, the attacks, and nothing else of lift."""
    folder = open_folder / "copy"
    folder.mkdir()
    attacks = folder / "tests" / "lift" / "sandbox"
    attacks.mkdir(parents=True)
    for module in ("hostile", "hostile_code", "hostile_kit", "hostile_suites"):
        shutil.copy(Path(hostile.__file__).with_name(f"{module}.py"), attacks)
    copy_sandbox(folder)
    return folder


@pytest.fixture(scope="session")
def suite_python(open_folder: Path) -> str:
    """An interpreter that has pytest and no plugins, for the user who runs the tests."""
    return make_environment(open_folder / "env", getattr(sys, "_base_executable", sys.executable))


@pytest.fixture(scope="session")
def attacks_as_nobody(nobody_python: str, sandbox_copy: Path) -> dict[str, hostile.Verdict]:
    """The verdicts on every attack, run as an ordinary user in one process."""
    command = [nobody_python, "-m", "tests.lift.sandbox.hostile"]
    ended = run_as_nobody(command, env={"PYTHONPATH": str(sandbox_copy)})
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    return {
        name: hostile.Verdict(score=score, text=text, denied=denied)
        for name, (score, text, denied) in answers.items()
    }


@pytest.fixture(scope="session")
def suite_attacks_as_nobody(
    nobody_python: str, sandbox_copy: Path, open_folder: Path
) -> dict[str, hostile_suites.SuiteVerdict]:
    """The verdicts on every attack of a suite, run as an ordinary user in one process."""
    suite_python = make_environment(open_folder / "nobody-env", nobody_python)
    command = [nobody_python, "-m", "tests.lift.sandbox.hostile_suites", suite_python]
    ended = run_as_nobody(command, env={"PYTHONPATH": str(sandbox_copy)})
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    return {
        name: hostile_suites.SuiteVerdict(passed=passed, text=text, touched=touched)
        for name, (passed, text, touched) in answers.items()
    }
