"""The result of `dspy.Evaluate` prints, compares and tests as an object.

From 3.0.0 it is no float: `print` and `str` show `EvaluationResult(score=..., results=<list of
...>)`, `==` with a number is always False, and so is `isinstance(result, float)`. `<` and `>` still
work.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.names.values import last_name
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.scores import (
    NAME,
    SHOWN,
    format_fields,
    is_number,
    is_score,
    percent_fields,
    report,
    report_held,
)
from lift.migrate.view import ModuleView

_KEYS = "it is an object with the two keys 'score' and 'results', no tuple of scores and outputs"
_TRUE = "an object is always true, a score of 0.0 was not"
_TEXTS = "numpy takes the object for the two texts 'score' and 'results'"
_TABLE = f"the table holds {NAME} objects, no numbers"
_NO_FLOAT = "it is no float any more, so this is {}"
_EQUAL = "an object is never equal to a number, so this is always {}"
_LOGGING = ("debug", "info", "warning", "warn", "error", "critical", "exception", "success")
_SHOWING = ("print", "pprint", "pp", "echo", "secho", "rprint", "display", "log_param", "set_tag")
_ITERATING = ("len", "list", "tuple", "enumerate", "set", "dict", "zip")
_SILENT = ("array", "asarray", "argmax", "argmin", "argsort", "sort", "stack", "vstack", "hstack")
_TABLES = ("DataFrame", "Series", "from_dict", "from_records")


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    spec = node.format_spec
    own = isinstance(spec, ast.JoinedStr) and bool(spec.values) and node.conversion == -1
    if not own:
        yield from _shown(node.value, view)


def _shown(value: ast.expr, view: ModuleView) -> Iterator[Finding]:
    """What a program shows: a result, or a list or dict with results in it."""
    if isinstance(value, ast.Starred):
        value = value.value
    if is_score(value, view):
        yield from report(RULE, value, view, SHOWN)
    else:
        yield from report_held(RULE, value, view, SHOWN)


def _operation(node: ast.BinOp, view: ModuleView) -> Iterator[Finding]:
    """`"%s" % result`, also in a tuple."""
    text = view.constant(node.left) if isinstance(node.op, ast.Mod) else None
    if isinstance(text, str):
        for value, kind in percent_fields(text, node.right):
            if kind in "sra":
                yield from _shown(value, view)


def _tested(
    node: ast.If | ast.While | ast.IfExp | ast.Assert | ast.comprehension, view: ModuleView
) -> Iterator[Finding]:
    """`if result:` was False for a score of 0."""
    for test in node.ifs if isinstance(node, ast.comprehension) else [node.test]:
        if is_score(test, view) and not isinstance(test, ast.BoolOp):
            yield from report(RULE, test, view, _TRUE)


def _chosen(node: ast.BoolOp, view: ModuleView) -> Iterator[Finding]:
    """`result or 0`: each but the last is tested."""
    parent = view.parent(node)
    tested = isinstance(parent, (ast.If, ast.While, ast.IfExp, ast.Assert)) and (
        parent.test is node
    )
    for value in node.values if tested else node.values[:-1]:
        if is_score(value, view):
            yield from report(RULE, value, view, _TRUE)


def _negated(node: ast.UnaryOp, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.op, ast.Not) and is_score(node.operand, view):
        yield from report(RULE, node.operand, view, _TRUE)


def _looped(node: ast.For | ast.comprehension, view: ModuleView) -> Iterator[Finding]:
    if is_score(node.iter, view):
        yield from report(RULE, node.iter, view, _KEYS, attribute="results")


def _comprehension(node: ast.comprehension, view: ModuleView) -> Iterator[Finding]:
    yield from _looped(node, view)
    yield from _tested(node, view)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = last_name(node.func)
    if isinstance(node.func, ast.Name) and name in _BUILTINS:
        yield from _builtin(node, name, view)
    elif name in _SHOWING:
        for value in node.args:
            yield from _shown(value, view)
    elif name in _LOGGING and isinstance(node.func, ast.Attribute):
        yield from _logged(node, view)
    elif name.startswith("assert"):
        yield from _asserted(node, name, view)
    elif name == "format":
        for value, own in format_fields(node, view):
            if not own:
                yield from _shown(value, view)
    else:
        yield from _library_call(node, name, view)


_BUILTINS = ("str", "repr", "bool", "isinstance", "format", "any", "all", *_ITERATING)


def _builtin(node: ast.Call, name: str, view: ModuleView) -> Iterator[Finding]:
    if not node.args:
        return
    value = node.args[0]
    if name in ("str", "repr") or (name == "format" and len(node.args) == 1):
        yield from _shown(value, view)
    elif name in ("any", "all"):
        yield from report_held(RULE, value, view, _TRUE)
    elif name == "isinstance" and len(node.args) == 2 and is_score(value, view):
        kinds = view.segment(node.args[1])
        number = any(word in kinds for word in ("float", "int", "Number", "Real"))
        if number and not _knows_both(value, view):
            yield from report(RULE, value, view, _NO_FLOAT.format("False"))
    elif name == "bool" and is_score(value, view):
        yield from report(RULE, value, view, _TRUE)
    elif name in _ITERATING:
        for one in node.args:
            if is_score(one, view):
                yield from report(RULE, one, view, _KEYS, attribute="results")


def _knows_both(value: ast.expr, view: ModuleView) -> bool:
    """Whether the function around reads `.score` of the same variable elsewhere."""
    around, text = view.parent(value), view.segment(value)
    while around is not None and not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef)):
        around = view.parent(around)
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "score"
        and view.segment(node.value) == text
        for node in ast.walk(around or view.tree)
    )


def _logged(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`logger.info("score %s", result)`: a mistake there is printed, and does not raise."""
    if not node.args:
        return
    text = view.constant(node.args[0])
    if not isinstance(text, str):
        yield from _shown(node.args[0], view)
        return
    values = ast.Tuple(elts=node.args[1:], ctx=ast.Load())
    for value, kind in percent_fields(text, values):
        if kind in "sra":
            yield from _shown(value, view)
        elif kind in "diu" and is_score(value, view):
            message = f"the line is not logged: %{kind} needs a number, not {NAME}"
            yield from report(RULE, value, view, message)


