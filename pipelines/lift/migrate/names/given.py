"""What the functions of a module give back, and what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lift.migrate.names.dotted import is_partial
from lift.migrate.names.scopes import Binding, FunctionNode, given_values
from lift.migrate.names.uses import argument_for

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Given"]

_Pair = tuple[ast.expr, bool]
_DEEP = 8


class Given:
    """Calls and returns of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._values: dict[ast.AST, list[_Pair]] = {}

    def by(self, function: ast.expr, depth: int = 0) -> Iterator[_Pair]:
        """What a function, method or lambda returns; with True, what it yields."""
        if isinstance(function, ast.Lambda):
            yield from given_values(function)
        elif isinstance(function, ast.Call) and is_partial(function) and depth < _DEEP:
            yield from self.by(function.args[0], depth + 1)
        elif isinstance(function, (ast.Name, ast.Attribute)) and depth < _DEEP:
            for binding in self._module.reaching(function):
                if isinstance(binding.definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield from self._returned(binding.definition)
                elif binding.value is not None and binding.index is None:
                    yield from self.by(binding.value, depth + 1)

    def _returned(self, function: FunctionNode) -> list[_Pair]:
        if function not in self._values:
            self._values[function] = list(given_values(function))
        return self._values[function]

    def by_program(self, function: ast.expr) -> Iterator[ast.expr]:
        """What the `forward` of an instance of a class of this module returns."""
        owner = self._module.lookup.class_of(function)
        if owner is None:
            return
        for name in ("forward", "aforward", "__call__"):
            for binding in self._module.lookup.members(owner, name):
                if isinstance(binding.definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield from (
                        value for value, one in self._returned(binding.definition) if not one
                    )

    def before(self, function: ast.expr) -> dict[str, ast.expr]:
        """The keyword arguments that `partial` has already given to a function."""
        if not isinstance(function, (ast.Name, ast.Attribute, ast.Call)):
            return {}
        made: ast.expr | None = function
        if not isinstance(function, ast.Call):
            values = (one.value for one in self._module.bindings_of(function) if one.index is None)
            made = next(filter(None, values), None)
        if not isinstance(made, ast.Call) or not is_partial(made):
            return {}
        return {k.arg: k.value for k in made.keywords if k.arg is not None}

    def to_parameter(
        self, taker: FunctionNode, name: str, cells: Iterable[Module]
    ) -> Iterator[ast.expr]:
        """What calls pass for a parameter."""
        for call, bound in self._calls_of(taker, cells):
            value = argument_for(taker, name, call, bound=bound)
            if value is not None:
                yield value

    def to_rest(
        self, taker: FunctionNode, name: str, cells: Iterable[Module]
    ) -> dict[str, ast.expr]:
        """The keyword arguments that calls leave to a parameter `**name`."""
        arguments, found = taker.args, dict[str, ast.expr]()
        if arguments.kwarg is None or arguments.kwarg.arg != name:
            return found
        own = {one.arg for one in (*arguments.args, *arguments.kwonlyargs)}
        for call, _ in self._calls_of(taker, cells):
            found |= {k.arg: k.value for k in call.keywords if k.arg and k.arg not in own}
        return found

    def _calls_of(
        self, taker: FunctionNode, cells: Iterable[Module]
    ) -> Iterator[tuple[ast.Call, bool]]:
        """The calls of a function; with True, those on an object that is its first argument."""
        if isinstance(taker, ast.Lambda):
            return
        around = self._module.lookup.home(taker).scopes.scope_of(taker).node
        method = isinstance(around, ast.ClassDef)
        target: ast.AST = around if method and taker.name == "__init__" else taker
        called = (
            around.name if target is around and isinstance(around, ast.ClassDef) else taker.name
        )
        bound = method and "staticmethod" not in {
            one.id for one in taker.decorator_list if isinstance(one, ast.Name)
        }
        for call in self._calls(called, target, cells):
            yield call, bound

    def to_field(self, node: ast.Attribute, cells: Iterable[Module]) -> Iterator[ast.expr]:
        """What calls of its class pass for an annotated field."""
        owner = self._module.lookup.class_of(node.value)
        if owner is None or not isinstance(owner.node, ast.ClassDef) or "__init__" in owner.names:
            return
        fields = [name for name, found in owner.names.items() if any(map(_annotated, found))]
        if node.attr not in fields:
            return
        place = fields.index(node.attr)
        for call in self._calls(owner.node.name, owner.node, cells):
            named = [one.value for one in call.keywords if one.arg == node.attr]
            yield from named or call.args[place : place + 1]

    @staticmethod
    def _calls(name: str, target: ast.AST, cells: Iterable[Module]) -> Iterator[ast.Call]:
        for cell in cells:
            for call in cell.uses.calls.get(name, ()):
                if any(one.definition is target for one in cell.bindings_of(call.func)):
                    yield call


def _annotated(binding: Binding) -> bool:
    return binding.annotation is not None
