from __future__ import annotations

from pathlib import Path

import pytest

from lift.config import load_settings
from lift.errors import ConfigError, StoreError
from lift.scaffold import scaffold_project

ALL = (
    Path("lift.toml"),
    Path("budgets/optimizer_budget.yaml"),
    Path("eval/README.md"),
    Path("eval/.gitignore"),
)


def test_a_new_project_is_complete_and_its_settings_load(tmp_path: Path) -> None:
    done = scaffold_project(tmp_path / "new", model='odd"name\\')

    assert done.written == ALL
    assert done.kept == ()
    assert load_settings(done.project, env={}).model == 'odd"name\\'


def test_without_a_model_none_is_set(tmp_path: Path) -> None:
    assert load_settings(scaffold_project(tmp_path, model=None).project, env={}).model is None


def test_what_exists_is_kept_byte_for_byte(tmp_path: Path) -> None:
    mine = tmp_path / "budgets" / "optimizer_budget.yaml"
    mine.parent.mkdir()
    mine.write_bytes(b"mine\r\n")

    done = scaffold_project(tmp_path, model=None)
    again = scaffold_project(tmp_path, model="builtin")

    assert done.kept == (Path("budgets/optimizer_budget.yaml"),)
    assert (again.written, again.kept) == ((), ALL)
    assert mine.read_bytes() == b"mine\r\n"


def test_settings_in_pyproject_are_not_hidden_by_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lift]\nseed = 3\n")

    done = scaffold_project(tmp_path, model=None)

    assert not (tmp_path / "lift.toml").exists()
    assert load_settings(done.project, env={}).seed == 3


def test_a_file_cannot_become_a_project(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="is a file"):
        scaffold_project(tmp_path / "file", model=None)


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "budgets").write_text("not a folder")

    with pytest.raises(StoreError, match="optimizer_budget.yaml"):
        scaffold_project(tmp_path, model=None)
