from __future__ import annotations

from pathlib import Path

import pytest

from lift.errors import ConfigError
from lift.project import Project, find_project


def test_the_nearest_lift_toml_upwards_is_the_project(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "deep" / "deeper"
    inner.mkdir(parents=True)
    (tmp_path / "lift.toml").write_text("")
    (tmp_path / "repo" / "lift.toml").write_text("")

    assert find_project(inner).root == tmp_path / "repo"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.lift]\n",
        "[project]\nname='x'\n\n[tool.lift.roles.mine]\nprogram='a:b'\n",
        " [ tool . lift ]\n",
    ],
)
def test_a_tool_table_in_pyproject_makes_a_project(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    project = find_project(tmp_path)

    assert project == Project(root=tmp_path)
    assert project.config_path == tmp_path / "pyproject.toml"


@pytest.mark.parametrize("text", ["[tool.lifted]\n", "[tool.ruff]\n", "# [tool.lift] is not here"])
def test_a_pyproject_of_something_else_is_no_project(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(ConfigError, match=r"no lift\.toml in ") as refused:
        find_project(tmp_path)

    assert refused.value.hint.endswith("lift init")


def test_lift_toml_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lift]\n")
    (tmp_path / "lift.toml").write_text("")

    assert find_project(tmp_path).config_path == tmp_path / "lift.toml"


def test_a_pyproject_that_is_not_text_does_not_stop_the_search(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "lift.toml").write_text("")

    assert find_project(inner).root == tmp_path
