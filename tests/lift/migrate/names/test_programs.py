"""A value is followed to wherever a program uses it: every marked line is found, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check

_PARTS = re.split(
    r"^#### (.*)\n", Path(__file__).with_name("programs.txt").read_text(), flags=re.MULTILINE
)
CASES = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))
"""Programs, with `# LFT120` and the like behind the lines where that is found."""
START = "import dspy\nev = dspy.Evaluate(devset=[], metric=len, max_errors=5)\np = len\n"
CODES = ["LFT109", "LFT120", "LFT121", "LFT128", "LFT202", "LFT206", "LFT215"]


def marks(text: str) -> list[str]:
    lines = text.splitlines()
    return [
        f"{number} {code}"
        for number, line in enumerate(lines, 1)
        for code in sorted(re.findall(r"LFT\d+", line.partition("# ")[2]))
    ]


@pytest.mark.parametrize("case", CASES)
def test_values_are_followed(tmp_path: Path, case: str) -> None:
    text = START + CASES[case]
    (tmp_path / "program.py").write_text(text)
    versions = Versions(source="2.5.43", target="3.0.1")

    found = check([tmp_path], root=tmp_path, versions=versions, select=CODES).findings

    assert sorted({f"{one.line} {one.code}" for one in found}) == sorted(marks(text))
