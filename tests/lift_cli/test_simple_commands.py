"""Commands that need no model: their whole output."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.store.database import open_database


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lift.toml").write_text("[lift]\nmodel = 'builtin'\nseed = 3\n")
    return tmp_path


def test_init_says_what_it_wrote_and_what_it_kept(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "README.md").write_text("mine")

    result = lift("init", "--model", "builtin", cwd=tmp_path)

    assert result.exit_code == 0
    assert result.stdout == (
        "wrote lift.toml\n"
        "wrote budgets/optimizer_budget.yaml\n"
        "wrote eval/.gitignore\n"
        "kept  eval/README.md\n"
    )
    assert result.stderr == "next: lift optimize --role coder\n"
    assert 'model = "builtin"\n' in (tmp_path / "lift.toml").read_text()


def test_init_in_another_folder_as_json(lift: LiftCommand, tmp_path: Path) -> None:
    assert lift("init", str(tmp_path / "new"), "--json").json() == {
        "project": str(tmp_path / "new"),
        "written": [
            "lift.toml",
            "budgets/optimizer_budget.yaml",
            "eval/README.md",
            "eval/.gitignore",
        ],
        "kept": [],
    }


def test_init_writes_nothing_for_an_address_that_is_none(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("init", "--model", "ollama", "--json", cwd=tmp_path)

    assert result.exit_code == 2
    assert result.error()[0] == "usage"
    assert list(tmp_path.iterdir()) == []


def test_settings_with_their_origins(
    lift: LiftCommand, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIFT_THREADS", "2")

    lines = lift("config", "show", cwd=project / ".").stdout.splitlines()

    assert [line.split() for line in lines] == [
        ["SETTING", "VALUE", "ORIGIN"],
        ["model", "builtin", "lift.toml:2"],
        ["reflection_model", "-", "default"],
        ["python", "-", "default"],
        ["optimizer", "gepa", "default"],
        ["seed", "3", "lift.toml:3"],
        ["threads", "2", "LIFT_THREADS"],
        ["context_tokens", "-", "default"],
        ["max_output_tokens", "-", "default"],
        ["timeout_s", "600.0", "default"],
        ["ollama_host", "http://127.0.0.1:11434", "default"],
        ["slots", "1", "default"],
        ["keep_alive", "-", "default"],
    ]


def test_settings_as_json(lift: LiftCommand, project: Path) -> None:
    found = lift("config", "show", "--project", str(project), "--json").json()

    settings = found["settings"]
    assert settings["seed"] == {"value": 3, "origin": "lift.toml:3"}
    assert (found["file"], found["roles"]) == (str(project / "lift.toml"), {})


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("calls",), "store", "nothing is recorded in "),
        (("report",), "data", "there is no report: "),
        (("baseline", "show", "--role", "coder"), "baseline", "there is no baseline: "),
        (("flags", "set", "coder", "baseline"), "usage", "there is no flag OPTIMIZE_CODER"),
        (("regress", "run", "--role", "coder"), "baseline", "there is no baseline: "),
    ],
)
def test_what_is_not_there_yet_is_an_error_with_a_hint(
    lift: LiftCommand, project: Path, arguments: tuple[str, ...], code: str, message: str
) -> None:
    result = lift(*arguments, "--json", cwd=project)

    found_code, found_message, hint = result.error()
    assert (found_code, result.exit_code) == (code, 2 if code == "usage" else 4)
    assert found_message.startswith(message)
    assert hint


def test_no_calls_and_no_such_run_are_said(lift: LiftCommand, project: Path) -> None:
    open_database(project / ".lift" / "lift.db").close()

    none = lift("calls", cwd=project)
    unknown = lift("calls", "--run", "optimize-1", "--json", cwd=project)

    assert (none.exit_code, none.stdout, none.stderr) == (0, "", "no calls are recorded for this\n")
    assert unknown.exit_code == 2
    assert unknown.error() == (
        "usage",
        "there is no run optimize-1",
        "the latest runs are: none yet",
    )


def test_a_file_that_is_no_report_is_not_called_ours(lift: LiftCommand, project: Path) -> None:
    (project / "mine.json").write_text("{")

    code, message, hint = lift("report", "mine.json", "--json", cwd=project).error()

    assert (code, message.partition(",")[0]) == ("store", "mine.json")
    assert hint == "if mine.json was written by lift, restore or delete it; else name another file"


def test_nothing_is_made_by_looking(lift: LiftCommand, project: Path) -> None:
    for arguments in (("calls",), ("flags", "list"), ("baseline", "show"), ("report",)):
        lift(*arguments, cwd=project)

    assert [path.name for path in project.iterdir()] == ["lift.toml"]


def test_no_flags_and_no_baselines_are_empty_objects(lift: LiftCommand, project: Path) -> None:
    assert lift("flags", "list", "--json", cwd=project).json() == {"flags": []}
    assert lift("baseline", "show", "--json", cwd=project).json() == {
        "schema_version": 1,
        "kind": "baseline",
        "roles": {},
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("calls",),
        ("config", "show"),
        ("optimize", "--role", "coder"),
        ("baseline", "capture", "--role", "coder"),
        ("baseline", "show"),
        ("regress", "run", "--role", "coder"),
        ("flags", "list"),
        ("report",),
    ],
)
def test_outside_of_a_project_the_way_in_is_named(
    lift: LiftCommand, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = lift(*arguments, cwd=tmp_path)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.endswith(" hint: make this folder a project: lift init\n")


def test_doctor_lists_every_check_and_fails_with_4(lift: LiftCommand, project: Path) -> None:
    (project / "lift.toml").write_text("[lift]\nthreads = 0\n")

    plain, as_json = lift("doctor", cwd=project), lift("doctor", "--json", cwd=project)

    assert (plain.exit_code, as_json.exit_code) == (4, 4)
    assert "fail  settings: lift.toml:2: lift.threads = 0: " in plain.stdout
    assert f"      repair: edit line 2 of {project / 'lift.toml'}\n" in plain.stdout
    checks = as_json.json()["checks"]
    assert {"python", "dspy", "gepa", "mlflow", "disk project", "database"} <= {
        check["name"] for check in checks
    }
