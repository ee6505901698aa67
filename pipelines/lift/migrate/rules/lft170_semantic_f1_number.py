"""`SemanticF1` and `CompleteAndGrounded` give a `Prediction`, no number any more.

From 3.2.0 the score is inside of it. It still compares, adds, divides and turns into a float.
Formatting, rounding, multiplying, subtracting and JSON raise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.semantic_scores import as_float, is_semantic_score
from lift.migrate.view import ModuleView

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Mult: "*",
    ast.Sub: "-",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_FUNCTIONS = {
    "round": "TypeError: type Prediction doesn't define __round__ method",
    "abs": "TypeError: bad operand type for abs(): 'Prediction'",
    "int": "TypeError: int() argument must be a string, a bytes-like object or a real number, not "
    "'Prediction'",
}
_FORMAT = "TypeError: unsupported format string passed to Prediction.__format__"
_ADVICE = "Take the number out of it with float(...)."


def _report(node: ast.expr, view: ModuleView, message: str) -> Iterator[Finding]:
    yield RULE.finding(view, node, message=message, advice=_ADVICE, edits=(as_float(node, view),))


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    if node.format_spec is not None and is_semantic_score(node.value, view):
        yield from _report(node.value, view, _FORMAT)


def _operation(node: ast.BinOp, view: ModuleView) -> Iterator[Finding]:
    sign = _OPERATORS.get(type(node.op))
    texts = isinstance(view.constant(node.left), str) or isinstance(node.left, ast.JoinedStr)
    if sign is None or texts:
        return
    for side in (node.left, node.right):
        if is_semantic_score(side, view):
            message = f"TypeError: unsupported operand type(s) for {sign}: with 'Prediction'"
            yield from _report(side, view, message)


def _changed(node: ast.AugAssign, view: ModuleView) -> Iterator[Finding]:
    sign = _OPERATORS.get(type(node.op))
    if sign is not None and is_semantic_score(node.value, view):
        message = f"TypeError: unsupported operand type(s) for {sign}=: with 'Prediction'"
        yield from _report(node.value, view, message)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if isinstance(function, ast.Name) and name in _FUNCTIONS:
        found, message = node.args[:1], _FUNCTIONS[name]
    elif isinstance(function, ast.Attribute) and name == "format":
        text = view.constant(function.value)
        found = node.args if isinstance(text, str) and "{:" in text else []
        message = _FORMAT
    else:
        return
    for value in found:
        if is_semantic_score(value, view):
            yield from _report(value, view, message)


_PROGRAM = """\
import dspy
from dspy.evaluate import SemanticF1

metric = SemanticF1()
metric.module = lambda **fields: dspy.Prediction(recall=0.5, precision=0.5)
gold = dspy.Example(question="why", response="so")
score = metric(gold, dspy.Prediction(response="so"))
print({value})
"""

RULE: Rule = Rule(
    code="LFT170",
    slug="semantic-f1-number",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.2.0",
    summary="what SemanticF1 gives cannot be formatted, rounded or multiplied",
    visitors=dict(
        (
            visitor(ast.FormattedValue, _formatted),
            visitor(ast.BinOp, _operation),
            visitor(ast.AugAssign, _changed),
            visitor(ast.Call, _call),
        )
    ),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=8,
            before=_PROGRAM.format(value="f'{score:.2f}'"),
            after=_PROGRAM.format(value="f'{float(score):.2f}'"),
        ),
        Example(
            old="2.6.27",
            new="3.4.1",
            line=8,
            before=_PROGRAM.format(value="round(score, 2), 0.5 * score, score - 0.5"),
            after=_PROGRAM.format(
                value="round(float(score), 2), 0.5 * float(score), float(score) - 0.5"
            ),
        ),
    ),
)
