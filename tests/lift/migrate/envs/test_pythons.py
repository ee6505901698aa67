"""A Python is what runs: shims that fail do not count."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lift.errors import EnvironmentFault
from lift.migrate.envs.pythons import choose_python, inspect_python

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


def _script(folder: Path, name: str, body: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def _choose(folder: Path, asked: str | None = None, minors: tuple[str, ...] = (OWN,)) -> str | None:
    env = {"PATH": str(folder), "HOME": str(folder)}
    found = choose_python(asked=asked, minors=minors, version="3.0.1", env=env)
    return None if found is None else found.minor


def test_own_python_is_one() -> None:
    found = inspect_python(sys.executable)
    assert found is not None
    assert found.version == sys.version.split()[0]
    assert found.minor == OWN


@pytest.mark.parametrize(
    "body", ["echo 'pyenv: not found' >&2; exit 127", "echo hello", "kill -9 $$"]
)
def test_shim_that_fails_is_none(tmp_path: Path, body: str) -> None:
    assert inspect_python(_script(tmp_path, "python3.11", body)) is None


def test_missing_interpreter_is_none(tmp_path: Path) -> None:
    assert inspect_python(tmp_path / "python") is None


def test_failing_shim_is_passed_over_for_the_next_on_the_path(tmp_path: Path) -> None:
    shims, good = tmp_path / "shims", tmp_path / "good"
    _script(shims, f"python{OWN}", "exit 127")
    _script(good, f"python{OWN}", f'exec {sys.executable} "$@"')
    env = {"PATH": f"{shims}:{good}"}
    found = choose_python(asked=None, minors=(OWN,), version="3.0.1", env=env)
    assert found is not None
    assert found.minor == OWN


def test_name_that_lies_about_its_version_does_not_count(tmp_path: Path) -> None:
    _script(tmp_path, "python3.7", f'exec {sys.executable} "$@"')
    assert _choose(tmp_path, minors=("3.7",)) is None


def test_python_of_pyenv_is_found_without_its_shims(tmp_path: Path) -> None:
    folder = tmp_path / ".pyenv" / "versions" / f"{OWN}.9" / "bin"
    _script(folder, f"python{OWN}", f'exec {sys.executable} "$@"')
    assert _choose(tmp_path) == OWN


def test_no_python_at_all_is_none(tmp_path: Path) -> None:
    assert _choose(tmp_path) is None


def test_path_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    assert _choose(tmp_path, asked=sys.executable) == OWN


def test_path_that_does_not_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="is not an interpreter that runs"):
        _choose(tmp_path, asked=str(tmp_path / "python"))


@pytest.mark.parametrize("asked", ["3.7", sys.executable])
def test_python_that_the_version_does_not_run_on_is_refused(tmp_path: Path, asked: str) -> None:
    with pytest.raises(EnvironmentFault, match=r"DSPy 3\.0\.1 does not run on Python") as caught:
        _choose(tmp_path, asked=asked, minors=("3.8",))
    assert caught.value.hint == "leave --python out, or write --python 3.8"
