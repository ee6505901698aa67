"""What a module does with its lists and dicts later, and where it calls its functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lift.migrate.names.scopes import FunctionNode

__all__ = ["Store", "Uses", "argument_for"]

_ADDING = {"append": "one", "add": "one", "appendleft": "one", "put": "one", "put_nowait": "one"}
_MORE = ("extend", "update")


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One place that puts something into a list or dict."""

    owner: ast.expr
    """The list or dict."""
    value: ast.expr
    key: ast.expr | None = None
    how: Literal["one", "item", "many"]
    """An element, what belongs to a key, or all that another list or dict holds."""


class Uses:
    """Collected in one pass over the nodes of a module."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self.calls: dict[str, list[ast.Call]] = {}
        """By the last part of the name that is called."""
        self.stores: dict[str, list[Store]] = {}
        """By the last part of the name of the list or dict."""
        for node in nodes:
            kind = type(node)
            if kind is ast.Call:
                self._call(node)  # type: ignore[arg-type]
            elif kind is ast.Assign or kind is ast.AugAssign:
                for store in _assigned(node):  # type: ignore[arg-type]
                    self._keep(store)

    def _call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            self.calls.setdefault(function.id, []).append(node)
        elif isinstance(function, ast.Attribute):
            self.calls.setdefault(function.attr, []).append(node)
            for store in _method(node, function):
                self._keep(store)

    def _keep(self, store: Store) -> None:
        owner = store.owner
        name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
        self.stores.setdefault(name, []).append(store)


def _assigned(node: ast.Assign | ast.AugAssign) -> Iterator[Store]:
    """`owner[key] = value`, `owner += more` and `owner |= more`."""
    if isinstance(node, ast.AugAssign):
        if isinstance(node.op, (ast.Add, ast.BitOr)):
            yield Store(owner=node.target, value=node.value, how="many")
        return
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            yield Store(owner=target.value, key=target.slice, value=node.value, how="item")


def _method(node: ast.Call, function: ast.Attribute) -> Iterator[Store]:
    name, owner = function.attr, function.value
    if name in _ADDING and node.args:
        yield Store(owner=owner, value=node.args[0], how="one")
    elif name in _MORE:
        for value in node.args[:1]:
            yield Store(owner=owner, value=value, how="many")
        for keyword in node.keywords:
            if keyword.arg is None:
                yield Store(owner=owner, value=keyword.value, how="many")
            else:
                key = ast.Constant(value=keyword.arg)
                yield Store(owner=owner, key=key, value=keyword.value, how="item")
    elif name == "setdefault" and len(node.args) == 2:
        yield Store(owner=owner, key=node.args[0], value=node.args[1], how="item")


def argument_for(
    function: FunctionNode, name: str, call: ast.Call, *, bound: bool
) -> ast.expr | None:
    """What a call passes for a parameter.

    Args:
        function: What is called.
        name: Of the parameter.
        call: The call.
        bound: Whether the first parameter is filled by the object that the method is called on.
    """
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    plain = [one.arg for one in (*function.args.posonlyargs, *function.args.args)][bound:]
    if name not in plain:
        return None
    before = call.args[: plain.index(name) + 1]
    if len(before) <= plain.index(name) or any(isinstance(one, ast.Starred) for one in before):
        return None
    return before[-1]
