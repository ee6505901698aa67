"""Wrong versions of whole statements: updates, returns, what is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from lift.seeding.source import Edit, Function, SourceText, body_nodes

_WRONG_UPDATE: Final[Mapping[type[ast.operator], tuple[str, tuple[str, ...]]]] = {
    ast.Add: ("+=", ("-=", "=")),
    ast.Sub: ("-=", ("+=", "=")),
    ast.Mult: ("*=", ("+=", "=")),
    ast.FloorDiv: ("//=", ("*=",)),
    ast.Div: ("/=", ("*=",)),
}


def returns(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Fixed values that are returned, replaced."""
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


def removals(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Functions without their last return, a guard, or a statement of a longer block."""
    for block in text.blocks(function):
        top = block is function.body
        for index, node in enumerate(block):
            if (
                text.is_docstring(function, node)
                or len(block) - (top and _documented(function)) < 2
            ):
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


def updates(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """`total += x` with another operator, or as a plain assignment."""
    for node in body_nodes(function):
        if not isinstance(node, ast.AugAssign) or type(node.op) not in _WRONG_UPDATE:
            continue
        if _steers_a_loop(function, node):
            continue
        old, wrong = _WRONG_UPDATE[type(node.op)]
        for new in wrong:
            edit = text.replace_between(node.target, node.value, old, new)
            if edit is not None:
                yield "update", edit


def wrong_variables(text: SourceText, function: Function) -> Iterator[tuple[str, Edit]]:
    """Another variable of the function where one is returned, added or passed on."""
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
    names += [
        node.id
        for node in body_nodes(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(name for name in names if name not in ("self", "cls", "_")))
