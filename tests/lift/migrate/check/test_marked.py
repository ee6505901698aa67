"""Programs with marks on the lines where one rule has to find something, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check

_PARTS = re.split(
    r"^#### (.*)\n", Path(__file__).with_name("marked.txt").read_text(), flags=re.MULTILINE
)
CASES = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))
"""By `CODE SOURCE TARGET what it is about`."""
MARK = "# found"


@pytest.mark.parametrize("case", CASES)
def test_what_is_marked_is_found(tmp_path: Path, case: str) -> None:
    code, source, target, *_ = case.split()
    (tmp_path / "program.py").write_text(CASES[case])
    versions = Versions(source=source, target=target)

    found = check([tmp_path], root=tmp_path, versions=versions, select=[code]).findings

    lines = CASES[case].splitlines()
    marked = [number for number, line in enumerate(lines, 1) if MARK in line]
    assert [one.line for one in found] == marked
