"""Cells of a notebook share their names, as they do when they run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lift.migrate.check import Versions, check

CODES = ["LFT120", "LFT121", "LFT128", "LFT215"]


def found(root: Path, cells: Sequence[str]) -> list[str]:
    """What is found, as `cell:line CODE`."""
    notebook: dict[str, object] = {
        "cells": [{"cell_type": "code", "source": one, "metadata": {}} for one in cells],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (root / "a.ipynb").write_text(json.dumps(notebook))
    versions = Versions(source="2.5.43", target="3.0.1")
    results = check([root], root=root, versions=versions, select=CODES)
    return [f"{one.cell}:{one.line} {one.code}" for one in results.findings]


def test_what_calls_give_is_known_in_later_cells(tmp_path: Path) -> None:
    cells = [
        "from dspy.evaluate import Evaluate\nimport dspy\n",
        "evaluate = Evaluate(devset=[], metric=len)\nresults = {}\n",
        "score = evaluate(len)\nresults['a'] = score\n",
        "print(f'{score:.2f}')\n",
        "for name, one in results.items():\n    print(f'{name:>9} {one:.1f}')\n",
        "cot = dspy.ChainOfThought('q -> a')\n",
        "p = cot(q='x')\n",
        "print(p.rationale, cot.demos)\n",
        "score = float(score)\n",
        "print(f'{score:.2f}')\n",
    ]

    assert found(tmp_path, cells) == ["4:1 LFT120", "5:2 LFT120", "8:1 LFT121", "8:1 LFT128"]


def test_functions_meet_the_cells_in_which_they_are_called(tmp_path: Path) -> None:
    cells = [
        "import dspy\n",
        "def show(score):\n    print(f'{score:.1f}')\n\ndef run(p):\n    return evaluate(p)\n",
        "evaluate = dspy.Evaluate(devset=[], metric=len)\n",
        "show(run(len))\nround(run(len))\n",
        "run = len\nround(run('a'))\n",
    ]

    assert found(tmp_path, cells) == ["2:2 LFT120", "4:2 LFT120"]


def test_a_star_import_reaches_later_cells(tmp_path: Path) -> None:
    cells = ["from dspy import *\n", "x = ChainOfThought('q -> a')\n", "print(x.demos)\n"]

    assert found(tmp_path, cells) == ["3:1 LFT128"]
