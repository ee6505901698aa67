"""An output that is an Enum is asked for by the values of its members, no longer by their names.

Until 2.6 the prompt said "must be one of: RED; BLUE", from 3.0.0 it says "must be one of:
crimson; navy". Both are understood in the answer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_ENUMS = ("Enum", "StrEnum", "IntEnum")


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(base, "Signature") for base in view.bases_of(node)):
        return
    for field in node.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.value, ast.Call):
            continue
        if not ends(view.name_of(field.value.func), "OutputField"):
            continue
        members = _renamed(field.annotation, view)
        if members is not None:
            names = "; ".join(name for name, _ in members)
            values = "; ".join(str(value) for _, value in members)
            yield RULE.finding(
                view,
                field,
                message=f'the prompt asks for "{values}", no longer for "{names}"',
                advice="Both are understood in the answer; run the evaluation again, and "
                "instructions that mention the names should mention the values.",
            )


def _renamed(annotation: ast.expr, view: ModuleView) -> list[tuple[str, object]] | None:
    """The members of an Enum of this file, where a name is not its value."""
    if not isinstance(annotation, ast.Name):
        return None
    for node in view.tree.body:
        if isinstance(node, ast.ClassDef) and node.name == annotation.id and _is_enum(node):
            members = [
                (target.id, view.constant(one.value))
                for one in node.body
                if isinstance(one, ast.Assign)
                for target in one.targets
                if isinstance(target, ast.Name) and not target.id.startswith("_")
            ]
            known = [(name, "..." if value is None else value) for name, value in members]
            return known if any(name != value for name, value in members) else None
    return None


def _is_enum(node: ast.ClassDef) -> bool:
    names = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
    return bool(names.intersection(_ENUMS))


_PROGRAM = """\
import enum

import dspy


class Color(enum.Enum):
    RED = "{red}"
    BLUE = "{blue}"


class Paint(dspy.Signature):
    wall: str = dspy.InputField()
    color: Color = dspy.OutputField()


print(dspy.ChatAdapter().format(Paint, [], {{"wall": "north"}})[0]["content"])
"""

RULE: Rule = Rule(
    code="LFT261",
    slug="enum-choices",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.0",
    summary="the prompt names the values of an Enum, no longer its members",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=13,
            before=_PROGRAM.format(red="crimson", blue="navy"),
            after=_PROGRAM.format(red="RED", blue="BLUE"),
        ),
    ),
)
