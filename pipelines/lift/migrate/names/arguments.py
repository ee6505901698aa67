"""Values that stand in view: literals behind names, keyword arguments collected in a dict."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from lift.migrate.names.scopes import Binding, Scopes

__all__ = ["constant_of", "is_closed", "unpacked"]


_DEEP = 40
"""A chain of assignments longer than this is nobody's, or a circle."""


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


def unpacked(
    node: ast.expr, binding_of: Callable[[ast.Name], Binding | None], scopes: Scopes
) -> dict[str, ast.expr]:
    """What `**node` passes: the keys of a dict in view, with those assigned to it one by one."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {text: value for key, value in pairs if (text := _text(key)) is not None}
    if isinstance(node, ast.Call):
        plain = isinstance(node.func, ast.Name) and node.func.id == "dict"
        return {k.arg: k.value for k in node.keywords if k.arg} if plain else {}
    if not isinstance(node, ast.Name):
        return {}
    binding, found = binding_of(node), dict[str, ast.expr]()
    if binding is not None and isinstance(binding.value, (ast.Dict, ast.Call)):
        found.update(unpacked(binding.value, binding_of, scopes))
    scope = scopes.scope_of(node)
    for other in scopes.nodes:
        if isinstance(other, ast.Assign) and scopes.scope_of(other) is scope:
            for target in other.targets:
                if (key := _key_set(target, node.id)) is not None:
                    found[key] = other.value
    return found


def is_closed(node: ast.expr, binding_of: Callable[[ast.Name], Binding | None]) -> bool:
    """Whether `unpacked` sees every key that `**node` passes."""
    if isinstance(node, ast.Dict):
        return all(_text(key) is not None for key in node.keys)
    if isinstance(node, ast.Call):
        plain = isinstance(node.func, ast.Name) and node.func.id == "dict"
        return plain and not node.args and all(k.arg for k in node.keywords)
    if isinstance(node, ast.Name):
        binding = binding_of(node)
        value = None if binding is None or binding.index is not None else binding.value
        return value is not None and value is not node and is_closed(value, binding_of)
    return False


def _key_set(target: ast.expr, name: str) -> str | None:
    """`key` for a target `name["key"]`."""
    if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
        return None
    return _text(target.slice) if target.value.id == name else None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
