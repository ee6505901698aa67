"""A metric of GEPA is looked at wherever it stands, and is edited in its own file only."""

from __future__ import annotations

import json
from pathlib import Path

from lift.migrate.check import Versions, check
from lift.migrate.finding import Finding

METRICS = """\
import dspy


def short(gold, pred, trace=None):
    return 1.0


def full(gold, pred, trace=None, pred_name=None, pred_trace=None):
    return 1.0
"""
PROGRAM = """\
import dspy
from shop import metrics
from shop.metrics import full, short as exact

dspy.GEPA(metric=exact, auto="light")
dspy.GEPA(metric=metrics.short, auto="light")
dspy.GEPA(metric=metrics.full, auto="light")
dspy.GEPA(metric=full, auto="light")
"""


def found(root: Path) -> tuple[Finding, ...]:
    versions = Versions(source="3.0.1", target="3.4.1")
    return check([root], root=root, versions=versions, select=["LFT130"]).findings


def test_in_another_module(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "metrics.py").write_text(METRICS)
    (tmp_path / "improve.py").write_text(PROGRAM)

    assert [(one.path, one.line, one.edits) for one in found(tmp_path)] == [
        ("improve.py", 5, ()),
        ("improve.py", 6, ()),
    ]


def test_in_an_earlier_cell(tmp_path: Path) -> None:
    sources = [METRICS, 'dspy.GEPA(metric=short, auto="light")\n']
    cells = [{"cell_type": "code", "source": one} for one in sources]
    (tmp_path / "improve.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))

    assert [(one.cell, one.line, one.edits) for one in found(tmp_path)] == [(2, 1, ())]


def test_in_the_same_file_it_is_completed(tmp_path: Path) -> None:
    (tmp_path / "improve.py").write_text(METRICS + 'dspy.GEPA(metric=short, auto="light")\n')

    (finding,) = found(tmp_path)

    assert [one.text for one in finding.edits] == ["None, pred_name=None, pred_trace=None"]
