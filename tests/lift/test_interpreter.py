from __future__ import annotations

from pathlib import Path

import pytest

from lift.errors import EnvironmentFault
from lift.interpreter import Interpreter, find_interpreter


def make(folder: Path) -> Path:
    path = folder / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.write_text("")
    return path


def test_the_first_of_option_file_environment_and_folder_counts(tmp_path: Path) -> None:
    given, configured = make(tmp_path / "given"), make(tmp_path / "configured")
    active, local = make(tmp_path / "active"), make(tmp_path / ".venv")
    conda = make(tmp_path / "conda")
    env = {"VIRTUAL_ENV": str(tmp_path / "active"), "CONDA_PREFIX": str(tmp_path / "conda")}

    def find(**changes: object) -> Interpreter:
        known: dict[str, object] = {"explicit": None, "setting": None, "env": {}}
        return find_interpreter(**(known | changes), root=tmp_path, own="/own")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    assert find(explicit=str(given), setting=str(configured), env=env).path == given
    assert find(setting="configured/bin/python", env=env) == Interpreter(
        path=configured, origin="lift.toml"
    )
    assert find(env=env) == Interpreter(path=active, origin="VIRTUAL_ENV")
    assert find(env={"CONDA_PREFIX": str(tmp_path / "conda")}).path == local
    local.unlink()
    assert find(env={"CONDA_PREFIX": str(tmp_path / "conda")}).path == conda
    assert find() == Interpreter(path=Path("/own"), origin="lift's own")


def test_relative_names_count_from_where_people_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option from the working directory, the file's from its folder, `.venv` in the package."""
    given, configured = make(tmp_path / "given"), make(tmp_path / "project" / "configured")
    monkeypatch.chdir(tmp_path)

    def find(explicit: str | None, setting: str | None) -> Path:
        return find_interpreter(
            explicit=explicit,
            setting=setting,
            env={},
            root=Path("package"),
            own="/own",
            settings_root=tmp_path / "project",
        ).path

    local = make(tmp_path / "package" / ".venv")
    assert find("given/bin/python", None) == given
    assert find(None, "configured/bin/python") == configured
    assert find(None, None) == local


def test_what_is_named_but_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="from VIRTUAL_ENV, is not there"):
        find_interpreter(
            explicit=None, setting=None, env={"VIRTUAL_ENV": "/gone"}, root=tmp_path, own="/own"
        )
