"""What a project needs beside DSPy, read from its manifests."""

from __future__ import annotations

from pathlib import Path

import pytest

from lift.migrate.envs import project_constraints, project_requirements


def _needs(root: Path, files: dict[str, str], version: str = "3.0.1") -> tuple[str, ...]:
    for name, text in files.items():
        (root / name).write_text(text)
    return project_requirements(root, version).lines


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "dspy-ai==2.6.27\nchromadb>=0.5\nhttpx[http2]==0.28.1\n"),
        (
            "pyproject.toml",
            '[project]\ndependencies = ["dspy==2.6.27", "chromadb>=0.5", "httpx[http2]==0.28.1"]\n',
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n  dspy\n  chromadb>=0.5\n  httpx[http2]==0.28.1\n",
        ),
    ],
)
def test_requirements_without_dspy(tmp_path: Path, name: str, text: str) -> None:
    assert _needs(tmp_path, {name: text}) == ("chromadb>=0.5", "httpx[http2]==0.28.1")


def test_pins_of_poetry_are_translated(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.10"\ndspy = "2.6.27"\nchromadb = "^0.5"\n'
    assert _needs(tmp_path, {"pyproject.toml": text}) == ("chromadb<0.6,>=0.5",)


def test_constraints_and_tools_of_developers_are_not_installed(tmp_path: Path) -> None:
    files = {"constraints.txt": "numpy==1.0\n", "requirements-dev.txt": "ruff\n"}
    assert _needs(tmp_path, files | {"requirements.txt": "chromadb\n"}) == ("chromadb",)


def test_marker_is_kept(tmp_path: Path) -> None:
    files = {"requirements.txt": 'uvloop>=0.2 ; sys_platform != "win32"\n'}
    assert _needs(tmp_path, files) == ('uvloop>=0.2 ; sys_platform != "win32"',)


def test_pin_that_excludes_what_dspy_needs_is_loosened(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("litellm==1.53.7\nrich==14.0\n")
    found = project_requirements(tmp_path, "3.0.1")
    assert found.lines == ("litellm", "rich==14.0")
    assert found.notes == (
        "requirements.txt: `litellm==1.53.7` is loosened, it excludes DSPy 3.0.1",
    )


def test_pin_that_fits_is_kept(tmp_path: Path) -> None:
    assert _needs(tmp_path, {"requirements.txt": "litellm==1.80.0\n"}) == ("litellm==1.80.0",)


def test_package_from_an_address_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("thing @ https://example.com/thing.zip\n")
    found = project_requirements(tmp_path, "3.0.1")
    assert found.lines == ()
    assert "left out" in found.notes[0]


def test_project_without_manifests_needs_nothing(tmp_path: Path) -> None:
    assert _needs(tmp_path, {}) == ()
    assert project_constraints(tmp_path) == ""


def test_constraints_of_the_project_are_read(tmp_path: Path) -> None:
    (tmp_path / "constraints.txt").write_text("dspy==3.0.1\n")
    assert project_constraints(tmp_path) == "dspy==3.0.1\n"
