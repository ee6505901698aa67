"""LFT4xx on real manifests: what is found, and what the file is after the fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lift.migrate.pins.manifest_kit import Found, check, found

from lift.migrate.finding import Fix
from lift.migrate.pins import declared_version
from lift.migrate.pins.read import read_manifest


@pytest.mark.parametrize(
    ("name", "before", "code", "after"),
    [
        ("requirements.txt", "dspy==2.6.27\n", "LFT402", "dspy==3.0.1\n"),
        ("requirements.txt", "DSPy == 2.6.27  # keep\r\n", "LFT402", "DSPy ==3.0.1  # keep\r\n"),
        ("requirements.txt", "dspy~=2.6.27", "LFT402", "dspy~=3.0.1"),
        ("requirements.txt", "dspy>=2.5,<2.7\n", "LFT402", "dspy>=3.0.1,<3.1\n"),
        ("requirements.txt", "dspy[mcp]==2.6.27\n", "LFT402", "dspy[mcp]==3.0.1\n"),
        (
            "requirements.txt",
            'dspy==2.6.27 ; python_version > "3.9"\n',
            "LFT402",
            'dspy==3.0.1 ; python_version > "3.9"\n',
        ),
        ("requirements.txt", "dspy-ai==2.6.27\n", "LFT401", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy_ai==2.5.43\n", "LFT401", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy-ai\n", "LFT401", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy-ai==2.4.17\n", "LFT402", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy-ai==2.5.20\n", "LFT402", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy\n", "LFT403", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy>=2.6\n", "LFT403", "dspy==3.0.1\n"),
        ("requirements/base.txt", "dspy==2.6.27\n", "LFT402", "dspy==3.0.1\n"),
        ("requirements-dev.in", "dspy==2.6.27\n", "LFT402", "dspy==3.0.1\n"),
        ("constraints.txt", "dspy==2.6.27\n", "LFT402", "dspy==3.0.1\n"),
        (
            "pyproject.toml",
            '[project]\ndependencies = [\n  "a",\n  "dspy==2.6.27", # x\n]\n',
            "LFT402",
            '[project]\ndependencies = [\n  "a",\n  "dspy==3.0.1", # x\n]\n',
        ),
        (
            "pyproject.toml",
            "[project.optional-dependencies]\nllm = ['dspy==2.6.27']\n",
            "LFT402",
            "[project.optional-dependencies]\nllm = ['dspy==3.0.1']\n",
        ),
        (
            "pyproject.toml",
            '[dependency-groups]\ndev = [{include-group = "a"}, "dspy==2.6.27"]\n',
            "LFT402",
            '[dependency-groups]\ndev = [{include-group = "a"}, "dspy==3.0.1"]\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\ndspy-ai = "^2.4.9"\n',
            "LFT401",
            '[tool.poetry.dependencies]\ndspy = "~3.0.1"\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.group.x.dependencies]\ndspy = {version = "2.6.27", optional = true}\n',
            "LFT402",
            '[tool.poetry.group.x.dependencies]\ndspy = {version = "3.0.1", optional = true}\n',
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n    click\n    dspy==2.6.27\n",
            "LFT402",
            "[options]\ninstall_requires =\n    click\n    dspy==3.0.1\n",
        ),
        (
            "setup.cfg",
            "[options.extras_require]\nllm =\n    dspy-ai>=2.4\n",
            "LFT401",
            "[options.extras_require]\nllm =\n    dspy==3.0.1\n",
        ),
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='ä', install_requires=['dspy==2.6.27'])\n",
            "LFT402",
            "from setuptools import setup\nsetup(name='ä', install_requires=['dspy==3.0.1'])\n",
        ),
        (
            "setup.py",
            'REQUIRED = [\n    "dspy-ai==2.4.9",\n]\n',
            "LFT402",
            'REQUIRED = [\n    "dspy==3.0.1",\n]\n',
        ),
        (
            "Pipfile",
            '[packages]\ndspy-ai = "==2.6.27"\n',
            "LFT401",
            '[packages]\ndspy = "==3.0.1"\n',
        ),
        (
            "environment.yml",
            "dependencies:\n- dspy=2.6\n- pip:\n  - x\n",
            "LFT402",
            "dependencies:\n- dspy=3.0.1\n- pip:\n  - x\n",
        ),
        (
            "environment.yaml",
            "dependencies:\n  - pip\n  - pip:\n      - dspy-ai==2.6.27\n",
            "LFT401",
            "dependencies:\n  - pip\n  - pip:\n      - dspy==3.0.1\n",
        ),
    ],
)
def test_a_pin_moves_to_the_target_and_keeps_its_form(
    tmp_path: Path, name: str, before: str, code: str, after: str
) -> None:
    assert check(tmp_path, name, before) == Found(codes=[code], fixed=after)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "dspy==3.0.1\n"),
        ("requirements.txt", "dspy>=3.0,<3.1\n"),
        ("requirements.txt", "dspy~=3.0.0\n"),
        ("requirements.txt", "# dspy-ai==2.4.9\nrequests\n"),
        ("requirements.txt", "dspy-tools==1\nmydspy\n"),
        ("requirements.txt", "-r other.txt\n--index-url https://x/dspy-ai==2.4\n"),
        ("requirements.txt", "this is not (a requirement\n"),
        ("notes.txt", "dspy==2.6.27\n"),
        ("pyproject.toml", '[project]\nname = "dspy-ai"\ndescription = "dspy==2.6.27"\n'),
        ("pyproject.toml", '[tool.other]\ndependencies = ["dspy==2.6.27"]\n'),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.8"\ndependencies = ["a"]\n'),
        ("setup.cfg", "[metadata]\ndescription = dspy==2.6.27\n"),
        ("setup.py", "print('dspy==2.6.27')\n"),
        ("environment.yml", "name: dspy-ai\ndependencies:\n  - python=3.8\n"),
        ("environment.yml", "channels:\n  - dspy\ndependencies: []\n"),
        ("Pipfile", '[packages]\nrequests = "*"\n'),
    ],
)
def test_nothing_to_say(tmp_path: Path, name: str, text: str) -> None:
    assert check(tmp_path, name, text) == Found(codes=[], fixed=text)


def test_a_constraints_file_or_a_lock_decides_for_an_open_pin(tmp_path: Path) -> None:
    (tmp_path / "constraints.txt").write_text("dspy==3.0.1\n")
    assert check(tmp_path, "requirements.txt", "dspy\n").codes == []

    (tmp_path / "constraints.txt").unlink()
    (tmp_path / "uv.lock").write_text("")
    assert check(tmp_path, "requirements.txt", "dspy\n").codes == []


def test_hashes_are_reported_and_not_edited(tmp_path: Path) -> None:
    text = "dspy==2.6.27 \\\n    --hash=sha256:abc\n"

    assert check(tmp_path, "requirements.txt", text) == Found(codes=["LFT402"], fixed=text)


def test_a_fork_is_reported_and_not_edited(tmp_path: Path) -> None:
    for number, line in enumerate(
        (
            "git+https://github.com/somebody/dspy.git@main",
            "dspy @ git+https://github.com/somebody/dspy",
            "-e git+https://github.com/somebody/fork#egg=dspy-ai",
        )
    ):
        folder = tmp_path / str(number)
        made = check(folder, "requirements.txt", f"{line}\n")
        assert made == Found(codes=["LFT405"], fixed=f"{line}\n"), line


def test_a_fork_in_toml(tmp_path: Path) -> None:
    poetry = '[tool.poetry.dependencies]\ndspy = {git = "https://x/dspy.git", branch = "main"}\n'
    uv = '[project]\ndependencies = ["dspy"]\n[tool.uv.sources]\ndspy = { path = "../dspy" }\n'

    assert check(tmp_path / "a", "pyproject.toml", poetry).codes == ["LFT405"]
    assert check(tmp_path / "b", "pyproject.toml", uv).codes == ["LFT405"]


def test_both_names_become_one(tmp_path: Path) -> None:
    made = check(tmp_path, "requirements.txt", "dspy-ai==2.6.27\ndspy==2.6.27\nclick\n")

    assert made.fixed == "dspy==3.0.1\nclick\n"


def test_manifests_that_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["dspy==3.0.1"]\n')
    (tmp_path / "requirements.txt").write_text("dspy>=3.0,<3.0.1\n")
    (tmp_path / "example").mkdir()
    (tmp_path / "example" / "requirements.txt").write_text("dspy==3.0.1\n")

    contradicting = [one for one in found(tmp_path) if one.code == "LFT404"]

    assert [(one.path, one.line) for one in contradicting] == [("requirements.txt", 1)]
    assert contradicting[0].message == (
        "`dspy>=3.0,<3.0.1` and `dspy==3.0.1` in pyproject.toml have no DSPy version in common; "
        "which one the program meets depends on the file that was installed from"
    )


@pytest.mark.parametrize(
    ("text", "codes", "after"),
    [
        (
            '[project]\nrequires-python = ">=3.9"\ndependencies = ["dspy==3.0.1"]\n',
            ["LFT406"],
            '[project]\nrequires-python = ">=3.10"\ndependencies = ["dspy==3.0.1"]\n',
        ),
        (
            '[project]\nrequires-python = ">=3.8,<3.13"\ndependencies = ["dspy==3.0.1"]\n',
            ["LFT406"],
            '[project]\nrequires-python = ">=3.10,<3.13"\ndependencies = ["dspy==3.0.1"]\n',
        ),
        (
            '[project]\nrequires-python = ">=3.10"\ndependencies = ["dspy==3.0.1"]\n',
            [],
            '[project]\nrequires-python = ">=3.10"\ndependencies = ["dspy==3.0.1"]\n',
        ),
        (
            '[project]\nrequires-python = "<3.10"\ndependencies = ["dspy==3.0.1"]\n',
            ["LFT406"],
            '[project]\nrequires-python = "<3.10"\ndependencies = ["dspy==3.0.1"]\n',
        ),
        (
            '[tool.poetry.dependencies]\npython = "^3.9"\ndspy = "3.0.1"\n',
            ["LFT406"],
            '[tool.poetry.dependencies]\npython = ">=3.10,<3.14"\ndspy = "3.0.1"\n',
        ),
    ],
)
def test_pythons_that_the_target_does_not_know(
    tmp_path: Path, text: str, codes: list[str], after: str
) -> None:
    assert check(tmp_path, "pyproject.toml", text) == Found(codes=codes, fixed=after)


def test_a_broken_manifest_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["dspy"\n')

    (one,) = found(tmp_path)

    assert (one.code, one.path, one.fix) == ("LFT001", "pyproject.toml", Fix.NONE)
    assert one.message.startswith("the pins of this file are not checked: not valid TOML: ")


def test_environments_inside_the_project_are_not_read(tmp_path: Path) -> None:
    for folder in (".venv", "node_modules/x", "own-env"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "requirements.txt").write_text("dspy==2.6.27\n")
    (tmp_path / "own-env" / "pyvenv.cfg").write_text("")

    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({}, None),
        ({"requirements.txt": "dspy\n"}, None),
        ({"requirements.txt": "dspy-ai==2.6.27\n"}, "2.6.27"),
        ({"requirements.txt": "dspy>=2.5.30,<3\n"}, "2.5.30"),
        ({"requirements.txt": "dspy>=2.4\n", "constraints.txt": "dspy==2.6.27\n"}, "2.6.27"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ndspy-ai = "^2.4.9"\n'}, "2.4.9"),
        ({"a/requirements.txt": "dspy==3.0.1\n", "requirements.txt": "dspy==2.5.43"}, "2.5.43"),
    ],
)
def test_the_version_that_the_project_declares(
    tmp_path: Path, files: dict[str, str], version: str | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    assert declared_version(tmp_path, [tmp_path]) == version


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    manifest = read_manifest("requirements.txt", b"\xef\xbb\xbfdspy==2.6.27\n")

    assert [(pin.name, pin.whole.start) for pin in manifest.pins] == [("dspy", 0)]
