"""A program is saved to a file that ends with `.json` or `.pkl`.

In 2.4 `save` wrote JSON into a file of any name, and `load` read it. From 2.5 on both refuse a name
with another ending, or without one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_METHODS = ("save", "load")
_ENDINGS = (".json", ".pkl")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method not in _METHODS or "save_program" in view.keywords_of(node) or len(node.args) > 1:
        return
    if view.open_keywords(node) or not _is_program(node.func, view):
        return
    path = argument(node, view, "path", 0)
    ending = None if path is None else _ending(path, view)
    if path is None or ending is None or ending.endswith(_ENDINGS):
        return
    edits: tuple[Edit, ...] = ()
    text = view.segment(path)
    if isinstance(path, ast.Constant) and text[:1] in "\"'":
        edits = (view.replaced(path, f"{text[:-1]}.json{text[-1]}"),)
    yield RULE.finding(
        view,
        node,
        message=f"ValueError: `path` must end with `.json` or `.pkl`, but received: {ending}",
        advice="Let the name end with .json, and rename the file that is there.",
        edits=edits,
    )


def _is_program(function: ast.expr, view: ModuleView) -> bool:
    if not isinstance(function, ast.Attribute):
        return False
    known = view.type_of(function.value)
    return ends(known, "Module", "Predict", "ChainOfThought", "ReAct", "Program")


def _ending(node: ast.expr, view: ModuleView) -> str | None:
    """The path, or what it certainly ends with."""
    if isinstance(node, ast.JoinedStr) and node.values:
        last = node.values[-1]
        text = last.value if isinstance(last, ast.Constant) else None
        return text if isinstance(text, str) and "." in text else None
    value = view.constant(node)
    return value if isinstance(value, str) else None


_PROGRAM = """\
import dspy

answer = dspy.Predict("question -> answer")
answer.save("answer{ending}")
answer.load("answer{ending}")
print("loaded")
"""

RULE: Rule = Rule(
    code="LFT162",
    slug="state-suffix",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="2.5.0",
    summary="programs are saved to files that end with .json or .pkl",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.4.17",
            new="3.0.1",
            line=4,
            before=_PROGRAM.format(ending=""),
            after=_PROGRAM.format(ending=".json"),
        ),
    ),
)
