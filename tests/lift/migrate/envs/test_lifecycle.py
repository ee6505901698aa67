"""Environments are made, looked at, repaired and removed; wheels are small, everything is real."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.lift.migrate.envs.stub_index import local_workplace, real_uv, write_wheel

from lift.errors import EnvironmentFault
from lift.migrate.envs import (
    State,
    create,
    list_environments,
    recipe_for,
    remove,
    repair,
    verify,
)

pytestmark = pytest.mark.skipif(real_uv() is None, reason="needs uv")


def _site(python: Path) -> Path:
    return next((python.parent.parent / "lib").glob("python3.*/site-packages"))


def test_created_environment_runs_its_own_dspy(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1"))
    assert (made.state, made.made, made.problems) == (State.READY, True, ())
    assert made.folder == workplace.envs / "3.0.1"
    assert made.packages == {"dspy": "3.0.1", "small": "2.0"}
    assert made.installer.startswith("uv ")
    code = "import dspy; print(dspy.__version__)"
    said = subprocess.run([made.python, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout == "3.0.1\n"


def test_pip_is_used_where_uv_is_not_wanted(tmp_path: Path, wheels: Path) -> None:
    with_pip = create(local_workplace(tmp_path, wheels, use_uv=False), recipe_for("2.6.27"))
    with_uv = create(local_workplace(tmp_path / "other", wheels), recipe_for("2.6.27"))
    assert with_pip.installer == "pip"
    # venv itself puts setuptools into environments of Python 3.11 and older.
    assert {**with_pip.packages, "setuptools": ""} == {"dspy": "2.6.27", "setuptools": ""}
    assert with_uv.packages == {"dspy": "2.6.27"}
    assert verify(local_workplace(tmp_path, wheels), "2.6.27").problems == ()


def test_second_create_does_nothing(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    first = create(workplace, recipe_for("3.0.1"))
    manifest = (first.folder / "lift-env.json").read_bytes()
    second = create(workplace, recipe_for("3.0.1"))
    assert not second.made
    assert second.lock_hash == first.lock_hash
    assert (first.folder / "lift-env.json").read_bytes() == manifest


def test_create_with_other_wishes_makes_it_anew(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    first = create(workplace, recipe_for("3.0.1"))
    second = create(workplace, recipe_for("3.0.1", requirements=["needed>=0.1"]))
    assert second.made
    assert second.packages["needed"] == "0.5"
    assert second.requirements == ("needed>=0.1",)
    assert second.lock_hash != first.lock_hash


def test_constraints_of_this_version_hold(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1", constraints="dspy==3.0.1\nsmall==1.0\n"))
    assert made.packages["small"] == "1.0"


def test_constraints_of_another_version_do_not_count(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1", constraints="dspy==2.6.27\nsmall==1.0\n"))
    assert made.packages["small"] == "2.0"


def test_old_release_is_installed_under_its_old_name(tmp_path: Path, wheels: Path) -> None:
    made = create(local_workplace(tmp_path, wheels), recipe_for("2.4.17"))
    assert made.packages == {"dspy-ai": "2.4.17"}
    assert made.distribution == "dspy-ai"


def test_list_shows_every_version_oldest_first(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    assert list_environments(workplace) == ()
    for version in ("3.0.1", "2.4.17", "2.6.27"):
        create(workplace, recipe_for(version))
    (workplace.envs / "notes").mkdir()
    found = list_environments(workplace)
    assert [one.version for one in found] == ["2.4.17", "2.6.27", "3.0.1"]
    assert all(one.ready for one in found)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("delete", "dspy/extra.py is not there"),
        ("edit", "dspy/extra.py was changed"),
        ("same size", "dspy/extra.py was changed"),
        ("uninstall", "small 2.0 is no longer installed"),
        ("install", "needed 0.5 was installed by hand"),
        ("record", "RECORD was changed"),
        ("python", "its interpreter"),
        ("cfg", "its pyvenv.cfg is not there"),
    ],
)
def test_damage_is_seen_and_repaired(tmp_path: Path, wheels: Path, damage: str, said: str) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1"))
    site = _site(made.python)
    extra = site / "dspy" / "extra.py"
    if damage == "delete":
        extra.unlink()
    elif damage == "edit":
        extra.write_text("WORDS = 'mine'\n")
    elif damage == "same size":
        extra.write_text(extra.read_text().replace("nothing", "somehow"))
    elif damage == "uninstall":
        shutil.rmtree(site / "small-2.0.dist-info")
    elif damage == "install":
        install = [real_uv() or "", "pip", "install", "-q", "--no-index", "-f", str(wheels)]
        subprocess.run([*install, "--python", made.python, "needed"], check=True)
    elif damage == "record":
        record = site / "dspy-3.0.1.dist-info" / "RECORD"
        record.write_text(record.read_text().replace("extra.py,", "extra.py,x"))
    elif damage == "python":
        made.python.unlink()
    else:
        (made.folder / "pyvenv.cfg").unlink()
    found = verify(workplace, "3.0.1")
    assert found.state is State.DAMAGED
    assert said in " ".join(found.problems)
    mended = repair(workplace, "3.0.1")
    assert (mended.state, mended.made) == (State.READY, True)
    assert mended.lock_hash == made.lock_hash
    assert verify(workplace, "3.0.1").problems == ()


def test_repair_brings_back_the_very_packages(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1", requirements=["needed"]))
    write_wheel(wheels, "small", "3.0")  # what a new resolution would choose
    (made.folder / "pyvenv.cfg").unlink()
    assert repair(workplace, "3.0.1").packages == made.packages


def test_repair_leaves_a_ready_one_alone(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    create(workplace, recipe_for("3.0.1"))
    assert not repair(workplace, "3.0.1").made


def test_repair_of_nothing_says_what_to_type(tmp_path: Path, wheels: Path) -> None:
    with pytest.raises(EnvironmentFault, match="there is no environment") as caught:
        repair(local_workplace(tmp_path, wheels), "3.0.1")
    assert caught.value.hint == "lift migrate env create 3.0.1"


@pytest.mark.parametrize("content", ["", "{}", '{"schema_version": 9}'])
def test_manifest_changed_by_hand_is_damage(tmp_path: Path, wheels: Path, content: str) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1", requirements=["needed"]))
    (made.folder / "lift-env.json").write_text(content)
    assert list_environments(workplace)[0].state is State.DAMAGED
    assert repair(workplace, "3.0.1").packages["needed"] == "0.5"


def test_manifest_of_a_newer_lift_is_not_believed(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1"))
    manifest = made.folder / "lift-env.json"
    content = json.loads(manifest.read_text()) | {"schema_version": 2}
    manifest.write_text(json.dumps(content))
    assert "newer lift" in verify(workplace, "3.0.1").problems[0]


def test_dspy_that_cannot_be_imported_is_no_environment(tmp_path: Path, wheels: Path) -> None:
    write_wheel(wheels, "dspy", "2.6.0", code="raise RuntimeError('broken release')\n")
    workplace = local_workplace(tmp_path, wheels)
    with pytest.raises(EnvironmentFault, match="broken release"):
        create(workplace, recipe_for("2.6.0"))
    assert list_environments(workplace) == ()


def test_failed_install_leaves_nothing(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    with pytest.raises(EnvironmentFault, match=r"dspy==2\.6\.5") as caught:
        create(workplace, recipe_for("2.6.5"))
    assert caught.value.hint
    assert list_environments(workplace) == ()


def test_remove_deletes_it_once(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("2.6.27"))
    assert remove(workplace, "2.6.27")
    assert not made.folder.exists()
    assert not remove(workplace, "2.6.27")


def test_folder_of_somebody_else_is_left_alone(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    mine = workplace.envs / "3.0.1" / "precious.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    for act in (
        lambda: create(workplace, recipe_for("3.0.1")),
        lambda: repair(workplace, "3.0.1"),
        lambda: remove(workplace, "3.0.1"),
    ):
        with pytest.raises(EnvironmentFault, match="was not made by lift"):
            act()
    assert mine.read_text() == "mine"
    assert list_environments(workplace)[0].state is State.FOREIGN


def test_link_to_a_folder_elsewhere_is_left_alone(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    made = create(workplace, recipe_for("3.0.1"))
    elsewhere = tmp_path / "elsewhere"
    made.folder.rename(elsewhere)
    made.folder.symlink_to(elsewhere)
    with pytest.raises(EnvironmentFault, match="was not made by lift"):
        remove(workplace, "3.0.1")
    assert (elsewhere / "lift-env.json").exists()


def test_environments_ignore_themselves_in_git(tmp_path: Path, wheels: Path) -> None:
    workplace = local_workplace(tmp_path, wheels)
    create(workplace, recipe_for("2.6.27"))
    assert (workplace.envs / ".gitignore").read_text() == "*\n"
