"""The result of `dspy.Evaluate` prints, compares and tests as an object.

From 3.0.0 it is no float: `print` and `str` show `EvaluationResult(score=..., results=<list of
...>)`, `==` with a number is always False, and so is `isinstance(result, float)`. `<` and `>` still
work.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PLACES = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?([a-zA-Z])")
_KEYS = "it is an object with the two keys 'score' and 'results', no tuple of scores and outputs"
_SHOWN = "it is shown as EvaluationResult(score=..., results=<list of ... results>), no number"


def _is_result(node: ast.expr, view: ModuleView) -> bool:
    return ends(view.result_of(node), "Evaluate")


def _report(
    node: ast.expr, view: ModuleView, message: str, attribute: str = "score"
) -> Iterator[Finding]:
    edits = (view.replaced(node, f"{view.segment(node)}.{attribute}"),)
    advice = f"Use its .{attribute}."
    yield RULE.finding(view, node, message=message, advice=advice, edits=edits)


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    if node.format_spec is None and _is_result(node.value, view):
        yield from _report(node.value, view, _SHOWN)


def _operation(node: ast.BinOp, view: ModuleView) -> Iterator[Finding]:
    """`"%s" % result`, also in a tuple."""
    text = view.constant(node.left)
    if not isinstance(node.op, ast.Mod) or not isinstance(text, str):
        return
    values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    kinds = _PLACES.findall(text.replace("%%", ""))
    for kind, value in zip(kinds, values, strict=False):
        if kind in "sr" and _is_result(value, view):
            yield from _report(value, view, _SHOWN)


def _tested(node: ast.If | ast.While | ast.IfExp, view: ModuleView) -> Iterator[Finding]:
    """`if result:` was False for a score of 0."""
    test = node.test
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    if _is_result(test, view):
        yield from _report(test, view, "an object is always true, a score of 0.0 was not")


def _looped(node: ast.For, view: ModuleView) -> Iterator[Finding]:
    if _is_result(node.iter, view):
        yield from _report(node.iter, view, _KEYS, attribute="results")


def _formats(node: ast.Call, view: ModuleView) -> list[ast.expr]:
    """What `"{}".format(...)` shows without a format of its own."""
    text = view.constant(node.func.value) if isinstance(node.func, ast.Attribute) else None
    named = isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return node.args if named and isinstance(text, str) and ":" not in text else []


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    shown = node.args if name == "print" else node.args[:1] if name in ("str", "repr") else []
    shown = shown or _formats(node, view)
    if name in ("len", "list", "tuple") and node.args and _is_result(node.args[0], view):
        yield from _report(node.args[0], view, _KEYS, attribute="results")
    for value in shown:
        if _is_result(value, view):
            yield from _report(value, view, _SHOWN)
    if name == "isinstance" and len(node.args) == 2 and _is_result(node.args[0], view):
        kinds = view.segment(node.args[1])
        if "float" in kinds or "int" in kinds:
            yield from _report(node.args[0], view, "it is no float any more, so this is False")


def _compared(node: ast.Compare, view: ModuleView) -> Iterator[Finding]:
    sides = [node.left, *node.comparators]
    for operator, (left, right) in zip(node.ops, pairwise(sides), strict=True):
        if isinstance(operator, (ast.Eq, ast.NotEq)):
            told = "False" if isinstance(operator, ast.Eq) else "True"
            for side, other in ((left, right), (right, left)):
                number = isinstance(view.constant(other), (int, float))
                if number and _is_result(side, view):
                    message = f"an object is never equal to a number, so this is always {told}"
                    yield from _report(side, view, message)


_PROGRAM = """\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
print({value} == 100.0, f"{{{value}}}")
"""

RULE: Rule = Rule(
    code="LFT215",
    slug="evaluate-result-text",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="the result of Evaluate prints as an object and equals no number",
    visitors=dict(
        (
            visitor(ast.FormattedValue, _formatted),
            visitor(ast.Call, _call),
            visitor(ast.Compare, _compared),
            visitor(ast.BinOp, _operation),
            visitor(ast.If, _tested),
            visitor(ast.While, _tested),
            visitor(ast.IfExp, _tested),
            visitor(ast.For, _looped),
        )
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=6,
            before=_PROGRAM.format(value="result"),
            after=_PROGRAM.format(value="result.score"),
        ),
    ),
)
