"""The result of `dspy.Evaluate` is an object, no number any more.

From 3.0.0 a call of an `Evaluate` gives an `EvaluationResult` with `.score` and `.results`. It
still compares with `<` and `>`, adds, divides and turns into a float. Formatting, rounding,
indexing, other arithmetic and JSON raise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_NAME = "EvaluationResult"
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Mult: "*",
    ast.Sub: "-",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "** or pow()",
}
_FUNCTIONS = {
    "round": f"TypeError: type {_NAME} doesn't define __round__ method",
    "abs": f"TypeError: bad operand type for abs(): '{_NAME}'",
    "int": "TypeError: int() argument must be a string, a bytes-like object or a real number, not "
    f"'{_NAME}'",
}
_INTEGER = re.compile(r"%[-#0 +]*\d*[dixXo]")
_JSONS = ("json", "simplejson", "ujson", "orjson")
_MEANS = ("mean", "median", "fmean", "stdev", "std", "average")
_FORMAT = f"TypeError: unsupported format string passed to {_NAME}.__format__"
_JSON = f"TypeError: Object of type {_NAME} is not JSON serializable"


def _is_result(node: ast.expr, view: ModuleView) -> bool:
    return ends(view.result_of(node), "Evaluate")


def _report(node: ast.expr, view: ModuleView, message: str) -> Iterator[Finding]:
    edits = (view.replaced(node, f"{view.segment(node)}.score"),)
    yield RULE.finding(view, node, message=message, advice="Use its .score.", edits=edits)


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    if node.format_spec is not None and _is_result(node.value, view):
        yield from _report(node.value, view, _FORMAT)


def _operation(node: ast.BinOp, view: ModuleView) -> Iterator[Finding]:
    sign = _OPERATORS.get(type(node.op))
    if sign is None:
        return
    text = view.constant(node.left)
    if isinstance(text, str) or isinstance(node.left, ast.JoinedStr):
        if isinstance(text, str) and _INTEGER.search(text) and _is_result(node.right, view):
            message = f"TypeError: %d format: a real number is required, not {_NAME}"
            yield from _report(node.right, view, message)
        return
    found = [side for side in (node.left, node.right) if _is_result(side, view)]
    if found:
        message = f"TypeError: unsupported operand type(s) for {sign}: with '{_NAME}'"
        edits = tuple(view.replaced(one, f"{view.segment(one)}.score") for one in found)
        yield RULE.finding(view, found[0], message=message, advice="Use its .score.", edits=edits)


def _changed(node: ast.AugAssign, view: ModuleView) -> Iterator[Finding]:
    """`score -= 1` and `total *= score`."""
    sign = _OPERATORS.get(type(node.op))
    if sign is None:
        return
    if _is_result(node.value, view):
        message = f"TypeError: unsupported operand type(s) for {sign}=: with '{_NAME}'"
        yield from _report(node.value, view, message)
    elif isinstance(node.target, ast.Name) and _is_result(node.target, view):
        yield RULE.finding(
            view,
            node,
            message=f"TypeError: unsupported operand type(s) for {sign}=: with '{_NAME}'",
            advice="Keep its .score in the variable.",
        )


def _negated(node: ast.UnaryOp, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.op, (ast.USub, ast.UAdd)) and _is_result(node.operand, view):
        sign = "-" if isinstance(node.op, ast.USub) else "+"
        message = f"TypeError: bad operand type for unary {sign}: '{_NAME}'"
        yield from _report(node.operand, view, message)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if isinstance(function, ast.Name) and name in _FUNCTIONS and node.args:
        found = [(node.args[0], _FUNCTIONS[name])]
    elif name in _MEANS and node.args:
        values = _values(node.args[0], view)
        message = f"TypeError: a mean of '{_NAME}' is not defined"
        found = [(value, message) for value in values if value is not node.args[0]]
    elif _writes_json(node, name):
        found = [(value, _JSON) for value in _values(node.args[0], view)]
    else:
        found = [(value, _FORMAT) for value in _formats(node, view)]
    for value, message in found:
        if _is_result(value, view):
            yield from _report(value, view, message)


def _writes_json(node: ast.Call, name: str) -> bool:
    """Whether a call writes JSON and has no way of its own for other objects."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    of_json = owner is None or (isinstance(owner, ast.Name) and owner.id in _JSONS)
    own_way = any(keyword.arg in ("default", "cls", None) for keyword in node.keywords)
    return name in ("dump", "dumps") and of_json and not own_way and bool(node.args)


