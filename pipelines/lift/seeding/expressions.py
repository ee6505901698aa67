"""Wrong versions of single expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lift.seeding.source import Edit, Function, SourceText, body_nodes, enclosing

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
_SHIFTS: Final[Mapping[type[ast.operator], int]] = {ast.Add: 1, ast.Sub: -1}
_WRAPPERS: Final = frozenset(
    "abs bool float int len list max min reversed round set sorted str sum tuple".split()
)
_ROUNDERS: Final = frozenset({"abs", "float", "int", "round"})


def comparisons(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Every comparison with another operator; `is` and `in` are turned into their opposites."""
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


def arithmetic(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Every calculation with another operator."""
    bounds = _bound_expressions(function)
    for node in body_nodes(function):
        if not isinstance(node, ast.BinOp) or type(node.op) not in _WRONG_ARITHMETIC:
            continue
        if node in bounds or _mentions_text(node):
            continue
        old, new = _WRONG_ARITHMETIC[type(node.op)]
        yield from _between("arithmetic", text, node.left, node.right, old, new)


def lost_operands(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
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


def booleans(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """`and` for `or` and the other way round."""
    for node in body_nodes(function):
        if isinstance(node, ast.BoolOp) and len(node.values) == 2:
            old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            yield from _between("boolean", text, node.values[0], node.values[1], old, new)


def negations(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Conditions with a `not` less or more."""
    plain = (ast.Name, ast.Call, ast.Attribute)
    for node in body_nodes(function):
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start, _ = text.span(node)
            inner, _ = text.span(node.operand)
            found = re.match(r"not\s+", text.text[start:inner])
            if found:
                end = start + found.end()
                yield "negation", Edit(start=start, end=end, text="", line=node.lineno)
        elif isinstance(node, (ast.If, ast.While)) and isinstance(node.test, plain):
            start, _ = text.span(node.test)
            yield "negation", Edit(start=start, end=start, text="not ", line=node.lineno)


def _bound_expressions(function: Function) -> frozenset[ast.expr]:
    """Upper ends of ranges and slices; the other operators leave them to `bounds`."""
    found: set[ast.expr] = set()
    for node in body_nodes(function):
        if isinstance(node, ast.Call) and _called_name(node) == "range" and not node.keywords:
            if 1 <= len(node.args) <= 2:
                found.add(node.args[-1])
        elif isinstance(node, ast.Slice) and node.upper is not None and node.step is None:
            found.add(node.upper)
    return frozenset(found)


def bounds(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Ends of ranges and slices that lie one too early or two too late."""
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
        sign = _SHIFTS.get(type(node.op))
        if sign is not None and node.right.value == 1:
            edit = text.replace_between(node.left, node.right, "+-"[sign < 0], "")
            if edit is not None:
                return text.text[start : edit.start].rstrip(), sign
    return text.text[start:end], 0


def _called_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def constants(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Numbers with another value; those that start a variable are a class of their own."""
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


def swaps(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Two operands or the first two arguments exchanged."""
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


def unwrapped_calls(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """`abs(x)` as `x`, `text.strip()` as `text`."""
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
