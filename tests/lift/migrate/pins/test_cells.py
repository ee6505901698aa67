"""What the cells of a notebook install."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check

VERSIONS = Versions(source="2.5.43", target="3.4.1")


def notebook(folder: Path, *cells: str) -> Path:
    file = folder / "tutorial.ipynb"
    listed: list[dict[str, object]] = [
        {"cell_type": "code", "source": one.splitlines(keepends=True), "metadata": {}}
        for one in cells
    ]
    file.write_text(json.dumps({"cells": listed, "metadata": {}, "nbformat": 4}))
    return file


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("!pip install dspy-ai==2.4.9", "dspy-ai==2.4.9"),
        ("%pip install -U 'dspy<3' pandas", "dspy<3"),
        ('import sys\n!{sys.executable} -m pip install "dspy~=2.6.27"', "dspy~=2.6.27"),
        ("!uv pip install --quiet dspy==2.6.27  # the old one", "dspy==2.6.27"),
        ("!pip install \\\n  numpy \\\n  dspy_ai==2.4.17", "dspy_ai==2.4.17"),
    ],
)
def test_an_old_dspy_is_found_where_it_is_installed(
    tmp_path: Path, command: str, asked: str
) -> None:
    notebook(tmp_path, command, "import dspy\nprint(dspy.Predict)")

    (found,) = check([tmp_path], root=tmp_path, versions=VERSIONS).findings

    line = command.splitlines()[found.line - 1]
    assert (found.code, found.cell) == ("LFT402", 1)
    assert line[found.column - 1 : found.end_column - 1] == asked
    (edit,) = found.edits
    assert command[: edit.start] + edit.text + command[edit.end :] == command.replace(
        asked, "dspy==3.4.1"
    )


@pytest.mark.parametrize(
    "command",
    [
        "!pip install dspy",
        "!pip install 'dspy>=2.6'",
        "%pip install dspy==3.4.1",
        "!pip install dspy-extras==0.1",
        "print('pip install dspy==2.4.9')",
        "# !pip install dspy==2.4.9",
    ],
)
def test_what_lets_the_target_in_is_not_found(tmp_path: Path, command: str) -> None:
    notebook(tmp_path, command, "import dspy\nprint(dspy.Predict)")

    assert check([tmp_path], root=tmp_path, versions=VERSIONS).findings == ()


def test_who_does_not_ask_for_pins_is_told_nothing(tmp_path: Path) -> None:
    notebook(tmp_path, "!pip install dspy==2.4.9")

    assert check([tmp_path], root=tmp_path, versions=VERSIONS, ignore=["LFT4"]).findings == ()
