"""Results of `dspy.Evaluate` in a program: which expressions they are, and how to read the number.

Used by the rules about them: LFT120 (what raises) and LFT215 (what silently shows an object).
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix
from lift.migrate.names.results import HELD, NUMBER, OTHER
from lift.migrate.names.values import last_name
from lift.migrate.rule import Rule
from lift.migrate.view import ModuleView

__all__ = [
    "NAME",
    "SHOWN",
    "format_fields",
    "is_number",
    "is_score",
    "percent_fields",
    "report",
    "report_held",
    "scores_in",
]

NAME = "EvaluationResult"
SHOWN = "it is shown as EvaluationResult(score=..., results=<list of ... results>), no number"
_PRIMARY = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_PLACES = re.compile(
    r"%(?:\((?P<key>\w+)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?P<kind>[a-zA-Z])"
)
_HOLDING = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.List, ast.Dict, ast.Tuple, ast.Set),
    *(ast.ListComp, ast.DictComp, ast.GeneratorExp),
)
"""What can be a list or dict; a program that puts scores into one names an evaluation."""
_DEEP = 4


def is_score(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is what an `Evaluate` gave."""
    return ends(view.result_of(node), "Evaluate")


def is_number(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is certainly a number in every version."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if isinstance(node, ast.Call) and last_name(node.func) == "approx":
        return True
    value = view.constant(node)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return True
    return view.origins_of(node) - {HELD} == frozenset({NUMBER})


def report(
    rule: Rule, node: ast.expr, view: ModuleView, message: str, attribute: str = "score"
) -> Iterator[Finding]:
    """A finding about one value, with the edit that reads the number."""
    text, fix = _read(node, view, attribute, shown=message == SHOWN)
    advice = f"Use its .{attribute}."
    edits = (view.replaced(node, text),)
    yield rule.finding(view, node, message=message, advice=advice, edits=edits, fix=fix)


def report_held(rule: Rule, node: ast.expr, view: ModuleView, message: str) -> Iterator[Finding]:
    """A finding about a list or dict that holds such values, fixed where they are put into it."""
    if not isinstance(node, _HOLDING) or ("eval" not in view.text and "Eval" not in view.text):
        return
    held = scores_in(node, view)
    if not held:
        return
    inside = [one for one in held if _is_inside(one, node, view)]
    if inside:
        for one in inside:
            yield from report(rule, one, view, message)
        return
    edits: list[Edit] = []
    safe = True
    for one in held:
        text, fix = _read(one, view, "score", shown=message == SHOWN)
        edits.append(view.replaced(one, text))
        safe = safe and fix is Fix.SAFE
    own = all(view.parent(one) is not None for one in held) and view.cell is None
    yield rule.finding(
        view,
        node,
        message=message,
        advice="Put the .score of each result into it.",
        edits=tuple(dict.fromkeys(edits)) if own else (),
        fix=rule.fix if safe else Fix.UNSAFE,
    )


def scores_in(node: ast.expr, view: ModuleView, depth: int = 0) -> list[ast.expr]:
    """The results in a list or dict, also in lists and dicts inside of it."""
    found: list[ast.expr] = []
    if depth < _DEEP:
        for _, value in view.items_of(node):
            if isinstance(value, ast.expr):
                more = [value] if is_score(value, view) else scores_in(value, view, depth + 1)
                found += more
    return list(dict.fromkeys(found))


def format_fields(node: ast.Call, view: ModuleView) -> Iterator[tuple[ast.expr, bool]]:
    """The values that `"...".format(...)` shows; with True, those with a format of their own."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "format":
        return
    text = view.constant(function.value)
    if not isinstance(text, str):
        return
    number = 0
    for field, spec, conversion in _fields(text):
        name = re.split(r"[.\[]", field, maxsplit=1)[0]
        if name == "":
            name, number = str(number), number + 1
        if field not in ("", name):
            continue
        if name.isdigit():
            values: Iterable[ast.expr] = node.args[int(name) : int(name) + 1]
        else:
            values = [one.value for one in node.keywords if one.arg == name]
        for value in values:
            yield value, bool(spec) and not conversion


def _fields(text: str) -> list[tuple[str, str, str]]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return []
    return [(name, spec or "", how or "") for _, name, spec, how in parsed if name is not None]


def percent_fields(text: str, values: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The values that `text % values` shows, each with the letter of its format."""
    places = [(one["key"], one["kind"]) for one in _PLACES.finditer(text.replace("%%", ""))]
    if isinstance(values, ast.Dict):
        keys = [one.value if isinstance(one, ast.Constant) else None for one in values.keys]
        for key, kind in places:
            if key in keys:
                yield values.values[keys.index(key)], kind
        return
    parts = values.elts if isinstance(values, ast.Tuple) else [values]
    for (_, kind), value in zip(places, parts, strict=False):
        yield value, kind


def _read(node: ast.expr, view: ModuleView, attribute: str, *, shown: bool) -> tuple[str, Fix]:
    """The text that gives the number, and whether it does so wherever the value comes from.

    What may also be a number, or was put into a list before, is read by `float`, which leaves a
    number as it is.
    """
    text, kinds = view.segment(node), view.origins_of(node)
    certain = not kinds & {HELD, OTHER, NUMBER}
    if attribute != "score" or certain:
        simple = isinstance(node, _PRIMARY)
        return f"{text if simple else f'({text})'}.{attribute}", Fix.SAFE
    unknown = OTHER in kinds or (shown and NUMBER in kinds)
    return f"float({text})", Fix.UNSAFE if unknown else Fix.SAFE


def _is_inside(node: ast.AST, around: ast.AST, view: ModuleView) -> bool:
    parent: ast.AST | None = node
    while parent is not None and parent is not around:
        parent = view.parent(parent)
    return parent is around
