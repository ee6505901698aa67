"""Mutation operators: small, plausible bugs put into one correct function.

Two things are wanted of these operators. They work on any Python function, and they are
*many-to-one*: several correct texts lead to the same wrong text (``>`` and ``>=`` both become
``<``; ``range(n)`` and ``range(n + 1)`` both become ``range(n - 1)``). So the bug does not betray
what stood there before, and whoever repairs it has to know the convention of the code base.

Edits are spliced into the source by position, so that layout, comments and the docstring stay.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from lift.seeding.source import Edit, SourceText, body_nodes, enclosing

BUG_CLASS_SUMMARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "comparison": "A comparison uses the wrong operator.",
        "arithmetic": "A calculation uses the wrong operator.",
        "boolean": "Two conditions are joined by the wrong word.",
        "negation": "A condition means the opposite of what it should.",
        "bound": "A range or slice ends at the wrong place.",
        "constant": "A number in the code is wrong.",
        "initial value": "A variable starts with the wrong value.",
        "return value": "A fixed value that is returned is wrong.",
        "missing return": "The last return statement is gone.",
        "missing guard": "A check that returns early is gone.",
        "swap": "Two operands or arguments stand in the wrong order.",
        "wrong variable": "A variable is used where another one belongs.",
        "lost operand": "A calculation lost its second operand.",
        "unwrapped call": "A value is used without the call around it.",
        "update": "A variable is updated with the wrong operator.",
        "missing statement": "A statement is gone.",
    }
)
BUG_CLASSES: Final[tuple[str, ...]] = tuple(BUG_CLASS_SUMMARY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """One wrong version of a function; `line` counts from 1 in the correct source."""

    bug_class: str
    line: int
    source: str


Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
Operator: TypeAlias = Callable[[SourceText, Function], Iterator[tuple[str, Edit]]]

_WRONG_COMPARISON: Final[Mapping[type[ast.cmpop], tuple[str, tuple[str, ...]]]] = {
    ast.Lt: ("<", (">", "==")),
    ast.LtE: ("<=", (">", "==")),
    ast.Gt: (">", ("<", "==")),
    ast.GtE: (">=", ("<", "==")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
}
_WRONG_MEMBERSHIP: Final[Mapping[type[ast.cmpop], tuple[str, str]]] = {
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_WRONG_ARITHMETIC: Final[Mapping[type[ast.operator], tuple[str, str]]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
}
_WRONG_UPDATE: Final[Mapping[type[ast.operator], tuple[str, tuple[str, ...]]]] = {
    ast.Add: ("+=", ("-=", "=")),
    ast.Sub: ("-=", ("+=", "=")),
    ast.Mult: ("*=", ("+=", "=")),
    ast.FloorDiv: ("//=", ("*=",)),
    ast.Div: ("/=", ("*=",)),
}
_WRAPPERS: Final = frozenset(
    "abs bool float int len list max min reversed round set sorted str sum tuple".split()
)
_ROUNDERS: Final = frozenset({"abs", "float", "int", "round"})


def mutate(source: str) -> tuple[Mutation, ...]:
    """Every single-edit wrong version of the function in `source`, in a fixed order.

    `source` holds one function at indentation 0. A text without a function gives an empty tuple,
    text that is not Python raises `SyntaxError`.
    """
    tree = ast.parse(source)
    found = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not found:
        return ()
    text = SourceText(source)
    edits = [edit for operator in _OPERATORS for edit in operator(text, found[0])]
    edits.sort(key=lambda item: (item[1].start, item[1].end, BUG_CLASSES.index(item[0])))
    results: dict[str, Mutation] = {}
    original = ast.dump(tree)
    for bug_class, edit in edits:
        changed = text.apply(edit)
        if changed in results or not _is_different_python(changed, original):
            continue
        results[changed] = Mutation(bug_class=bug_class, line=edit.line, source=changed)
    return tuple(results.values())


def _is_different_python(source: str, original_dump: str) -> bool:
    try:
        return ast.dump(ast.parse(source)) != original_dump
    except SyntaxError:
        return False


def _comparisons(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if not isinstance(node, ast.Compare):
            continue
        left = node.left
        for kind, right in zip(node.ops, node.comparators, strict=True):
            if type(kind) in _WRONG_COMPARISON:
                old, wrong = _WRONG_COMPARISON[type(kind)]
                for new in wrong:
                    yield from _between("comparison", text, left, right, old, new)
            elif type(kind) in _WRONG_MEMBERSHIP:
                old, new = _WRONG_MEMBERSHIP[type(kind)]
                yield from _between("negation", text, left, right, old, new)
            left = right


def _between(
    bug_class: str, text: SourceText, left: ast.expr, right: ast.expr, old: str, new: str
) -> Iterator[tuple[str, Edit]]:
    """Replace the operator that stands between two neighbouring expressions."""
    edit = text.replace_between(left, right, old, new)
    if edit is not None:
        yield bug_class, edit


def _arithmetic(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    bounds = _bound_expressions(function)
    for node in body_nodes(function):
        if not isinstance(node, ast.BinOp) or type(node.op) not in _WRONG_ARITHMETIC:
            continue
        if node in bounds or _mentions_text(node):
            continue
        old, new = _WRONG_ARITHMETIC[type(node.op)]
        yield from _between("arithmetic", text, node.left, node.right, old, new)


def _lost_operands(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Keep the left operand only; a rounding call around it goes too, so it cannot be told."""
    bounds = _bound_expressions(function)
    parents = enclosing(function)
    for node in body_nodes(function):
        if not isinstance(node, ast.BinOp) or type(node.op) not in _WRONG_ARITHMETIC:
            continue
        if node in bounds or _mentions_text(node):
            continue
        old, _ = _WRONG_ARITHMETIC[type(node.op)]
        operator = text.replace_between(node.left, node.right, old, old)
        if operator is None:
            continue
        start, end = text.span(node)
        kept = text.text[start : operator.start].rstrip()
        parent = parents.get(node)
        if isinstance(parent, ast.Call) and _called_name(parent) in _ROUNDERS:
            start, end = text.span(parent)
        yield "lost operand", Edit(start=start, end=end, text=kept, line=node.lineno)


