from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from lift.doctor.finding import Status
from lift.doctor.machine import examine_disk, examine_interpreter
from lift.doctor.packages import examine_packages
from lift.doctor.places import examine_database, examine_project
from lift.project import Project

TESTED = {"dspy": "3.4.1", "gepa": "0.1.4", "mlflow": "3.17.2", "xllamacpp": "2026.10.11549"}


def packages(versions: Mapping[str, str | None]) -> dict[str, tuple[str, str]]:
    known: Mapping[str, str | None] = TESTED | dict(versions)
    found = examine_packages(version_of=known.get)
    return {one.name: (one.status.value, one.repair) for one in found}


def test_the_environment_of_the_tests_is_healthy() -> None:
    found = {one.name: one for one in examine_packages()}

    assert {
        name: one.status for name, one in found.items() if name in {"python", "dspy", "gepa"}
    } == {
        "python": Status.OK,
        "dspy": Status.OK,
        "gepa": Status.OK,
    }


@pytest.mark.parametrize(
    ("name", "version", "status", "repair"),
    [
        ("dspy", None, "fail", "pip install lift-dspy"),
        ("dspy", "2.6.27", "fail", "pip install 'dspy>=3.0.1'"),
        ("dspy", "3.2.0", "warn", "pip install dspy==3.4.1"),
        ("gepa", None, "fail", "pip install --force-reinstall dspy"),
        ("mlflow", None, "warn", "pip install 'lift-dspy[mlflow]'"),
        ("xllamacpp", None, "warn", "pip install 'lift-dspy[builtin]'"),
    ],
)
def test_each_missing_or_odd_package_comes_with_its_repair(
    name: str, version: str | None, status: str, repair: str
) -> None:
    assert packages({name: version})[name] == (status, repair)


def test_another_gepa_than_dspy_wants_fails() -> None:
    status, repair = packages({"gepa": "9.9.9"})["gepa"]

    assert status == "fail"
    assert repair.startswith("pip install gepa==0.")


def test_a_folder_that_cannot_be_written_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    writable, proc = examine_disk({"here": tmp_path / "not" / "yet", "proc": Path("/proc/self")})

    assert (writable.name, writable.status) == ("disk here", Status.OK)
    assert (proc.status, proc.repair) == (Status.FAIL, "ls -ld /proc/self")


def test_an_interpreter_that_is_gone_fails(tmp_path: Path) -> None:
    found = examine_interpreter(setting="/gone/python", env={}, root=tmp_path, own="/own")

    assert (found.status, found.repair) == (
        Status.FAIL,
        "name one that is: --python /path/to/bin/python",
    )


def test_no_project_is_a_warning() -> None:
    assert examine_project(None).repair == "lift init"


def test_a_database_is_not_made_by_looking(tmp_path: Path) -> None:
    project = Project(root=tmp_path)

    assert examine_database(project).status is Status.OK
    assert not project.lift_dir.exists()


def test_a_damaged_database_is_found(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.lift_dir.mkdir()
    project.db_path.write_bytes(b"not a database at all" * 100)

    found = examine_database(project)

    assert (found.status, found.repair != "") == (Status.FAIL, True)


def test_a_database_of_a_newer_lift_is_refused(tmp_path: Path) -> None:
    from lift.store.database import open_database

    project = Project(root=tmp_path)
    open_database(project.db_path).close()
    assert examine_database(project).status is Status.OK
    connection = sqlite3.connect(project.db_path)
    connection.execute("INSERT INTO applied_migrations VALUES ('999_future', 0)")
    connection.commit()
    connection.close()

    assert examine_database(project).status is Status.FAIL
