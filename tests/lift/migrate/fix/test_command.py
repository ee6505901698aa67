"""`lift migrate fix` as a person runs it: what is shown, what is written, what stays as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.harness import CommandResult, LiftCommand, LiftProcess

OLD = "import dspy\n\n\nclass Program(dspy.Program):  # keep\n    pass\n"
NEW = OLD.replace("dspy.Program", "dspy.Module")
UNSAFE = "import dspy\n\nqa = dspy.TypedPredictor('q -> a')\n"
NOTEBOOK = (
    '{\n "cells": [\n  {"cell_type": "markdown", "source": ["dspy.Program"]},\n'
    '  {\n   "cell_type": "code",\n   "metadata": {},\n   "outputs": [{"text": "dspy.Program"}],\n'
    '   "source": [\n    "%pip install dspy\\n",\n    "import dspy\\n",\n'
    '    "class A(dspy.Program): pass"\n   ]\n  }\n ],\n "nbformat": 4\n}\n'
)
MARKDOWN = "# dspy.Program\n\n```python\nimport dspy\nclass A(dspy.Program): pass\n```\n"

LISTED = (
    "1. dspy.Program\r\n\r\n   ~~~python\r\n   import dspy\r\n \r\n   class A(dspy.Program):\r\n"
    "       pass\r\n   ~~~\r\n"
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def repository(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "x")


def fix(lift: LiftCommand, root: Path, *options: str) -> CommandResult:
    route = ("--from", "2.5.43", "--to", "3.0.1")
    return lift("migrate", "fix", *route, *options, cwd=root)


FILES = {
    "plain.py": (OLD.encode(), NEW.encode()),
    "crlf.py": (OLD.replace("\n", "\r\n").encode(), NEW.replace("\n", "\r\n").encode()),
    "bom.py": (b"\xef\xbb\xbf" + OLD.encode(), b"\xef\xbb\xbf" + NEW.encode()),
    "tabs.py": (
        b"import dspy\nif 1:\n\tP = dspy.Program",
        b"import dspy\nif 1:\n\tP = dspy.Module",
    ),
    "latin.py": (
        b"# -*- coding: latin-1 -*-\nimport dspy; S = '\xe4\xa0'; P = dspy.Program\x0c\n",
        b"# -*- coding: latin-1 -*-\nimport dspy; S = '\xe4\xa0'; P = dspy.Module\x0c\n",
    ),
    "emoji ä.py": (
        "import dspy; S = '😀'; P = dspy.Program\n".encode(),
        "import dspy; S = '😀'; P = dspy.Module\n".encode(),
    ),
    "book.ipynb": (
        NOTEBOOK.encode(),
        NOTEBOOK.replace("A(dspy.Program)", "A(dspy.Module)").encode(),
    ),
    "notes.md": (
        MARKDOWN.encode(),
        MARKDOWN.replace("A(dspy.Program)", "A(dspy.Module)").encode(),
    ),
    "steps.md": (
        LISTED.encode(),
        LISTED.replace("A(dspy.Program)", "A(dspy.Module)").encode(),
    ),
    "requirements.txt": (
        b"dspy-ai==2.6.27  # old\r\nclick\r\n",
        b"dspy==3.0.1  # old\r\nclick\r\n",
    ),
    "pyproject.toml": (
        b"[project]\nname = 'x'\ndependencies = [\n  'dspy==2.6.27', # old\n]\n",
        b"[project]\nname = 'x'\ndependencies = [\n  'dspy==3.0.1', # old\n]\n",
    ),
    "setup.py": (
        b"import dspy\nP = dspy.Program\nsetup(install_requires=['dspy-ai==2.6.27'])\n",
        b"import dspy\nP = dspy.Module\nsetup(install_requires=['dspy==3.0.1'])\n",
    ),
    "data.txt": (b"dspy.Program\n", b"dspy.Program\n"),
    "strings.py": (b"S = 'dspy.Program'  # dspy.Program\n",) * 2,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, (before, _) in FILES.items():
        (tmp_path / name).write_bytes(before)
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in FILES}


def test_by_default_a_diff_is_shown_that_git_can_apply(lift: LiftCommand, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lift_cli", "migrate", "fix", "--from", "2.6.27", "--to", "3.0.1"],
        cwd=project,
        capture_output=True,
        check=False,
        env=_environment(),
    )

    assert done.returncode == 1
    assert contents(project) == {name: before for name, (before, _) in FILES.items()}
    git(project, "init", "--quiet")
    subprocess.run(["git", "-C", str(project), "apply"], input=done.stdout, check=True)
    assert contents(project) == {name: after for name, (_, after) in FILES.items()}
    assert fix(lift, project, "--diff").stdout == ""


def test_a_diff_of_a_file_with_an_odd_name_can_be_applied(
    lift: LiftCommand, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("new\nline.py", 'q"\\.py', "tab\t.py", "ü 😀.py")]
    for path in paths:
        path.write_text(OLD)
    git(tmp_path, "init", "--quiet")

    diff = fix(lift, tmp_path).stdout

    subprocess.run(["git", "-C", str(tmp_path), "apply"], input=diff, text=True, check=True)
    assert [path.read_text() for path in paths] == [NEW] * 4


def _environment() -> dict[str, str]:
    import os

    roots = [str(Path(__file__).parents[4] / name) for name in ("cli", "pipelines")]
    return dict(os.environ) | {"PYTHONPATH": os.pathsep.join(roots)}


def test_on_a_terminal_the_diff_is_coloured(
    lift_process: LiftProcess, lift_environment: dict[str, str], tmp_path: Path
) -> None:
    del lift_environment["NO_COLOR"]
    (tmp_path / "a.py").write_text(OLD)

    process = lift_process("migrate", "fix", cwd=tmp_path, FORCE_COLOR="1", TERM="xterm")
    stdout, _ = process.communicate()

    lines = stdout.splitlines()
    assert "\x1b[31m-class Program(dspy.Program):  # keep\x1b[0m" in lines
    assert "\x1b[32m+class Program(dspy.Module):  # keep\x1b[0m" in lines


def test_everything_around_what_is_fixed_stays(lift: LiftCommand, project: Path) -> None:
    result = fix(lift, project, "--apply")

    assert (result.exit_code, contents(project)) == (
        0,
        {name: after for name, (_, after) in FILES.items()},
    )
    assert "fixed crlf.py: LFT102 x1\n" in result.stdout
    assert "fixed setup.py: LFT102 x1, LFT401 x1\n" in result.stdout
    assert "fixed 13 of 13 findings, in 12 files (2.5.43 -> 3.0.1)" in result.stderr


def test_a_second_time_nothing_is_written(lift: LiftCommand, project: Path) -> None:
    fix(lift, project, "--apply", "--unsafe")
    times = {name: (project / name).stat().st_mtime_ns for name in FILES}

    again = fix(lift, project, "--apply", "--unsafe", "--json").json()

    assert (again["files"], again["left"], again["summary"]["fixed"]) == ([], [], 0)
    assert {name: (project / name).stat().st_mtime_ns for name in FILES} == times


def test_the_object_for_scripts(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD + "lm = dspy.OpenAI()\n")

    shown = fix(lift, tmp_path, "--json")
    written = fix(lift, tmp_path, "--json", "--apply")

    one, two = shown.json(), written.json()
    assert (shown.exit_code, written.exit_code) == (1, 1)
    assert (one["kind"], one["written"], two["written"]) == ("migrate-fix", False, True)
    assert one["files"] == two["files"]
    assert one["files"][0]["path"] == "a.py"
    assert one["files"][0]["diff"].startswith("--- a/a.py\n+++ b/a.py\n@@ ")
    assert [found["code"] for found in one["files"][0]["fixed"]] == ["LFT102"]
    assert [found["code"] for found in two["left"]] == ["LFT106"]
    assert one["summary"] == two["summary"]
    assert one["summary"] | {"notes": 0} == {
        "from": "2.5.43",
        "to": "3.0.1",
        "files": 1,
        "fixed": 1,
        "fixed_safe": 1,
        "fixed_unsafe": 0,
        "left": 1,
        "skipped": 0,
        "notes": 0,
    }


def test_what_may_change_the_meaning_is_only_written_when_asked_for(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(UNSAFE)

    safe = fix(lift, tmp_path, "--apply")

    assert (safe.exit_code, (tmp_path / "a.py").read_text()) == (1, UNSAFE)
    more = "1 more with changes to look at: lift migrate fix --from 2.5.43 --to 3.0.1 --unsafe"
    assert more in safe.stderr
    assert fix(lift, tmp_path, "--apply", "--unsafe").exit_code == 0
    assert (tmp_path / "a.py").read_text() == UNSAFE.replace("TypedPredictor", "Predict")


def test_what_is_known_or_ignored_is_not_changed(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "lift.toml").write_text(
        '[migrate]\nexclude = ["vendor/"]\nper-file-ignores = { "old.py" = ["LFT1"] }\n'
    )
    (tmp_path / "vendor").mkdir()
    for name in ("vendor/a.py", "old.py"):
        (tmp_path / name).write_text(OLD)
    (tmp_path / "a.py").write_text("import dspy\nP = dspy.Program  # lift: ignore[LFT102]\n")

    assert fix(lift, tmp_path, "--json").json()["files"] == []
    assert fix(lift, tmp_path, "--ignore", "LFT102", "--json").json()["files"] == []
    (tmp_path / "lift.toml").write_text("")
    lift("migrate", "check", "--from", "2.6.27", "--write-baseline", "known.json", cwd=tmp_path)
    (tmp_path / "lift.toml").write_text('[migrate]\nbaseline = "known.json"\n')
    assert fix(lift, tmp_path, "--json").json()["files"] == []


def test_a_tree_with_changes_that_git_does_not_have_is_left_alone(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(OLD)
    (tmp_path / "other.txt").write_text("1")
    repository(tmp_path)
    (tmp_path / "other.txt").write_text("2")

    refused = fix(lift, tmp_path, "--apply", "--json")

    assert (refused.exit_code, (tmp_path / "a.py").read_text()) == (4, OLD)
    assert refused.error() == (
        "environment",
        "git does not have what is in other.txt; changes would be mixed",
        "commit first, or write all the same: lift migrate fix --apply --allow-dirty",
    )
    assert fix(lift, tmp_path).exit_code == 1
    assert fix(lift, tmp_path, "--apply", "--allow-dirty").exit_code == 0
    assert (tmp_path / "a.py").read_text() == NEW


def test_a_clean_tree_is_written_and_a_new_file_is_not(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD)
    repository(tmp_path)
    (tmp_path / "new.py").write_text(OLD)

    assert fix(lift, tmp_path, "a.py", "--apply").exit_code == 0
    assert git(tmp_path, "status", "--porcelain") == " M a.py\n?? new.py\n"
    git(tmp_path, "commit", "--quiet", "-am", "y")
    assert "new.py" in fix(lift, tmp_path, "--apply").stderr
    assert (tmp_path / "new.py").read_text() == OLD


def test_nothing_to_do_in_a_dirty_tree_is_no_error(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(NEW)
    repository(tmp_path)
    (tmp_path / "a.py").write_text(NEW + "x = 1\n")

    assert fix(lift, tmp_path, "--apply").exit_code == 0


def test_links_and_read_only_files(lift: LiftCommand, tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    outside = tmp_path / "outside.py"
    for path in (root / "real.py", root / "locked.py", outside):
        path.write_text(OLD)
    (root / "a_link.py").symlink_to("real.py")
    (root / "out.py").symlink_to(outside)
    (root / "dead.py").symlink_to("nowhere.py")
    (root / "locked.py").chmod(0o444)

    result = fix(lift, root, "--apply")

    assert result.exit_code == 1
    assert (root / "real.py").read_text() == NEW
    assert (root / "a_link.py").is_symlink()
    assert ((root / "locked.py").read_text(), outside.read_text()) == (OLD, OLD)
    assert "locked.py is left as it is: it is read-only" in result.stderr
    assert f"out.py is left as it is: it is a link to {outside}" in result.stderr


def test_a_file_that_this_python_cannot_read_is_said_and_the_rest_is_fixed(
    lift: LiftCommand, tmp_path: Path
) -> None:
    newer = "import dspy\ntype Names = list[str]\nP = dspy.Program\n"
    (tmp_path / "newer.py").write_text(newer)
    (tmp_path / "broken.py").write_text("import dspy\nP = dspy.Program(\n")
    (tmp_path / "a.py").write_text(OLD)

    result = fix(lift, tmp_path, "--apply", "--json").json()

    readable = sys.version_info >= (3, 12)
    assert (tmp_path / "a.py").read_text() == NEW
    assert (tmp_path / "newer.py").read_text() == (
        newer.replace("Program", "Module") if readable else newer
    )
    left = {(one["code"], one["path"]) for one in result["left"]}
    assert left == {("LFT001", "broken.py"), *(() if readable else (("LFT001", "newer.py"),))}


def test_a_file_whose_encoding_does_not_give_it_back_is_left_alone(
    lift: LiftCommand, tmp_path: Path
) -> None:
    odd = b"# coding: utf-7\nimport dspy\nS = '+AEE-'\nP = dspy.Program\n"
    (tmp_path / "odd.py").write_bytes(odd)

    result = fix(lift, tmp_path, "--apply", "--json").json()

    assert [one["path"] for one in result["skipped"]] == ["odd.py"]
    assert (tmp_path / "odd.py").read_bytes() == odd


def test_a_generated_file_of_20_mb_is_said_not_to_be_checked(
    lift: LiftCommand, tmp_path: Path
) -> None:
    row = '    ("row", {"a": 1, "b": [1, 2, 3], "text": "some text of a generated file"}),\n'
    with (tmp_path / "generated.py").open("w") as file:
        file.write(OLD + "ROWS = [\n")
        file.writelines([row] * (20_000_000 // len(row)))
        file.write("]\n")
    (tmp_path / "a.py").write_text(OLD)

    result = fix(lift, tmp_path, "--apply", "--json").json()

    assert [one["path"] for one in result["files"]] == ["a.py"]
    assert [(one["code"], one["path"]) for one in result["left"]] == [("LFT001", "generated.py")]
    assert "lift reads 4,000,000" in result["left"][0]["message"]


def test_a_notebook_with_20_mb_of_pictures_is_fixed(lift: LiftCommand, tmp_path: Path) -> None:
    document = json.loads(NOTEBOOK)
    document["cells"][1]["outputs"] = [{"data": {"image/png": "A" * 20_000_000}}]
    (tmp_path / "big.ipynb").write_text(json.dumps(document, indent=1))

    assert fix(lift, tmp_path, "--apply").exit_code == 0
    after = json.loads((tmp_path / "big.ipynb").read_text())
    assert after["cells"][1]["source"][-1] == "class A(dspy.Module): pass"
    assert after["cells"][1]["outputs"] == document["cells"][1]["outputs"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--diff", "--apply"), "--diff only shows and --apply writes"),
        (("--diff", "-i"), "--diff only shows and --interactive writes"),
        (("-i", "--json"), "--interactive talks to a person, --json does not"),
        (("-i", "--unsafe"), "--interactive asks about unsafe changes as well"),
    ],
)
def test_options_that_contradict_each_other(
    lift: LiftCommand, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    result = fix(lift, tmp_path, *options)

    assert (result.exit_code, message in result.stderr + result.stdout) == (2, True)
