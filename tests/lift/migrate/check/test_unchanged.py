"""Programs in which nothing breaks or changes, and in which nothing is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check

_PARTS = re.split(
    r"^#### (.*)\n", Path(__file__).with_name("unchanged.txt").read_text(), flags=re.MULTILINE
)
CASES = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))


def test_there_are_enough() -> None:
    assert len(CASES) >= 60
    assert len(set(CASES.values())) == len(CASES)


@pytest.mark.parametrize("target", ["3.0.1", "3.4.1"])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_found(tmp_path: Path, case: str, target: str) -> None:
    (tmp_path / "program.py").write_text(CASES[case])

    found = check([tmp_path], root=tmp_path, versions=Versions(source="2.6.27", target=target))

    assert [(one.code, one.line, one.message) for one in found.findings] == []
