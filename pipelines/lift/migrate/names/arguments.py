"""Values that stand in view: literals behind names, keyword arguments collected in a dict."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from lift.migrate.names.scopes import Binding, FunctionNode
from lift.migrate.names.uses import Store

__all__ = ["constant_of", "is_closed", "unpacked"]


_DEEP = 40
"""A chain of assignments longer than this is nobody's, or a circle."""


class Keywords(Protocol):
    """The part of a module that is needed here."""

    def bindings_of(self, node: ast.expr) -> Iterable[Binding]: ...
    def stores_of(self, node: ast.expr) -> Iterator[Store]: ...
    def further(self, taker: FunctionNode, name: str) -> Mapping[str, ast.expr]: ...


def constant_of(
    node: ast.expr, bindings_of: Callable[[ast.expr], Iterable[Binding]], depth: int = 0
) -> object:
    """The literal that an expression is, also through assignments; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant_of(node.operand, bindings_of, depth)
        return -value if isinstance(value, (int, float)) else None
    if isinstance(node, (ast.Name, ast.Attribute)) and depth < _DEEP:
        for binding in bindings_of(node):
            if binding.value is not None and binding.index is None:
                return constant_of(binding.value, bindings_of, depth + 1)
    return None


def unpacked(node: ast.expr, names: Keywords, depth: int = 0) -> dict[str, ast.expr]:
    """What `**node` passes: the keys of a dict in view, with those put into it later."""
    if depth > _DEEP:
        return {}
    if isinstance(node, ast.Dict):
        return _of_dict(node, names, depth)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _of_variable(node, names, depth)
    found: dict[str, ast.expr] = {}
    for one in _joined(node) or ():
        found.update(unpacked(one, names, depth + 1))
    if isinstance(node, ast.Call) and _is_dict(node):
        found.update({one.arg: one.value for one in node.keywords if one.arg})
    return found


def _of_dict(node: ast.Dict, names: Keywords, depth: int) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            found.update(unpacked(value, names, depth + 1))
        elif (text := _text(key)) is not None:
            found[text] = value
    return found


def _is_dict(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "dict"


def _joined(node: ast.expr) -> list[ast.expr] | None:
    """The dicts that `dict(a, **b)` and `a | b` put together; None for anything else."""
    if isinstance(node, ast.Call) and _is_dict(node):
        return [*node.args, *(one.value for one in node.keywords if one.arg is None)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [node.left, node.right]
    return None


def _of_variable(
    node: ast.Name | ast.Attribute, names: Keywords, depth: int
) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for binding in names.bindings_of(node):
        if binding.taker is not None and isinstance(node, ast.Name):
            found.update(names.further(binding.taker, node.id))
        elif binding.value is not None and binding.index is None:
            found.update(unpacked(binding.value, names, depth + 1))
        break
    for store in names.stores_of(node):
        if store.how == "item" and store.key is not None:
            if (text := _text(store.key)) is not None:
                found[text] = store.value
        elif store.how == "many":
            found.update(unpacked(store.value, names, depth + 1))
    return found


def is_closed(node: ast.expr, names: Keywords, depth: int = 0) -> bool:
    """Whether `unpacked` sees every key that `**node` passes."""
    if depth > _DEEP:
        return False
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return all(
            is_closed(value, names, depth + 1) if key is None else _text(key) is not None
            for key, value in pairs
        )
    if isinstance(node, (ast.Name, ast.Attribute)):
        binding = next(iter(names.bindings_of(node)), None)
        value = None if binding is None or binding.index is not None else binding.value
        if binding is None or value is None or binding.taker is not None:
            return False
        stores = names.stores_of(node)
        return is_closed(value, names, depth + 1) and all(
            _is_seen(store, names, depth) for store in stores
        )
    joined = _joined(node)
    return joined is not None and all(is_closed(one, names, depth + 1) for one in joined)


def _is_seen(store: Store, names: Keywords, depth: int) -> bool:
    if store.how == "many":
        return is_closed(store.value, names, depth + 1)
    return store.key is not None and _text(store.key) is not None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
