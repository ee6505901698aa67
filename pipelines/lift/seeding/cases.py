"""Read plain tests as calls with expected values, so that the parent can hold the verdict.

Understood are `assert f(LITERALS) == LITERAL`, `is None|True|False`, the same with the sides
exchanged, and `with pytest.raises(E): f(LITERALS)`. A test that says anything more about the
function is not read at all: half a test would be another test.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lift.sandbox.literals import render_literal, same_value

__all__ = ["Case", "case_holds", "mentions", "read_cases", "walk_tests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One call and what it must give: exactly one of `expected` and `raises` is set."""

    args: str
    """Literal of a tuple."""
    kwargs: str
    """Literal of a dict with string keys."""
    expected: str | None = None
    raises: str | None = None
    """Name of a built-in exception."""


def case_holds(case: Case, *, value: str | None, error: str | None) -> bool:
    """Whether an answer is the wanted one, types included.

    Args:
        value: Literal that the call returned; None when it raised.
        error: What it raised, as `TYPE` or `TYPE: MESSAGE`.
    """
    if case.raises is not None:
        return error is not None and _is_kind_of(error.split(":", 1)[0], case.raises)
    if value is None or case.expected is None:
        return False
    try:
        got: object = ast.literal_eval(value)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return same_value(got, ast.literal_eval(case.expected))


def _is_kind_of(name: str, wanted: str) -> bool:
    raised: object = getattr(builtins, name, None)
    kind: object = getattr(builtins, wanted, None)
    if isinstance(raised, type) and isinstance(kind, type):
        return issubclass(raised, kind)
    return name == wanted


def read_cases(name: str, tests: Iterable[ast.FunctionDef]) -> tuple[Case, ...] | None:
    """The calls of `name` in its tests, without repeats; None where one test is not that plain.

    Tests that never mention the function (they reach it through others) are passed over.
    """
    found: dict[Case, None] = {}
    for test in tests:
        if not mentions(name, test):
            continue
        cases = _read_test(name, test)
        if cases is None:
            return None
        found.update(dict.fromkeys(cases))
    return tuple(found) or None


def mentions(name: str, test: ast.FunctionDef) -> bool:
    """Whether a test names the function."""
    return any(
        (isinstance(node, ast.Name) and node.id == name)
        or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in ast.walk(test)
    )


def _read_test(name: str, test: ast.FunctionDef) -> list[Case] | None:
    parameters = [*test.args.posonlyargs, *test.args.args, *test.args.kwonlyargs]
    if [p.arg for p in parameters] not in ([], ["self"]) or test.decorator_list:
        return None
    documented = ast.get_docstring(test, clean=False) is not None
    cases = [_read_statement(name, statement) for statement in test.body[documented:]]
    return [case for case in cases if case is not None] if None not in cases else None


def _read_statement(name: str, statement: ast.stmt) -> Case | None:
    if isinstance(statement, ast.Assert):
        return _read_assert(name, statement.test)
    if isinstance(statement, ast.With):
        return _read_raises(name, statement)
    return None


def _read_assert(name: str, test: ast.expr) -> Case | None:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    sides = (test.left, test.comparators[0])
    call, other = sides if isinstance(sides[0], ast.Call) else sides[::-1]
    wanted = _literal(other)
    identical = isinstance(test.ops[0], ast.Is) and wanted in ("None", "True", "False")
    if wanted is None or not (identical or isinstance(test.ops[0], ast.Eq)):
        return None
    called = _read_call(name, call)
    return None if called is None else Case(args=called[0], kwargs=called[1], expected=wanted)


def _read_raises(name: str, statement: ast.With) -> Case | None:
    if len(statement.items) != 1 or len(statement.body) != 1:
        return None
    item, inner = statement.items[0], statement.body[0]
    guard = item.context_expr
    if item.optional_vars is not None or not isinstance(guard, ast.Call) or guard.keywords:
        return None
    named = (
        guard.func.attr if isinstance(guard.func, ast.Attribute) else getattr(guard.func, "id", "")
    )
    if named != "raises" or len(guard.args) != 1 or not isinstance(inner, ast.Expr):
        return None
    error = guard.args[0]
    called = _read_call(name, inner.value)
    if called is None or not isinstance(error, ast.Name) or not _is_exception(error.id):
        return None
    return Case(args=called[0], kwargs=called[1], raises=error.id)


def _is_exception(name: str) -> bool:
    found: object = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, Exception)


def _read_call(name: str, node: ast.expr) -> tuple[str, str] | None:
    """Arguments of `name(...)` or `module.name(...)` as literals of a tuple and a dict."""
    if not isinstance(node, ast.Call) or not _is_called(name, node.func):
        return None
    try:
        args: list[object] = [ast.literal_eval(argument) for argument in node.args]
        kwargs: dict[object, object] = {k.arg: ast.literal_eval(k.value) for k in node.keywords}
        if None in kwargs:
            return None
        return render_literal(tuple(args)), render_literal(kwargs)
    except (ValueError, TypeError):
        return None


def _is_called(name: str, function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == name and isinstance(function.value, (ast.Name, ast.Attribute))
    return isinstance(function, ast.Name) and function.id == name


def _literal(node: ast.expr) -> str | None:
    try:
        value: object = ast.literal_eval(node)
        return render_literal(value)
    except (ValueError, TypeError):
        return None


def walk_tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Qualified name and node of every function at module or class level."""
    for node in tree.body:
        yield from _below(node, "")


def _below(node: ast.stmt, scope: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    if isinstance(node, ast.FunctionDef):
        yield scope + node.name, node
    elif isinstance(node, ast.ClassDef):
        for child in node.body:
            yield from _below(child, f"{scope}{node.name}.")
