"""`lift migrate env`, through the command line, with small wheels instead of the index."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.harness import LiftCommand
from tests.lift.migrate.envs.stub_index import real_uv, write_wheel

pytestmark = pytest.mark.skipif(real_uv() is None, reason="needs uv")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    wheels = tmp_path / "wheels"
    write_wheel(wheels, "dspy", "3.0.1")
    write_wheel(wheels, "needed", "0.5")
    write_wheel(wheels, "needed", "0.4")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(wheels))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    root = tmp_path / "project"
    root.mkdir()
    (root / "lift.toml").write_text("")
    (root / "requirements.txt").write_text("dspy==2.6.27\nneeded\n")
    return root


def test_environments_are_found_from_a_folder_below(lift: LiftCommand, project: Path) -> None:
    (project / "lift.toml").unlink()
    below = project / "src" / "app"
    below.mkdir(parents=True)

    assert lift("migrate", "env", "create", "3.0.1", cwd=project).exit_code == 0

    assert "ready" in lift("migrate", "env", "list", cwd=below).stdout
    assert not (below / ".lift").exists()


def test_create_list_verify_remove(lift: LiftCommand, project: Path) -> None:
    made = lift("migrate", "env", "create", "3.0.1", "--json", cwd=project)
    assert made.exit_code == 0, made.stderr
    assert made.json()["state"] == "ready"
    assert made.json()["packages"] == 1
    (listed,) = lift("migrate", "env", "list", "--json", cwd=project).json()["environments"]
    assert (listed["version"], listed["made"]) == ("3.0.1", False)
    assert lift("migrate", "env", "verify", "3.0.1", cwd=project).exit_code == 0
    removed = lift("migrate", "env", "remove", "3.0.1", "--json", cwd=project)
    assert removed.json() == {"version": "3.0.1", "removed": True}
    assert lift("migrate", "env", "list", "--json", cwd=project).json() == {"environments": []}


def test_table_says_what_to_do_about_damage(lift: LiftCommand, project: Path) -> None:
    lift("migrate", "env", "create", "3.0.1", cwd=project)
    (project / ".lift" / "envs" / "3.0.1" / "pyvenv.cfg").unlink()
    listed = lift("migrate", "env", "list", cwd=project)
    assert listed.stdout.splitlines()[1].split() == [
        *("3.0.1", "damaged"),
        listed.stdout.splitlines()[1].split()[2],
        *("1", "lift", "migrate", "env", "repair", "3.0.1"),
    ]
    seen = lift("migrate", "env", "verify", "3.0.1", cwd=project)
    assert seen.exit_code == 1
    assert "its pyvenv.cfg is not there" in seen.stdout
    assert "next: lift migrate env repair 3.0.1" in seen.stderr
    assert lift("migrate", "env", "repair", "3.0.1", cwd=project).exit_code == 0
    assert lift("migrate", "env", "verify", "3.0.1", cwd=project).exit_code == 0


def test_with_project_installs_what_it_needs_but_not_its_dspy(
    lift: LiftCommand, project: Path
) -> None:
    made = lift("migrate", "env", "create", "3.0.1", "--with-project", "--json", cwd=project)
    assert made.json()["requirements"] == ["needed"]
    assert made.json()["packages"] == 2


def test_constraints_of_the_project_hold_for_their_version(
    lift: LiftCommand, project: Path
) -> None:
    (project / "constraints.txt").write_text("dspy==3.0.1\nneeded==0.4\n")
    lift("migrate", "env", "create", "3.0.1", "--with", "needed", cwd=project)
    site = project / ".lift" / "envs" / "3.0.1" / "lib"
    assert [one.name for one in site.glob("*/site-packages/needed-*")] == ["needed-0.4.dist-info"]


def test_constraints_that_were_named_and_do_not_fit_are_not_ignored_in_silence(
    lift: LiftCommand, project: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("dspy==3.4.1\n")
    made = lift("migrate", "env", "create", "3.0.1", "--constraints", str(other), cwd=project)
    assert made.exit_code == 0
    assert f"{other} does not pin DSPy 3.0.1, so it is not used" in made.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code", "hint"),
    [
        (("create", "new"), "usage", 2, "lift migrate env create 3.0.1"),
        (("create", "2.3.0"), "usage", 2, "lift migrate env create 2.4.17"),
        (("create", "3.0.1", "--with", "dspy"), "usage", 2, "leave it out"),
        (("create", "3.0.1", "--python", "3.9"), "environment", 4, "leave --python out"),
        (("repair", "3.0.1"), "environment", 4, "lift migrate env create 3.0.1"),
    ],
)
def test_mistakes_say_what_to_type(
    lift: LiftCommand,
    project: Path,
    arguments: tuple[str, ...],
    code: str,
    exit_code: int,
    hint: str,
) -> None:
    result = lift("migrate", "env", *arguments, "--json", cwd=project)
    assert result.exit_code == exit_code
    assert result.error()[0] == code
    assert hint in result.error()[2]


def test_outside_of_a_project_the_working_directory_counts(
    lift: LiftCommand, project: Path
) -> None:
    (project / "lift.toml").unlink()
    made = lift("migrate", "env", "create", "3.0.1", "--json", cwd=project)
    assert made.json()["folder"] == str(project / ".lift" / "envs" / "3.0.1")
