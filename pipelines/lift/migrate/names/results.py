"""What a value is the result of: `evaluate(program)`, wherever it was put in between."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from lift.migrate.names.scopes import Binding

__all__ = ["Kept", "kept", "result"]

Kept = Mapping[str, Sequence[tuple[ast.expr | None, ast.expr]]]
"""By the name of a list or dict: what is put into it later, with its key."""
_SAME = ("max", "min", "list", "sorted", "tuple", "reversed", "copy", "deepcopy")
_VIEWS = ("values", "items", "copy")
_THREADS = ("to_thread", "run_in_executor", "submit", "asyncify")


class Names(Protocol):
    """The part of a module that is needed here."""

    def kept_as(self, name: str) -> Sequence[tuple[ast.expr | None, ast.expr]]: ...
    def result_of(self, node: ast.expr) -> str | None: ...
    def type_of(self, node: ast.expr) -> str | None: ...
    def called(self, node: ast.Call) -> str | None: ...
    def constant(self, node: ast.expr) -> object: ...
    def bindings_of(self, node: ast.expr) -> Iterable[Binding]: ...
    def returned(self, function: ast.expr) -> Iterator[ast.expr]: ...


def kept(nodes: Iterable[ast.AST]) -> Kept:
    """Collect `name[key] = value` and `name.append(value)`."""
    found: dict[str, list[tuple[ast.expr | None, ast.expr]]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    found.setdefault(target.value.id, []).append((target.slice, node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in ("append", "add") and isinstance(owner, ast.Name) and node.args:
                found.setdefault(owner.id, []).append((None, node.args[0]))
    return found


def result(node: ast.expr, names: Names) -> str | None:
    """The dotted path of the class whose instance gave a value when it was called."""
    if isinstance(node, ast.Await):
        return names.result_of(node.value)
    if isinstance(node, ast.IfExp):
        return names.result_of(node.body) or names.result_of(node.orelse)
    if isinstance(node, ast.BoolOp):
        return _first(node.values, names)
    if isinstance(node, ast.Call):
        return _of_call(node, names)
    if isinstance(node, ast.Subscript):
        return _of_item(node, names)
    return _of_name(node, names)


def _first(values: Iterable[ast.expr], names: Names) -> str | None:
    return next(filter(None, map(names.result_of, values)), None)


def _of_call(node: ast.Call, names: Names) -> str | None:
    called = names.called(node) or ""
    if called.endswith((".__call__", ".acall")):
        return called.rpartition(".")[0]
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in ("max", "min"):
        parts = node.args if len(node.args) > 1 else _elements(node.args[:1], names)
        return _first(parts, names)
    if name in _THREADS:
        return next(filter(None, map(names.type_of, node.args[:2])), None)
    return _first(names.returned(node.func), names)


def _of_item(node: ast.Subscript, names: Names) -> str | None:
    """An element of a list or dict; with a literal key, the one of that key."""
    if not isinstance(node.value, ast.Name):
        return None
    wanted = names.constant(node.slice)
    found = [
        value
        for key, value in _pairs(node.value, names)
        if key is None or wanted is None or names.constant(key) in (None, wanted)
    ]
    return _first(found, names)


def _of_name(node: ast.expr, names: Names) -> str | None:
    for binding in names.bindings_of(node):
        if binding.element is not None:
            wanted = binding.index in (None, 1)
            return _first(_elements([binding.element], names), names) if wanted else None
        if binding.value is not None and binding.value is not node:
            if binding.index is None:
                return names.result_of(binding.value)
            return _of_part(binding.value, binding.index, names)
    return None


def _of_part(value: ast.expr, index: int, names: Names) -> str | None:
    """`score` in `score, count = run()`, where run returns a tuple."""
    if not isinstance(value, ast.Call):
        return None
    tuples = (one for one in names.returned(value.func) if isinstance(one, ast.Tuple))
    return _first((one.elts[index] for one in tuples if index < len(one.elts)), names)


def _elements(nodes: Iterable[ast.expr], names: Names) -> Iterator[ast.expr]:
    """What lists and dicts hold."""
    for node in nodes:
        if isinstance(node, ast.Call):
            method = isinstance(node.func, ast.Attribute) and node.func.attr in _VIEWS
            if method and isinstance(node.func, ast.Attribute):
                yield from _elements([node.func.value], names)
            elif isinstance(node.func, ast.Name) and node.func.id in _SAME:
                yield from _elements(node.args[:1], names)
        else:
            yield from (value for _, value in _pairs(node, names))


def _pairs(node: ast.expr, names: Names) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    """Keys and values of a dict, or the elements of a list without keys."""
    if isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values, strict=True)
    elif isinstance(node, ast.DictComp):
        yield None, node.value
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        yield None, node.elt
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from ((None, value) for value in node.elts)
    elif isinstance(node, ast.Name):
        for binding in names.bindings_of(node):
            if binding.value is not None and not isinstance(binding.value, ast.Name):
                yield from _pairs(binding.value, names)
        yield from names.kept_as(node.id)
