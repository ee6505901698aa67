"""Which function an expression means, and how many arguments it takes."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from lift.migrate.names.scopes import Binding, Import, returned_values
from lift.migrate.view import ModuleView

__all__ = ["Callee", "callee_of"]

_DEEP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Callee:
    """A function of the project."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    bound: bool = False
    """Whether its first parameter is the object that it is a method of."""
    here: bool = True
    """Whether it stands in the same text, and can be edited."""

    @property
    def positional(self) -> list[ast.arg]:
        """The parameters that can be given by position."""
        arguments = self.node.args
        return [*arguments.posonlyargs, *arguments.args][1 if self.bound else 0 :]

    def takes(self, count: int) -> bool:
        """Whether it can be called with that many arguments by position."""
        arguments, named = self.node.args, self.positional
        missing = any(default is None for default in arguments.kw_defaults)
        needed = len(named) - len(arguments.defaults)
        most = count if arguments.vararg is not None else len(named)
        return needed <= count <= most and not missing


def callee_of(node: ast.expr, view: ModuleView, depth: int = 0) -> Callee | None:
    """The function of the project that an expression means; None where that is not in view."""
    if isinstance(node, ast.Lambda):
        return Callee(node=node, here=_stands_here(node, view))
    if depth > _DEEP:
        return None
    if isinstance(node, ast.Call):
        return _made(node, view, depth)
    for binding in view.bindings_of(node):
        return _bound(binding, view, depth)
    return _of_module(node, view)


def _of_module(node: ast.expr, view: ModuleView) -> Callee | None:
    """`metrics.exact` after `from shop import metrics`."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    for binding in view.bindings_of(node.value):
        if binding.imported is None:
            return None
        named = (binding.imported.module, binding.imported.name)
        module = ".".join(one for one in named if one)
        found = view.imported_function(Import(module=module, name=node.attr))
        return None if found is None else _defined(found, view)
    return None


def _bound(binding: Binding, view: ModuleView, depth: int) -> Callee | None:
    found = binding.definition
    if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return _defined(found, view)
    if binding.imported is not None:
        elsewhere = view.imported_function(binding.imported)
        return None if elsewhere is None else _defined(elsewhere, view)
    if binding.value is not None and binding.index is None:
        return callee_of(binding.value, view, depth + 1)
    return None


def _stands_here(node: ast.AST, view: ModuleView) -> bool:
    parent: ast.AST | None = node
    while parent is not None and parent is not view.tree:
        parent = view.parent(parent)
    return parent is view.tree


def _defined(node: ast.FunctionDef | ast.AsyncFunctionDef, view: ModuleView) -> Callee | None:
    decorators = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
    if len(decorators) != len(node.decorator_list) or decorators - {"staticmethod", "classmethod"}:
        return None
    method = isinstance(view.parent(node), ast.ClassDef) and "staticmethod" not in decorators
    return Callee(node=node, bound=method, here=_stands_here(node, view))


def _made(node: ast.Call, view: ModuleView, depth: int) -> Callee | None:
    """What a call gives back: a function, or an object that can be called."""
    for binding in view.bindings_of(node.func):
        found = binding.definition
        if isinstance(found, ast.ClassDef):
            methods = (one for one in found.body if isinstance(one, ast.FunctionDef))
            named = next((one for one in methods if one.name == "__call__"), None)
            return None if named is None else _defined(named, view)
        if isinstance(found, ast.FunctionDef):
            returned = [callee_of(one, view, depth + 1) for one in returned_values(found)]
            return returned[0] if len(returned) == 1 else None
        return None
    return None
