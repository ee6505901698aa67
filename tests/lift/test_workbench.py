from __future__ import annotations

from pathlib import Path

import pytest

from lift.config import Settings, load_settings
from lift.errors import ConfigError, ReplayMiss, StoreError, UsageError
from lift.project import Project
from lift.roles.file_role import FileRole
from lift.roles.role import Example, Program, ProgramRun, Score
from lift.testing import FixedClock
from lift.workbench import Workbench, choose_models


def settings(**env: str) -> Settings:
    return load_settings(None, env={f"LIFT_{name.upper()}": value for name, value in env.items()})


def role(*, shipped: bool) -> FileRole:
    def metric(example: Example, run: ProgramRun) -> Score:
        raise NotImplementedError

    def build() -> Program:
        raise NotImplementedError

    return FileRole(name="r", shipped=shipped, data=Path("r.jsonl"), metric=metric, build=build)


def test_a_named_model_is_taken_without_a_word() -> None:
    chosen = choose_models(role(shipped=False), settings(model="ollama/a"), own_data=True)

    assert (chosen.model, chosen.reflection, chosen.warning) == ("ollama/a", "ollama/a", None)


def test_a_shipped_role_may_run_on_builtin_said_loudly() -> None:
    chosen = choose_models(role(shipped=True), settings(), own_data=False)

    assert (chosen.model, chosen.reflection) == ("builtin", "builtin")
    assert str(chosen.warning).startswith("no model is chosen, so this runs on `builtin`. ")


def test_builtin_is_said_even_where_it_was_named() -> None:
    chosen = choose_models(role(shipped=False), settings(model="builtin"), own_data=True)

    assert str(chosen.warning).startswith("this runs on `builtin`. ")


@pytest.mark.parametrize(
    ("shipped", "own_data", "what"),
    [(False, True, "role r"), (False, False, "role r"), (True, True, "your own data for role r")],
)
def test_own_roles_and_own_data_never_run_on_builtin_unasked(
    shipped: bool, own_data: bool, what: str
) -> None:
    with pytest.raises(ConfigError, match=f"does not run on {what} unless named"):
        choose_models(role(shipped=shipped), settings(), own_data=own_data)


def test_a_malformed_address_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(UsageError):
        choose_models(
            role(shipped=True), settings(model="builtin", reflection_model="ollama"), own_data=False
        )


def test_lifts_folder_ignores_itself(tmp_path: Path) -> None:
    with Workbench(project=Project(root=tmp_path), settings=settings(), clock=FixedClock()):
        pass

    assert (tmp_path / ".lift" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / ".lift" / "lift.db").exists()


def test_outside_of_a_project_nothing_stays(tmp_path: Path) -> None:
    with Workbench(project=None, settings=settings(), clock=FixedClock()) as bench:
        path = bench.database.path
        assert path.exists()

    assert not path.exists()


def test_the_same_model_has_one_engine(tmp_path: Path) -> None:
    with Workbench(project=None, settings=settings(), clock=FixedClock()) as bench:
        one = bench.engine("ollama/a@mac")

        assert bench.engine("ollama/a@mac:11434") is one
        assert bench.engine("ollama/b@mac") is not one


def test_a_replay_knows_only_recorded_models(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    with (
        Workbench(project=project, settings=settings(), clock=FixedClock(), replay=True) as bench,
        pytest.raises(ReplayMiss, match="ollama/a"),
    ):
        bench.engine("ollama/a")


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".lift").write_text("")

    with pytest.raises(StoreError, match=r"cannot write .*\.lift"):
        Workbench(project=Project(root=tmp_path), settings=settings(), clock=FixedClock())