def _asserted(node: ast.Call, name: str, view: ModuleView) -> Iterator[Finding]:
    """Assertions of `unittest`."""
    if len(node.args) < 2:
        return
    first, second = node.args[:2]
    if name in ("assertEqual", "assertEquals", "assertNotEqual"):
        told = "False" if name != "assertNotEqual" else "True"
        for side, other in ((first, second), (second, first)):
            if is_number(other, view) and is_score(side, view):
                yield from report(RULE, side, view, _EQUAL.format(told))
    elif name == "assertIsInstance" and is_score(first, view):
        kinds = view.segment(second)
        if "float" in kinds or "int" in kinds:
            yield from report(RULE, first, view, _NO_FLOAT.format("False"))
    elif name == "assertIn" and is_score(first, view):
        yield from report(RULE, first, view, _EQUAL.format("False"))


def _library_call(node: ast.Call, name: str, view: ModuleView) -> Iterator[Finding]:
    """Calls of `json`, `numpy`, `pandas` and others."""
    if name in ("dump", "dumps"):
        shown = any(k.arg == "default" and last_name(k.value) in _TEXT for k in node.keywords)
        plain = view.outside(node.func) in ("ujson.dumps", "ujson.dump", "yaml.dump")
        if node.args and (shown or plain):
            yield from _shown(node.args[0], view)
    elif name in ("writerow", "writerows", "log_params"):
        for value in node.args[:1]:
            yield from report_held(RULE, value, view, SHOWN)
    elif name == "set_postfix":
        for keyword in node.keywords:
            yield from _shown(keyword.value, view)
    elif name in _TABLES and node.args and view.outside(node.func).startswith("pandas."):
        yield from report_held(RULE, node.args[0], view, _TABLE)
    elif name in _SILENT and node.args and view.outside(node.func).startswith("numpy."):
        yield from report_held(RULE, node.args[0], view, _TEXTS)


_TEXT = ("str", "repr")


def _compared(node: ast.Compare, view: ModuleView) -> Iterator[Finding]:
    sides = [node.left, *node.comparators]
    for operator, (left, right) in zip(node.ops, pairwise(sides), strict=True):
        told = "False" if isinstance(operator, (ast.Eq, ast.In)) else "True"
        if isinstance(operator, (ast.Eq, ast.NotEq)):
            for side, other in ((left, right), (right, left)):
                if is_score(side, view) and is_number(other, view):
                    yield from report(RULE, side, view, _EQUAL.format(told))
        elif isinstance(operator, (ast.In, ast.NotIn)) and is_score(left, view):
            parts = right.elts if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else []
            if any(is_number(one, view) for one in parts):
                yield from report(RULE, left, view, _EQUAL.format(told))


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
            visitor(ast.Assert, _tested),
            visitor(ast.BoolOp, _chosen),
            visitor(ast.UnaryOp, _negated),
            visitor(ast.For, _looped),
            visitor(ast.comprehension, _comprehension),
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
