"""Which of its values a variable can have at one place, and whether a test has looked at it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from lift.migrate.names.scopes import Binding

__all__ = ["is_tested", "reaching"]

Parent = Callable[[ast.AST], ast.AST | None]
Parents = Mapping[ast.AST, ast.AST]
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_TESTS = ("hasattr", "isinstance", "issubclass", "callable", "type")
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def reaching(bindings: Sequence[Binding], node: ast.AST, parent: Parent) -> Iterator[Binding]:
    """The bindings whose value a variable can have at `node`.

    Args:
        bindings: those of one scope, the nearest above the use first.
        node: the use, in the same scope; of uses elsewhere nothing is certain.
        parent: finds what a node stands in.
    """
    line = getattr(node, "lineno", 0)
    settled = False
    for binding in bindings:
        below = binding.line > line
        if not settled or (below and _in_one_loop(binding, node, parent)):
            yield binding
        settled = settled or (not below and _certain(binding, node, parent))


def is_tested(node: ast.expr, parents: Parents, segment: Callable[[ast.AST], str]) -> bool:
    """Whether code around asks what kind of object this is, with `hasattr` or `isinstance`."""
    text = segment(node)
    child: ast.AST = node
    parent = parents.get(node)
    while parent is not None:
        if any(_asks(test, text, segment) for test in _tests_around(child, parent)):
            return True
        for one in _before(parent, child):
            settles = isinstance(one, ast.If) and _settles(one, text, segment)
            if settles and isinstance(one, ast.If) and _asks(one.test, text, segment):
                return True
        if isinstance(parent, _FUNCTIONS):
            return False
        child, parent = parent, parents.get(parent)
    return False


def _tests_around(child: ast.AST, parent: ast.AST) -> list[ast.expr]:
    """The tests that decide whether `child` is run in its parent."""
    if isinstance(parent, (ast.If, ast.IfExp, ast.While)):
        return [] if child is parent.test else [parent.test]
    if isinstance(parent, ast.BoolOp):
        return [one for one in parent.values if _stands_before(one, child)]
    return []


def _stands_before(one: ast.expr, other: ast.AST) -> bool:
    place = (getattr(other, "lineno", 0), getattr(other, "col_offset", 0))
    return (one.lineno, one.col_offset) < place


def _anchor(binding: Binding, parent: Parent) -> ast.AST | None:
    """The statement that binds."""
    node: ast.AST | None = binding.definition or binding.value or binding.element
    while node is not None and not isinstance(node, ast.stmt):
        node = parent(node)
    return node


def _certain(binding: Binding, node: ast.AST, parent: Parent) -> bool:
    """Whether nothing above a binding can matter at `node`."""
    if binding.taker is not None or binding.imported is not None:
        return True
    statement = _anchor(binding, parent)
    if statement is None:
        return False
    around = parent(statement)
    child: ast.AST | None = node
    while child is not None:
        if child is statement:
            return True
        above = parent(child)
        if above is around and above is not None:
            return statement in _before(above, child)
        child = above
    return isinstance(around, ast.Module)  # of an earlier cell


def _in_one_loop(binding: Binding, node: ast.AST, parent: Parent) -> bool:
    """Whether a loop comes from a binding below back to `node`."""
    statement = _anchor(binding, parent)
    around = set[int]()
    while statement is not None:
        around.add(id(statement))
        statement = parent(statement)
    child: ast.AST | None = node
    while child is not None and not isinstance(child, _FUNCTIONS):
        if isinstance(child, _LOOPS) and id(child) in around:
            return True
        child = parent(child)
    return False


def _before(parent: ast.AST, child: ast.AST) -> list[ast.stmt]:
    """The statements above a statement in its own block."""
    for name in ("body", "orelse", "finalbody", "handlers"):
        block = cast("list[ast.stmt] | ast.expr", getattr(parent, name, []))
        if isinstance(block, list) and isinstance(child, ast.stmt) and child in block:
            return block[: block.index(child)]
    return []


def _settles(test: ast.If, text: str, segment: Callable[[ast.AST], str]) -> bool:
    """Whether an `if` leaves the block, or gives the variable another value."""
    last = test.body[-1]
    if isinstance(last, _LEAVING):
        return True
    return any(
        isinstance(one, ast.Assign) and any(segment(target) == text for target in one.targets)
        for one in test.body
    )


def _asks(test: ast.expr, text: str, segment: Callable[[ast.AST], str]) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _TESTS
        and bool(node.args)
        and segment(node.args[0]) == text
        for node in ast.walk(test)
    )
