"""Programs in a folder, checked for names and parameters that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest
from tests.lift.migrate.surface.kit import CODES, Checked, Examine, Unchanged

from lift.migrate.check import Versions, check
from lift.migrate.fix.edits import apply_edits, choose


@pytest.fixture
def examine(tmp_path: Path) -> Examine:
    def run(
        text: str, source: str, target: str, *, select: Sequence[str] = CODES, **others: str
    ) -> Checked:
        program = dedent(text)
        (tmp_path / "program.py").write_text(program, "utf-8")
        for name, content in others.items():
            (tmp_path / f"{name}.py").write_text(dedent(content), "utf-8")
        versions = Versions(source=source, target=target)
        found = check([tmp_path], root=tmp_path, versions=versions, select=select, jobs=1).findings
        mine = [one for one in found if one.path == "program.py"]
        _, edits = choose(mine, length=len(program))
        return Checked(findings=tuple(mine), fixed=apply_edits(program, edits))

    return run


@pytest.fixture
def unchanged(examine: Examine) -> Unchanged:

    def run(text: str, source: str, target: str) -> None:
        assert examine(text, source, target).said == []

    return run
