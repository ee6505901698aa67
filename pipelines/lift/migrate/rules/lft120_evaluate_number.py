"""The result of `dspy.Evaluate` is an object, no number any more.

From 3.0.0 a call of an `Evaluate` gives an `EvaluationResult` with `.score` and `.results`. It
still compares with `<` and `>`, adds, divides and turns into a float. Formatting, rounding,
indexing, other arithmetic and JSON raise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.names.results import HELD, OTHER
from lift.migrate.names.values import last_name
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.scores import (
    NAME,
    format_fields,
    is_number,
    is_score,
    percent_fields,
    report,
    report_held,
)
from lift.migrate.view import ModuleView

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Mult: "*",
    ast.Sub: "-",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "** or pow()",
}
_HASHED = "TypeError: unhashable type: 'list'"
_FUNCTIONS = {
    "round": f"TypeError: type {NAME} doesn't define __round__ method",
    "abs": f"TypeError: bad operand type for abs(): '{NAME}'",
    "int": "TypeError: int() argument must be a string, a bytes-like object or a real number, not "
    f"'{NAME}'",
    "divmod": f"TypeError: unsupported operand type(s) for divmod(): with '{NAME}'",
    "pow": f"TypeError: unsupported operand type(s) for ** or pow(): with '{NAME}'",
    "hash": _HASHED,
}
_IMPORTED = {
    "decimal.Decimal": f"TypeError: conversion from {NAME} to Decimal is not supported",
    "fractions.Fraction": "TypeError: argument should be a string or a Rational instance",
    "math.trunc": f"TypeError: type {NAME} doesn't define __trunc__ method",
}
_FORMAT = f"TypeError: unsupported format string passed to {NAME}.__format__"
_JSON = f"TypeError: Object of type {NAME} is not JSON serializable"
_MEAN = f"TypeError: can't convert type '{NAME}' to numerator/denominator"
_MODE = _HASHED
_NUMPY = "TypeError or UFuncTypeError: numpy takes the object for the texts 'score' and 'results'"
_HOLDING = {
    **dict.fromkeys(("json.dump", "json.dumps", "simplejson.dump", "simplejson.dumps"), _JSON),
    "orjson.dumps": f"TypeError: Type is not JSON serializable: {NAME}",
    "yaml.safe_dump": "RepresenterError: cannot represent an object",
    "wandb.log": _JSON,
    **{f"statistics.{one}": _MEAN for one in "mean stdev pstdev variance pvariance".split()},
    "statistics.mode": _MODE,
    "statistics.multimode": _MODE,
    "collections.Counter": _HASHED,
}
"""Functions that raise for a result, and for a list or dict with one in it."""
_WITH_NUMPY = frozenset(
    "mean std var median average sum max min amax amin ptp round around percentile quantile "
    "isclose allclose nanmean nanstd nanmax nanmin cumsum diff corrcoef".split()
)
_OF_FLOAT = ("is_integer", "hex", "as_integer_ratio")
_NEARLY = ("assertAlmostEqual", "assertNotAlmostEqual", "assertAlmostEquals")


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    spec = node.format_spec
    given = isinstance(spec, ast.JoinedStr) and bool(spec.values)
    if given and node.conversion == -1 and is_score(node.value, view):
        yield from report(RULE, node.value, view, _FORMAT)


def _operation(node: ast.BinOp, view: ModuleView) -> Iterator[Finding]:
    sign = _OPERATORS.get(type(node.op))
    if sign is None:
        return
    if isinstance(node.op, ast.Mod) and not is_score(node.left, view):
        text = view.constant(node.left)
        if isinstance(text, str):
            yield from _placed(text, node.right, view)
            return
        if not is_number(node.left, view):
            return
    found = [side for side in (node.left, node.right) if is_score(side, view)]
    if found:
        message = f"TypeError: unsupported operand type(s) for {sign}: with '{NAME}'"
        fixes = [one for side in found for one in report(RULE, side, view, message)]
        yield RULE.finding(
            view,
            found[0],
            message=message,
            advice="Use its .score.",
            edits=tuple(edit for one in fixes for edit in one.edits),
            fix=Fix.UNSAFE if any(one.fix is Fix.UNSAFE for one in fixes) else Fix.SAFE,
        )


def _placed(text: str, values: ast.expr, view: ModuleView) -> Iterator[Finding]:
    """`"%d" % result`; `%f` and `%s` take any object."""
    for value, kind in percent_fields(text, values):
        if kind in "diu" and is_score(value, view):
            message = f"TypeError: %{kind} format: a real number is required, not {NAME}"
            yield from report(RULE, value, view, message)


def _changed(node: ast.AugAssign, view: ModuleView) -> Iterator[Finding]:
    """`score -= 1` and `total *= score`."""
    sign = _OPERATORS.get(type(node.op))
    if sign is None:
        return
    message = f"TypeError: unsupported operand type(s) for {sign.split()[0]}=: with '{NAME}'"
    if is_score(node.value, view):
        yield from report(RULE, node.value, view, message)
    elif is_score(node.target, view):
        yield RULE.finding(
            view,
            node,
            message=message,
            advice="Keep its .score in the variable.",
            edits=_spelled_out(node, view),
        )


def _spelled_out(node: ast.AugAssign, view: ModuleView) -> tuple[Edit, ...]:
    """`score = score.score - 1` for `score -= 1`."""
    target, value = view.segment(node.target), view.segment(node.value)
    if not isinstance(node.target, ast.Name) or view.origins_of(node.target) & {HELD, OTHER}:
        return ()
    sign = {"** or pow()": "**"}.get(_OPERATORS[type(node.op)], _OPERATORS[type(node.op)])
    simple = isinstance(node.value, (ast.Name, ast.Attribute, ast.Call, ast.Constant))
    text = f"{target} = {target}.score {sign} {value if simple else f'({value})'}"
    return (view.replaced(node, text),)


def _negated(node: ast.UnaryOp, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.op, (ast.USub, ast.UAdd)) and is_score(node.operand, view):
        sign = "-" if isinstance(node.op, ast.USub) else "+"
        message = f"TypeError: bad operand type for unary {sign}: '{NAME}'"
        yield from report(RULE, node.operand, view, message)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = last_name(node.func)
    if isinstance(node.func, ast.Name) and name in _FUNCTIONS:
        found = node.args[: 2 if name in ("divmod", "pow") else 1]
        message = _FUNCTIONS[name]
    elif name in _NEARLY:
        found = node.args[:2]
        message = f"TypeError: unsupported operand type(s) for -: with '{NAME}'"
    elif name == "format":
        found, message = list(_formats(node, view)), _FORMAT
    else:
        yield from _library_call(node, name, view)
        return
    for one in found:
        if is_score(one, view):
            yield from report(RULE, one, view, message)


def _formats(node: ast.Call, view: ModuleView) -> Iterator[ast.expr]:
    """What `format(x, ".1f")` and `"{:.1f}".format(x)` are given."""
    if isinstance(node.func, ast.Name):
        if len(node.args) == 2 and view.constant(node.args[1]):
            yield node.args[0]
    else:
        yield from (value for value, own in format_fields(node, view) if own)


def _library_call(node: ast.Call, name: str, view: ModuleView) -> Iterator[Finding]:
    """Calls of `json`, `statistics`, `numpy` and others."""
    if not node.args or (name not in _NAMES and name not in _WITH_NUMPY):
        return
    dotted = view.outside(node.func)
    value = node.args[0]
    message = _IMPORTED.get(dotted, "")
    if message and is_score(value, view):
        yield from report(RULE, value, view, message)
    if dotted.startswith("numpy.") and dotted.rpartition(".")[2] in _WITH_NUMPY:
        message = _NUMPY
    elif dotted in _HOLDING and not _has_own_way(node):
        message = _HOLDING[dotted]
    elif name == "log" and _is_wandb_run(node.func, view):
        message = _JSON
    else:
        return
    if is_score(value, view):
        yield from report(RULE, value, view, message)
    else:
        yield from report_held(RULE, value, view, message)


_NAMES = frozenset(one.rpartition(".")[2] for one in (*_IMPORTED, *_HOLDING))


def _has_own_way(node: ast.Call) -> bool:
    """Whether a call that writes JSON says what to do with other objects."""
    return any(keyword.arg in ("default", "cls", None) for keyword in node.keywords)


def _is_wandb_run(function: ast.expr, view: ModuleView) -> bool:
    """Whether this is a method of what `wandb.init()` gave."""
    made = view.maker_of(function.value) if isinstance(function, ast.Attribute) else None
    return made is not None and view.outside(made.func) == "wandb.init"


def _indexed(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    index = view.constant(node.slice)
    if is_score(node.slice, view):
        yield from report(RULE, node.slice, view, _HASHED)
    if not isinstance(index, int) or not is_score(node.value, view):
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


def _hashed(node: ast.Set | ast.Dict | ast.SetComp, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node, ast.SetComp):
        values: list[ast.expr | None] = [node.elt]
    else:
        values = [*node.elts] if isinstance(node, ast.Set) else node.keys
    for value in values:
        if value is not None and is_score(value, view):
            yield from report(RULE, value, view, _HASHED)


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    """`result.is_integer()` and other methods of a float."""
    if node.attr in _OF_FLOAT and is_score(node.value, view):
        message = f"AttributeError: '{NAME}' object has no attribute '{node.attr}'"
        yield from report(RULE, node.value, view, message)


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
            visitor(ast.Set, _hashed),
            visitor(ast.SetComp, _hashed),
            visitor(ast.Dict, _hashed),
            visitor(ast.Attribute, _attribute),
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
