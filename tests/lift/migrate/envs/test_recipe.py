"""What goes into the environment of a version."""

from __future__ import annotations

import pytest

from lift.errors import UsageError
from lift.migrate.envs import recipe_for
from lift.migrate.envs.tools import UNREACHABLE, hint_for
from lift.migrate.pins.releases import releases


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ("2.4.0", "dspy-ai==2.4.0"),
        ("2.4.17", "dspy-ai==2.4.17"),
        ("2.5.0", "dspy-ai==2.5.0"),
        ("2.5.1", "dspy==2.5.1"),
        ("2.6.27", "dspy==2.6.27"),
        ("3.4.1", "dspy==3.4.1"),
    ],
)
def test_the_distribution_changed_its_name(version: str, line: str) -> None:
    assert recipe_for(version).lines == (line,)


@pytest.mark.parametrize("version", ["2.6.99", "2.6.25", "3.1.1"])
def test_a_version_that_never_was_is_refused_before_anything_is_installed(version: str) -> None:
    with pytest.raises(UsageError, match=f"there is no DSPy {version}") as refused:
        recipe_for(version)
    assert refused.value.hint.startswith("the one before it: lift migrate env create ")


def test_a_version_is_spelled_as_it_was_published() -> None:
    assert recipe_for("2.6").lines == ("dspy==2.6.0",)
    assert recipe_for("9.9.9").version == "9.9.9"  # newer than this lift: the index knows


@pytest.mark.parametrize("version", ["2.5.8", "2.5.26", "2.5.27", "2.5.42"])
def test_litellm_that_is_gone_is_replaced(version: str) -> None:
    recipe = recipe_for(version)
    assert recipe.replaced
    assert "litellm==1.53.7" in recipe.lines
    assert not [one for one in recipe.lines if one.startswith("dspy")]
    assert "no longer published" in recipe.notes[0]


@pytest.mark.parametrize("version", ["2.5.7", "2.5.43", "2.6.0"])
def test_nothing_is_replaced_elsewhere(version: str) -> None:
    assert not recipe_for(version).replaced


def test_every_release_has_a_python() -> None:
    for one in releases():
        pythons = recipe_for(str(one.version)).pythons
        assert pythons[0] == "3.11", one.version
        assert all(one.python.contains(f"{minor}.99") for minor in pythons)


@pytest.mark.parametrize(
    ("version", "python", "runs"),
    [
        ("2.5.43", "3.9", True),
        ("2.5.43", "3.13", False),  # its metadata allows it, its packages do not
        ("2.6.27", "3.9", True),
        ("2.6.27", "3.14", False),
        ("3.0.1", "3.9", False),
        ("3.4.1", "3.14", True),
    ],
)
def test_pythons_that_a_version_runs_on(version: str, python: str, runs: bool) -> None:
    assert (python in recipe_for(version).pythons) is runs


def test_requirements_are_sorted_and_each_there_once() -> None:
    recipe = recipe_for("3.0.1", requirements=["numpy >=2", "chromadb", "numpy>=2"])
    assert recipe.lines == ("dspy==3.0.1", "chromadb", "numpy>=2")


@pytest.mark.parametrize("line", ["dspy", "dspy-ai==2.4.1", "DSPy_AI", "dspy[optuna]>=3"])
def test_dspy_itself_cannot_be_a_requirement(line: str) -> None:
    with pytest.raises(UsageError, match="names DSPy"):
        recipe_for("3.0.1", requirements=[line])


@pytest.mark.parametrize("line", ["-r requirements.txt", "./local", "a b"])
def test_what_is_no_requirement_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="is not a requirement"):
        recipe_for("3.0.1", requirements=[line])


@pytest.mark.parametrize("version", ["newest", "", "2.3.9", "1.0"])
def test_versions_that_lift_makes_no_environment_of(version: str) -> None:
    with pytest.raises(UsageError):
        recipe_for(version)


@pytest.mark.parametrize(
    ("constraints", "used"),
    [
        ("dspy==3.0.1\nnumpy==2.4.6\n", True),
        ("# made by lock\nnumpy==2.4.6\ndspy[all]==3.0.1 ; python_version > '3'\n", True),
        ("DSPY == 3.0.1\n", True),
        ("dspy==3.4.1\nnumpy==2.4.6\n", False),
        ("numpy==2.4.6\n", False),
        ("dspy>=3.0.1\n", False),
        ("", False),
    ],
)
def test_constraints_count_for_the_version_that_they_pin(constraints: str, used: bool) -> None:
    assert bool(recipe_for("3.0.1", constraints=constraints).constraints) is used


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("cause: tcp connect error: Connection refused", UNREACHABLE),
        ("Temporary failure in name resolution", UNREACHABLE),
        ("Because dspy was not found in the cache and you require dspy", UNREACHABLE),
        ("No space left on device", "free some space"),
        ("No solution found when resolving dependencies", "exclude each other"),
        ("No solution found: there is no version of dspy==9.9.9 and", "has no such DSPy"),
        ("ERROR: No matching distribution found for dspy==9.9.9", "has no such DSPy"),
        ("ensurepip is not available, apt install python3-venv", "install uv"),
        ("a new kind of trouble", "read what the installer said"),
    ],
)
def test_failures_of_installers_say_what_to_do(said: str, hint: str) -> None:
    assert hint in hint_for(said)