def _formats(node: ast.Call, view: ModuleView) -> list[ast.expr]:
    """What `"{:.1f}".format(...)` is given."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "format":
        return []
    text = view.constant(node.func.value)
    return node.args if isinstance(text, str) and ":" in text else []


def _values(node: ast.expr, view: ModuleView, depth: int = 0) -> Iterator[ast.expr]:
    """An expression that is written as JSON, and those inside of it, also behind a name."""
    inside: list[ast.expr] = []
    if isinstance(node, ast.Dict):
        inside = node.values
    elif isinstance(node, (ast.List, ast.Tuple)):
        inside = node.elts
    elif isinstance(node, ast.Name) and depth == 0:
        inside = list(_collected(node, view))
    if not inside:
        yield node
    for value in inside:
        yield from _values(value, view, depth + 1)


def _collected(node: ast.Name, view: ModuleView) -> Iterator[ast.expr]:
    """What a dict or list of this name is given in its function, key by key."""
    for other in ast.walk(_function_around(node, view)):
        if isinstance(other, ast.Assign):
            for target in other.targets:
                if isinstance(target, ast.Subscript) and _is_name(target.value, node.id):
                    yield other.value
                if _is_name(target, node.id) and isinstance(other.value, (ast.Dict, ast.List)):
                    yield other.value


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _function_around(node: ast.AST, view: ModuleView) -> ast.AST:
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        parent = view.parent(parent)
    return parent or view.tree


def _indexed(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    index = view.constant(node.slice)
    if not isinstance(index, int) or not _is_result(node.value, view):
        return
    attribute = {0: "score", 1: "results"}.get(index)
    edits: tuple[Edit, ...] = ()
    if attribute is not None:
        edits = (view.replaced(node, f"{view.segment(node.value)}.{attribute}"),)
    yield RULE.finding(
        view,
        node,
        message=f"KeyError: {index}",
        advice="The score is .score, the outputs are .results, a list of (example, prediction, "
        "score); all scores are [score for *_, score in result.results].",
        edits=edits,
    )


RULE: Rule = Rule(
    code="LFT120",
    slug="evaluate-result-number",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="the result of Evaluate cannot be formatted, rounded, indexed or written as JSON",
    visitors=dict(
        (
            visitor(ast.FormattedValue, _formatted),
            visitor(ast.BinOp, _operation),
            visitor(ast.AugAssign, _changed),
            visitor(ast.UnaryOp, _negated),
            visitor(ast.Call, _call),
            visitor(ast.Subscript, _indexed),
        )
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=7,
            before="""\
import dspy

devset = [dspy.Example(question="why", answer="7").with_inputs("question")]
dspy.configure(lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x"))
evaluate = dspy.Evaluate(devset=devset, metric=lambda gold, pred, trace=None: 1.0)
score = evaluate(dspy.Predict("question -> answer"), num_threads=1)
print(f"score: {score:.1f}")
""",
            after="""\
import dspy

devset = [dspy.Example(question="why", answer="7").with_inputs("question")]
dspy.configure(lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x"))
evaluate = dspy.Evaluate(devset=devset, metric=lambda gold, pred, trace=None: 1.0)
score = evaluate(dspy.Predict("question -> answer"), num_threads=1)
print(f"score: {score.score:.1f}")
""",
        ),
        Example(
            old="2.6.27",
            new="3.4.1",
            line=8,
            before="""\
import json

import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
print(json.dumps({"score": result}))
""",
            after="""\
import json

import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
print(json.dumps({"score": result.score}))
""",
        ),
        Example(
            old="2.6.27",
            new="3.0.1",
            line=7,
            before="""\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
best = max(50.0, result)
print(round(result, 1), result * 2, 1 - result > -100)
""",
            after="""\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
best = max(50.0, result)
print(round(result.score, 1), result.score * 2, 1 - result.score > -100)
""",
        ),
    ),
)
