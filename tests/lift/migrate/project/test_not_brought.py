"""Packages that DSPy brought: said at the import, unless a manifest is where to say it."""

from __future__ import annotations

import json
from pathlib import Path

from lift.migrate.project import CheckRequest, check_project

PROGRAM = "import ujson\nimport dspy\nprint(ujson.dumps({'dspy': dspy.__name__}))\n"


def codes(root: Path) -> list[tuple[str, str, int]]:
    request = CheckRequest(root=root, paths=(root,), source="3.0.1", target="3.4.1")
    found = check_project(request).findings
    return [(one.code, one.path, one.line) for one in found if one.code[:5] in ("LFT40", "LFT17")]


def test_without_a_manifest_it_is_said_at_the_import(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(PROGRAM)

    assert codes(tmp_path) == [("LFT176", "run.py", 1)]


def test_with_a_manifest_it_is_said_at_the_pin_only(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(PROGRAM)
    (tmp_path / "requirements.txt").write_text("dspy==3.4.1\n")

    assert codes(tmp_path) == [("LFT407", "requirements.txt", 1)]


def test_a_declared_package_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(PROGRAM)
    (tmp_path / "requirements.txt").write_text("dspy==3.4.1\nujson\n")

    assert codes(tmp_path) == []


def test_a_manifest_of_another_folder_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "requirements.txt").write_text("dspy==3.4.1\nujson\n")
    (tmp_path / "run.py").write_text(PROGRAM)

    assert codes(tmp_path) == [("LFT176", "run.py", 1)]


def test_a_file_without_dspy_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text("import ujson\nprint(ujson.dumps({}))\n")

    assert codes(tmp_path) == []


def test_what_other_packages_bring_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text("import dspy\nimport httpx\nimport jinja2\nhttpx.get\n")
    (tmp_path / "requirements.txt").write_text("dspy==3.4.1\n")
    request = CheckRequest(root=tmp_path, paths=(tmp_path,), source="2.6.0", target="3.4.1")

    assert [one.code for one in check_project(request).findings if one.code != "LFT201"] == []


def test_all_cells_of_a_notebook_are_one_program(tmp_path: Path) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        for source in ("import ujson", "import dspy")
    ]
    notebook: dict[str, object] = {"cells": cells, "metadata": {}, "nbformat": 4}
    (tmp_path / "run.ipynb").write_text(json.dumps(notebook))

    assert [one[0] for one in codes(tmp_path)] == ["LFT176"]
