from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.adapters.program_loader import load_program
from lift.errors import ConfigError

SOURCE = """
import dspy

class Adder(dspy.Module):
    def __init__(self):
        super().__init__()
        self.think = dspy.Predict("question -> answer")

    def forward(self, question):
        return self.think(question=question)

def make():
    from team_parts import NAME
    return Adder()

def broken():
    raise RuntimeError("no database")

ready = Adder()
number = 3

def wrong():
    return number
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    before, loaded = list(sys.path), set(sys.modules)
    (tmp_path / "team_roles.py").write_text(SOURCE)
    (tmp_path / "team_parts.py").write_text("NAME = 'parts'\n")
    (tmp_path / "team_bad.py").write_text("import nothing_of_that_name\n")
    yield tmp_path
    sys.path[:] = before
    for name in set(sys.modules) - loaded:
        if name.startswith(("team_", "_lift_program")):
            del sys.modules[name]


@pytest.mark.parametrize(
    "target",
    ["team_roles:Adder", "team_roles:make", "team_roles:ready", "team_roles.py:make"],
)
def test_programs(project: Path, target: str) -> None:
    assert list(load_program(target, project).instructions()) == ["think"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("team_roles", "names no program"),
        ("team_roles:", "names no program"),
        (
            "team_none:make",
            "cannot be imported .* ModuleNotFoundError: No module named 'team_none'",
        ),
        ("team_bad:make", "No module named 'nothing_of_that_name'"),
        ("team_none.py:make", "there is no program file"),
        ("team_roles:nothing", "team_roles has no nothing"),
        ("team_roles:broken", "failed: RuntimeError: no database"),
        ("team_roles:wrong", "gave int and not a dspy.Module"),
        ("team_roles:number", "failed: TypeError"),
    ],
)
def test_what_is_wrong_is_said(project: Path, target: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_program(target, project)
