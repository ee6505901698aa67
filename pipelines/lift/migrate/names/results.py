"""What a value is the result of: `evaluate(program)`, wherever it was put in between."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Protocol

from lift.migrate.names.scopes import Binding
from lift.migrate.names.values import Called, Names, Value, Values, last_name

__all__ = ["HELD", "NOTHING", "NUMBER", "OTHER", "Origins", "call_origins", "is_result", "origins"]

Origins = frozenset[str]
"""Dotted paths of the classes whose instance was called, and the words below."""
NUMBER = "number"
OTHER = "other"
"""Something else, such as a text, or a value that nobody knows."""
HELD = "held"
"""It went through a list, a dict, an attribute or a parameter on the way."""
NOTHING: Origins = frozenset()
_OTHER: Origins = frozenset({OTHER})
_NUMBER: Origins = frozenset({NUMBER})
_NUMBERS = ("float", "int", "round", "abs", "len", "sum", "mean", "fmean", "median", "pow")
_THREADS = ("to_thread", "run_in_executor", "submit", "run_sync", "create_task", "ensure_future")
_SAME = ("copy", "deepcopy", "result", "wait_for", "run", "run_until_complete", "shield")
"""Calls that hand on what they are given, or called on."""


class Asked(Names, Protocol):
    """The part of a module that is needed here."""

    @property
    def values(self) -> Values: ...
    def origins_of(self, node: ast.expr) -> Origins: ...
    def type_of(self, node: ast.expr) -> str | None: ...
    def called(self, node: ast.Call) -> str | None: ...
    def reaching(self, node: ast.expr) -> Iterable[Binding]: ...
    def tested(self, node: ast.expr) -> bool: ...
    def elsewhere(self, node: ast.expr) -> Origins: ...
    def forwarded(self, function: ast.expr) -> Iterable[ast.expr]: ...


def origins(node: ast.expr, names: Asked) -> Origins:
    """Where the value of an expression may come from."""
    if isinstance(node, (ast.Await, ast.NamedExpr, ast.Starred)):
        return names.origins_of(node.value)
    if isinstance(node, ast.IfExp):
        return names.origins_of(node.body) | names.origins_of(node.orelse)
    if isinstance(node, ast.BoolOp):
        return _union(node.values, names)
    if isinstance(node, ast.Call):
        return _of_call(node, names)
    if isinstance(node, ast.Subscript):
        found = _union(names.values.parts(node.value, names.constant(node.slice)), names)
        return found | {HELD} if found else names.elsewhere(node) or _OTHER
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _of_variable(node, names)
    number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return _NUMBER if number else _OTHER


def is_result(found: Iterable[str]) -> bool:
    """Whether one of these is a class of dspy."""
    return any("." in one for one in found)


def call_origins(function: ast.expr, names: Asked) -> Origins:
    """What calling something gives."""
    if isinstance(function, ast.Call) and last_name(function.func) in ("partial", "asyncify"):
        return call_origins(function.args[0], names) if function.args else _OTHER
    found = _union(names.forwarded(function), names)
    owner = names.type_of(function)
    if owner is not None:
        return found if is_result(found) else frozenset({owner})
    found |= _union((value for value, one in names.given(function) if not one), names)
    return found or names.elsewhere(function_call(function)) or _OTHER


def function_call(function: ast.expr) -> ast.Call:
    """A call of a function as the text of a module elsewhere would have it."""
    return ast.Call(func=function, args=[], keywords=[])


def _union(values: Iterable[Value], names: Asked) -> Origins:
    found: set[str] = set()
    for value in values:
        if isinstance(value, ast.expr):
            found |= names.origins_of(value)
        elif isinstance(value, Called):
            found |= call_origins(value.function, names)
        else:
            found.add(OTHER)
    return frozenset(found)


def _of_call(node: ast.Call, names: Asked) -> Origins:
    called = names.called(node) or ""
    if called.endswith((".__call__", ".acall")):
        inner = call_origins(node.func, names)
        return inner if is_result(inner) else frozenset({called.rpartition(".")[0]})
    name = last_name(node.func)
    picked = names.values.one_of(node)
    if picked is not None:
        return _union(picked, names) | {HELD} if picked else _OTHER
    if isinstance(node.func, ast.Name) and name in _NUMBERS:
        return _NUMBER
    if name in _THREADS:
        return _of_thread(node, name, names)
    found = call_origins(node.func, names)
    if found == _OTHER and name in _SAME:
        owner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return _union([*node.args[:1], *owner], names)
    return found


def _of_thread(node: ast.Call, name: str, names: Asked) -> Origins:
    """`to_thread(evaluate, program)`, `create_task(run())` and the like."""
    work = node.args[1 if name == "run_in_executor" else 0 :][:1]
    if work and isinstance(work[0], ast.Call) and last_name(work[0].func) != "partial":
        return names.origins_of(work[0])
    return _union([Called(one) for one in work], names) or _OTHER


def _of_variable(node: ast.Name | ast.Attribute, names: Asked) -> Origins:
    found: set[str] = set()
    for binding in names.reaching(node):
        found |= _union(names.values.of_variable(node, [binding]), names) or _OTHER
        if binding.taker is not None or binding.element is not None or binding.index is not None:
            found.add(HELD)
    if not is_result(found):
        found |= names.elsewhere(node)
    if not is_result(found):
        return frozenset(found) or _OTHER
    return _OTHER if names.tested(node) else frozenset(found)
