"""Pins in the cells of a notebook: `!pip install dspy-ai==2.4.9`.

Called by the check for every cell. A cell that installs another DSPy than the target undoes the
migration of the cells below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.pins.overlap import allows
from lift.migrate.sources import Unit

__all__ = ["CODE", "cell_findings"]

CODE = "LFT402"
_INSTALL = re.compile(
    r"^[ \t]*[!%]{0,2}[ \t]*(?:uv[ \t]+)?(?:\S*python\S*[ \t]+-m[ \t]+|\{sys\.executable\}"
    r"[ \t]+-m[ \t]+)?pip3?[ \t]+install\b(?P<rest>[^\n]*(?:(?<=\\)\n[^\n]*)*)",
    re.MULTILINE,
)
_ASKED = re.compile(r"(?<![\w./=@-])dspy(?:[-_.]ai)?(?:\[[\w, -]*\])?[ \t]*[=<>!~]=?[^\s\"'#;\\]+")


def cell_findings(unit: Unit, target: str) -> Iterator[Finding]:
    """Yield the requirements of a cell that keep another DSPy than the target.

    Edits are offsets in the cell's text.
    """
    for command in _INSTALL.finditer(unit.text):
        for asked in _ASKED.finditer(unit.text, command.start("rest"), command.end("rest")):
            try:
                requirement = Requirement(asked[0])
            except InvalidRequirement:
                continue
            if not allows(requirement.specifier, target):
                yield _finding(unit, asked, requirement, target)


def _finding(unit: Unit, asked: re.Match[str], requirement: Requirement, target: str) -> Finding:
    before = unit.text[: asked.start()]
    line, column = before.count("\n") + 1, asked.start() - (before.rfind("\n") + 1) + 1
    edits: tuple[Edit, ...] = ()
    if not requirement.extras:
        edits = (Edit(start=asked.start(), end=asked.end(), text=f"dspy=={target}"),)
    return Finding(
        code=CODE,
        severity=Severity.ERROR,
        path=unit.path,
        line=line,
        column=column,
        end_line=line,
        end_column=column + len(asked[0]),
        message=f"`{asked[0]}` installs another DSPy than {target}",
        advice=f"write `dspy=={target}`",
        fix=Fix.SAFE if edits else Fix.NONE,
        edits=edits,
        cell=unit.cell,
    )
