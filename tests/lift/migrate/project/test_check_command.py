"""`lift migrate check` on whole projects: versions, settings, tiers, baseline, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import validate
from tests.harness import LiftCommand, LiftProcess

SARIF_SCHEMA = Path(__file__).parents[1] / "output" / "data" / "sarif-2.1.0-rtm.5.json"
OLD = "import dspy\nP = dspy.Program\n"
LEGACY = "import dspy\nlm = dspy.OpenAI()\n"
SILENT = "import dspy\ndspy.Evaluate(devset=[], metric=None)\n"


def found(lift: LiftCommand, root: Path, *options: str) -> list[tuple[str, str]]:
    payload = lift("migrate", "check", *options, "--json", cwd=root).json()
    return [(one["path"], one["code"]) for one in payload["findings"]]


def summary(lift: LiftCommand, root: Path, *options: str) -> tuple[str, str, list[str]]:
    payload = lift("migrate", "check", *options, "--format", "json", cwd=root).json()
    return payload["summary"]["from"], payload["summary"]["to"], payload["summary"]["notes"]


# ------------------------------------------------------------------------ which versions
@pytest.mark.parametrize(
    ("files", "version", "reason"),
    [
        ({"a.py": OLD}, "2.6.27", "nothing is pinned, and nothing older is used"),
        ({"a.py": LEGACY}, "2.5.43", "a.py:2 uses what 2.6.0 removed"),
        ({"a.py": "import dsp\n"}, "2.5.43", "a.py:1 uses what 2.6.0 removed"),
        ({"a.py": "from dspy.functional import TypedPredictor\n"}, "2.5.43",
         "a.py:1 uses what 2.6.0 removed"),
        ({"a.py": "import dspy\n# dspy.OpenAI is gone\nS = 'dspy.Assert'\n"}, "2.6.27",
         "nothing is pinned, and nothing older is used"),
        ({"a.py": OLD, "requirements.txt": "dspy==2.6.5\n"}, "2.6.5",
         "it is what the project pins"),
        ({"a.py": LEGACY, "requirements.txt": "dspy==2.6.5\n"}, "2.5.43",
         "a.py:2 uses what 2.6.0 removed; the pin of 2.6.5 is later"),
        ({"a.py": LEGACY, "requirements.txt": "dspy-ai==2.4.9\n"}, "2.4.9",
         "it is what the project pins"),
        ({"a.py": OLD, "requirements.txt": "dspy==3.0.1\n"}, "2.6.27",
         "the pins say 3.0.1 already"),
        ({"a.py": OLD, "pyproject.toml": "[project]\ndependencies = ['dspy>=2.6.8,<3']\n"},
         "2.6.8", "it is what the project pins"),
    ],
)  # fmt: skip
def test_where_nobody_says_it_the_source_is_found_out_and_explained(
    lift: LiftCommand, tmp_path: Path, files: dict[str, str], version: str, reason: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    source, _, notes = summary(lift, tmp_path, "--to", "3.0.1")

    assert (source, notes) == (version, [f"from {version}: {reason} (say otherwise with --from)"])
    assert notes[0] in lift("migrate", "check", "--to", "3.0.1", cwd=tmp_path).stdout


def test_the_target_is_the_pin_of_the_constraints(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(OLD)
    assert summary(lift, tmp_path)[1:] == (
        "3.0.1",
        ["to 3.0.1: no constraints.txt pins another (say otherwise with --to)",
         "from 2.6.27: nothing is pinned, and nothing older is used (say otherwise with --from)"],
    )  # fmt: skip
    (tmp_path / "constraints.txt").write_text("dspy==3.4.1\n")
    assert summary(lift, tmp_path, "src")[1] == "3.4.1"
    assert summary(lift, tmp_path, "--to", "3.2.0")[1] == "3.2.0"
    (tmp_path / "lift.toml").write_text('[migrate]\nfrom = "2.6.1"\nto = "3.1.0"\n')
    assert summary(lift, tmp_path, "src") == ("2.6.1", "3.1.0", [])


def test_pins_outside_of_the_repository_are_somebody_elses(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("dspy-ai==2.4.17\n")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "a.py").write_text("import dspy\n")

    said = lift("migrate", "check", "--json", cwd=tmp_path / "repository").json()

    assert said["summary"]["from"] == "2.6.27"


def test_the_pins_above_a_folder_count(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(OLD)
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['dspy==2.6.9']\n")

    assert summary(lift, tmp_path / "src")[0] == "2.6.9"


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (("--from", "banana"), "'banana' is not a version", "--from 2.6.27 --to 3.0.1"),
        (("--from", "1.9"), "lift knows DSPy from 2.4.0 on, not 1.9", "--from 2.4.0"),
        (("--from", "3.4.1", "--to", "3.0.1"),
         "DSPy 3.4.1 (from) is newer than 3.0.1 (to); lift moves programs forward only",
         "did you mean: --from 3.0.1 --to 3.4.1"),
        (("nowhere",), "nowhere does not exist", "name a file or folder that does"),
        (("--select", "XYZ"), "no code begins with XYZ", "lift migrate rules"),
        (("--format", "xml"), "'xml' is not one of", "lift migrate check --help"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said(
    lift: LiftCommand, tmp_path: Path, options: tuple[str, ...], message: str, hint: str
) -> None:
    result = lift("migrate", "check", *options, "--json", cwd=tmp_path)

    code, said, way = result.error()
    assert (result.exit_code, code) == (2, "usage")
    assert message in said
    assert hint in way


def test_a_version_that_lift_does_not_know_is_said(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD)

    _, _, notes = summary(lift, tmp_path, "--from", "2.6.25", "--to", "99.0")

    assert notes == [
        "lift does not know DSPy 99.0; the nearest before it is 3.4.1",
        "lift does not know DSPy 2.6.25; the nearest before it is 2.6.24",
    ]


# ------------------------------------------------------------------------ what counts
def test_exit_codes_follow_the_severity(lift: LiftCommand, tmp_path: Path) -> None:
    def code(*options: str) -> int:
        route = ("--from", "2.6.27", "--to", "3.0.1", *options)
        return lift("migrate", "check", *route, cwd=tmp_path).exit_code

    assert code() == 0
    (tmp_path / "a.py").write_text(SILENT)
    assert (code(), code("--fail-on", "error"), code("--fail-on", "never")) == (1, 0, 0)
    (tmp_path / "a.py").write_text(OLD)
    assert (code(), code("--fail-on", "error"), code("--fail-on", "never")) == (1, 1, 0)
    assert (code("--ignore", "LFT1"), code("--select", "LFT2")) == (0, 0)
    (tmp_path / "lift.toml").write_text('[migrate]\nfail-on = "never"\n')
    assert (code(), code("--fail-on", "info")) == (0, 1)


def test_settings_leave_out_files_and_codes(lift: LiftCommand, tmp_path: Path) -> None:
    for name in ("a.py", "vendor/b.py", "tests/c.py", "src/vendor.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(OLD)
    everything = [("a.py", "LFT102"), ("src/vendor.py", "LFT102"), ("tests/c.py", "LFT102"),
                  ("vendor/b.py", "LFT102")]  # fmt: skip
    assert found(lift, tmp_path) == everything

    (tmp_path / "lift.toml").write_text(
        '[migrate]\nexclude = ["vendor/"]\nper-file-ignores = { "tests/*" = ["LFT1"] }\n'
    )

    assert found(lift, tmp_path) == everything[:2]
    assert lift("migrate", "check", "--json", cwd=tmp_path).json()["summary"]["files"] == 3
    assert found(lift, tmp_path, "tests", "a.py") == everything[:1]
    assert found(lift, tmp_path / "tests") == []
    (tmp_path / "lift.toml").write_text('[migrate]\nignore = ["LFT1"]\n')
    assert found(lift, tmp_path) == []
    assert found(lift, tmp_path, "--select", "LFT102") == everything  # who says more wins


def test_what_cannot_be_read_is_told_whatever_is_selected(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("import dspy\nx = (\n")

    assert found(lift, tmp_path, "--select", "LFT2") == [("a.py", "LFT001")]
    assert found(lift, tmp_path, "--ignore", "LFT0") == []


def test_a_baseline_leaves_out_what_is_known_wherever_the_check_is_run(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "lift.toml").write_text('[migrate]\nbaseline = "known.json"\n')
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(OLD)
    assert lift("migrate", "check", cwd=tmp_path).exit_code == 4
    written = lift("migrate", "check", "--write-baseline", "known.json", cwd=tmp_path)
    assert (written.exit_code, written.stderr) == (0, "wrote known.json: 1 known findings\n")

    (tmp_path / "src" / "a.py").write_text("# moved down\n" + OLD + "Q = dspy.Program\n")

    for where in (tmp_path, tmp_path / "src"):
        result = lift("migrate", "check", "--json", cwd=where).json()
        assert ([one["line"] for one in result["findings"]], result["summary"]["known"]) == ([4], 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not a baseline of findings: Expecting property name"),
        ("[]", "is not a baseline of findings: "),
        ('{"schema_version": 1, "kind": "x", "findings": [{"code": 1}]}', "findings.0.code"),
        ('{"schema_version": 9, "kind": "x", "findings": []}', "has schema_version 9"),
    ],
)
def test_a_baseline_that_is_none(
    lift: LiftCommand, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "known.json").write_text(content)

    result = lift("migrate", "check", "--baseline", "known.json", "--json", cwd=tmp_path)

    code, message, hint = result.error()
    assert (result.exit_code, code) == (4, "config")
    assert said in message
    assert hint == "write it: lift migrate check --write-baseline known.json"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("x = [", "lift.toml is not valid TOML"),
        ('[migrate]\nfrmo = "1"\n', "lift.toml:2: unknown key migrate.frmo"),
        ('[migrate]\nfrom = "abc"\n', "migrate.from = 'abc': not a version, such as 3.0.1"),
        ('[migrate]\nignore = ["foo"]\n', "foo is no code, such as LFT201"),
        ('[migrate]\nper-file-ignores = { "a" = ["x"] }\n', "x is no code, such as LFT201"),
        ('[migrate]\nguide = "nope.md"\n', "cannot read the criticality guide"),
        ('[migrate]\nfail-on = "often"\n', "Input should be 'info', 'warning', 'error' or"),
        ("[migrate.tiers]\n5 = ['a']\n", "Input should be '1', '2', '3' or '4'"),
    ],
)
def test_settings_that_are_wrong(
    lift: LiftCommand, tmp_path: Path, settings: str, message: str
) -> None:
    (tmp_path / "lift.toml").write_text(settings)

    for command in ("check", "fix", "report"):
        result = lift("migrate", command, "--json", cwd=tmp_path)
        code, said, _ = result.error()
        assert (result.exit_code, code) == (4, "config")
        assert message in said


def test_versions_are_spelled_as_they_were_published(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("dspy-ai==2.5.43\n")

    assert summary(lift, tmp_path, "--from", "2.5.43", "--to", "2.6")[:2] == ("2.5.43", "2.6.0")
    planned = lift("migrate", "fix", "--from", "2.5.43", "--to", "2.6", cwd=tmp_path)
    assert "+dspy==2.6.0\n" in planned.stdout


# ------------------------------------------------------------------------ formats
def test_two_output_formats_are_refused(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("migrate", "check", "--format", "sarif", "--json", cwd=tmp_path)

    code, said, _ = result.error()
    assert (result.exit_code, code) == (2, "usage")
    assert "--json and --format sarif exclude each other" in said


# ------------------------------------------------------------------------ saved programs
def test_saved_programs_are_looked_into(lift: LiftCommand, tmp_path: Path) -> None:
    none: list[str] = []
    plan = {
        **dict.fromkeys(("traces", "train", "demos"), none),
        "signature": {"instructions": "Plan.", "fields": none},
        "lm": {"model": "ollama_chat/a", "api_key": "sk-abcdefghijklmnopqrstuvwx"},
    }
    state = {"plan": plan, "metadata": {"dependency_versions": {"dspy": "2.6.27"}}}
    (tmp_path / "agent.json").write_text(json.dumps(state))
    (tmp_path / "data.json").write_text('{"demos": [], "traces": [], "signature": 1}')

    result = found(lift, tmp_path, "--to", "3.0.1")

    assert {code[:4] for path, code in result if path == "agent.json"} == {"LFT3"}
    assert {path for path, _ in result} == {"agent.json"}


# ------------------------------------------------------------------------ odd files
def test_odd_files_are_findings_and_never_a_crash(lift: LiftCommand, tmp_path: Path) -> None:
    odd = {
        "a.ipynb": b"dspy {",
        "b.ipynb": b'{"cells": 3, "x": "dspy"}',
        "latin.py": b"import dspy\nx = '\xff'\n",
        "cookie.py": b"# coding: klingon\nimport dspy\n",
        "null.py": b"import dspy\0\n",
        "deep.py": b"import dspy\nx = " + b"(" * 5000 + b")" * 5000,
        "long.py": b"import dspy\nx = " + b"+".join([b"1"] * 100_000),
        "pyproject.toml": b"[project\ndspy = 1",
    }
    fine = {"empty.py": b"", "bom.py": b"\xef\xbb\xbf", "no_dspy.py": b"x = ("}
    for name, data in (odd | fine).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path)

    assert found(lift, tmp_path) == [(name, "LFT001") for name in sorted(odd)]


def test_sarif_of_a_whole_project_is_what_the_standard_says(
    lift: LiftCommand, tmp_path: Path
) -> None:
    cells = [{"cell_type": "code", "source": OLD}]
    (tmp_path / "a b%ü.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    (tmp_path / "a.md").write_text(f"```python\n{OLD}```\n")
    (tmp_path / "requirements.txt").write_text("dspy-ai==2.6.27\n")
    (tmp_path / "bad.py").write_text("import dspy (\n")

    log = lift("migrate", "check", "--format", "sarif", cwd=tmp_path).json()

    validate(log, json.loads(SARIF_SCHEMA.read_text("utf-8")))
    (run,) = log["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert {one["artifactLocation"]["uri"] for one in places} == {
        "a%20b%25%C3%BC.ipynb", "a.md", "requirements.txt", "bad.py",
    }  # fmt: skip


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_file_names_may_be_anything(
    lift: LiftCommand, lift_environment: dict[str, str], tmp_path: Path, style: str
) -> None:
    names = [b"\xff.py", b"new\nline.py", b'q"\\.py', "ü 😀.py".encode(), b"%0A&<>.py"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text(OLD)

    done = subprocess.run(
        [sys.executable, "-m", "lift_cli", "migrate", "check", "--format", style],
        cwd=tmp_path,
        env=lift_environment,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout.count(b"LFT102") >= 5, done.stderr) == (1, True, b"")
    if style in {"json", "sarif"}:
        assert isinstance(json.loads(done.stdout), dict)
    if style == "junit":
        assert len(list(ET.fromstring(done.stdout).iter("failure"))) == 5
    assert lift("migrate", "check", "--write-baseline", "k.json", cwd=tmp_path).exit_code == 0
    assert found(lift, tmp_path, "--baseline", "k.json") == []
    assert lift("migrate", "fix", "--apply", cwd=tmp_path).exit_code == 0


def test_a_terminal_without_utf8_shows_escapes(lift_process: LiftProcess, tmp_path: Path) -> None:
    (tmp_path / "ü.py").write_text(OLD)

    process = lift_process("migrate", "check", cwd=tmp_path, PYTHONIOENCODING="ascii")
    stdout, stderr = process.communicate()

    assert (process.returncode, stdout.splitlines()[0], stderr) == (1, "\\xfc.py", "")


def test_an_empty_folder_is_said_to_be_empty(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("migrate", "check", cwd=tmp_path)

    assert result.exit_code == 0
    assert "there is no Python file, notebook, Markdown file or manifest here" in result.stdout


def test_paths_are_named_from_where_the_command_runs(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(OLD)
    (tmp_path / "elsewhere").mkdir()

    assert found(lift, tmp_path, "src") == [("src/a.py", "LFT102")]
    assert found(lift, tmp_path, "./src/../src/a.py") == [("src/a.py", "LFT102")]
    assert found(lift, tmp_path / "elsewhere", "../src") == [("a.py", "LFT102")]


def test_a_reader_that_has_seen_enough_is_no_error(
    lift_process: LiftProcess, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("import dspy\n" + "dspy.Program\n" * 1000)

    process = lift_process("migrate", "check", "--fail-on", "never", cwd=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()

    assert process.wait() == 0