def _mentions_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, (str, bytes)))
        for side in (node.left, node.right)
    )


def _booleans(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if isinstance(node, ast.BoolOp) and len(node.values) == 2:
            old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            yield from _between("boolean", text, node.values[0], node.values[1], old, new)


def _negations(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start, _ = text.span(node)
            inner, _ = text.span(node.operand)
            found = re.match(r"not\s+", text.text[start:inner])
            if found:
                end = start + found.end()
                yield "negation", Edit(start=start, end=end, text="", line=node.lineno)
        elif isinstance(node, (ast.If, ast.While)):
            if isinstance(node.test, (ast.Name, ast.Call, ast.Attribute)):
                start, _ = text.span(node.test)
                yield "negation", Edit(start=start, end=start, text="not ", line=node.lineno)


def _bound_expressions(function: Function) -> frozenset[ast.expr]:
    """Upper ends of ranges and slices; the other operators leave them to `_bounds`."""
    found: set[ast.expr] = set()
    for node in body_nodes(function):
        if isinstance(node, ast.Call) and _called_name(node) == "range" and not node.keywords:
            if 1 <= len(node.args) <= 2:
                found.add(node.args[-1])
        elif isinstance(node, ast.Slice) and node.upper is not None and node.step is None:
            found.add(node.upper)
    return frozenset(found)


def _bounds(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    simple = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp)
    for node in _bound_expressions(function):
        if not isinstance(node, simple):
            continue
        base, shift = _split_shift(text, node)
        start, end = text.span(node)
        wrong = (base, f"{base} + 1") if shift < 0 else (f"{base} - 1", f"{base} + 2")
        for new in wrong:
            yield "bound", Edit(start=start, end=end, text=new, line=node.lineno)


def _split_shift(text: SourceText, node: ast.expr) -> tuple[str, int]:
    """`n + 1` is (`n`, 1), `n - 1` is (`n`, -1), anything else is itself with 0."""
    start, end = text.span(node)
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
        sign = {ast.Add: 1, ast.Sub: -1}.get(type(node.op))
        if sign is not None and node.right.value == 1:
            edit = text.replace_between(node.left, node.right, "+-"[sign < 0], "")
            if edit is not None:
                return text.text[start : edit.start].rstrip(), sign
    return text.text[start:end], 0


def _called_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _constants(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    bounds = _bound_expressions(function)
    parents = enclosing(function)
    for node in body_nodes(function):
        if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
            continue
        parent = parents.get(node)
        if parent in bounds and isinstance(parent, ast.BinOp) and node is parent.right:
            continue
        holder = parents.get(parent) if isinstance(parent, ast.UnaryOp) else parent
        if isinstance(holder, (ast.Return, ast.AugAssign)):
            continue
        bug_class = "initial value" if isinstance(holder, ast.Assign) else "constant"
        start, end = text.span(node)
        for new in _wrong_numbers(node.value):
            yield bug_class, Edit(start=start, end=end, text=str(new), line=node.lineno)


def _wrong_numbers(value: object) -> tuple[object, ...]:
    """Neighbours for small numbers; every large number becomes 10, whatever its size was."""
    if isinstance(value, float):
        return (value + 1.0,)
    if not isinstance(value, int):
        return ()
    if value >= 20:
        return (10,)
    return (value + 1,) if value < 3 else (value - 1, value + 1)


def _returns(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        value = _literal(node.value)
        if value is _NO_LITERAL:
            continue
        start, end = text.span(node.value)
        if isinstance(value, bool):
            new = str(not value)
        elif value is None or isinstance(value, (int, float)):
            new = "2" if value == 1 else "1"
        else:
            new = "None"
        yield "return value", Edit(start=start, end=end, text=new, line=node.lineno)


_NO_LITERAL: Final = object()


def _literal(node: ast.expr) -> object:
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError):
        return _NO_LITERAL
    return value


def _removals(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for block in text.blocks(function):
        top = block is function.body
        for index, node in enumerate(block):
            if text.is_docstring(function, node) or len(block) - (top and _documented(function)) < 2:
                continue
            bug_class = _removal_class(function, node, last=top and index == len(block) - 1)
            if bug_class and text.owns_its_lines(node):
                yield bug_class, text.remove_lines(node)


def _documented(function: Function) -> bool:
    return ast.get_docstring(function, clean=False) is not None


def _removal_class(function: Function, node: ast.stmt, *, last: bool) -> str:
    if isinstance(node, ast.Return):
        return "missing return" if last else ""
    if isinstance(node, ast.If) and node in function.body:
        early = len(node.body) == 1 and isinstance(node.body[0], (ast.Return, ast.Raise))
        return "missing guard" if early and not node.orelse and not last else ""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return "missing statement"
    if isinstance(node, ast.AugAssign) and not _steers_a_loop(function, node):
        return "missing statement"
    return ""


def _steers_a_loop(function: Function, node: ast.AugAssign) -> bool:
    """Whether a `while` waits for this variable: changing that would only hang."""
    target = node.target
    return isinstance(target, ast.Name) and any(
        isinstance(name, ast.Name) and name.id == target.id
        for loop in body_nodes(function)
        if isinstance(loop, ast.While)
        for name in ast.walk(loop.test)
    )


def _updates(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if not isinstance(node, ast.AugAssign) or type(node.op) not in _WRONG_UPDATE:
            continue
        if _steers_a_loop(function, node):
            continue
        old, wrong = _WRONG_UPDATE[type(node.op)]
        for new in wrong:
            yield from _between("update", text, node.target, node.value, old, new)


def _swaps(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    ordered = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    plain = (ast.Name, ast.Attribute, ast.Constant, ast.Subscript)
    bounds = _bound_expressions(function)
    for node in body_nodes(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ordered) and node not in bounds:
            pair = (node.left, node.right)
        elif isinstance(node, ast.Call) and len(node.args) >= 2:
            pair = (node.args[0], node.args[1])
        else:
            continue
        if all(isinstance(side, plain) for side in pair):
            yield "swap", text.swap(*pair)


def _wrong_variables(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    names = _local_names(function)
    for node in body_nodes(function):
        if isinstance(node, (ast.Return, ast.AugAssign)):
            used = node.value
        elif isinstance(node, ast.Call) and len(node.args) == 1:
            used = node.args[0]
        else:
            continue
        if isinstance(used, ast.Name) and used.id in names and len(names) > 1:
            other = names[(names.index(used.id) + 1) % len(names)]
            start, end = text.span(used)
            yield "wrong variable", Edit(start=start, end=end, text=other, line=used.lineno)


def _local_names(function: Function) -> list[str]:
    """Parameters and assigned names in the order in which they appear."""
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    for node in body_nodes(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return list(dict.fromkeys(name for name in names if name not in ("self", "cls", "_")))


def _unwrapped_calls(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    for node in body_nodes(function):
        if not isinstance(node, ast.Call) or node.keywords:
            continue
        start, end = text.span(node)
        if _called_name(node) in _WRAPPERS and len(node.args) == 1:
            inner = node.args[0]
            if isinstance(inner, (ast.BinOp, ast.GeneratorExp, ast.Starred)):
                continue
        elif isinstance(node.func, ast.Attribute) and not node.args:
            inner = node.func.value
        else:
            continue
        first, last = text.span(inner)
        kept = text.text[first:last]
        yield "unwrapped call", Edit(start=start, end=end, text=kept, line=node.lineno)


_OPERATORS: Final[tuple[Operator, ...]] = (
    _comparisons,
    _arithmetic,
    _lost_operands,
    _booleans,
    _negations,
    _bounds,
    _constants,
    _returns,
    _removals,
    _updates,
    _swaps,
    _wrong_variables,
    _unwrapped_calls,
)
