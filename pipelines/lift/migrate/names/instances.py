"""Of which class of dspy an expression is an instance."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lift.migrate.names.dotted import is_partial
from lift.migrate.names.scopes import Binding, FunctionNode
from lift.migrate.names.values import last_name

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Instances"]

_SAME_TYPE = ("deepcopy", "copy", "reset_copy", "eval", "to", "with_instructions")
_PASSED = 2
"""Functions through which an argument is followed."""
_MODULES = ("dspy.load", "dspy.asyncify")


class Instances:
    """The types of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._passing = 0

    def of(self, node: ast.expr) -> str | None:
        """The dotted path of the class."""
        module = self._module
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            for binding in module.bindings_of(node):
                if (found := self._of_binding(binding, node)) is not None:
                    return found
            if isinstance(node, ast.Name) and node.id == "self":
                owner = module.class_around(node)
                return next(iter(module.bases_of(owner)), None) if owner is not None else None
            return module.type_elsewhere(node)
        if isinstance(node, ast.IfExp):
            return module.type_of(node.body) or module.type_of(node.orelse)
        if isinstance(node, ast.BoolOp):
            return next(filter(None, map(module.type_of, node.values)), None)
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            return module.type_of(node.value)
        return None

    def _of_call(self, node: ast.Call) -> str | None:
        module, function = self._module, node.func
        if is_partial(node):
            return module.type_of(node.args[0])
        dotted = module.name_of(function)
        if dotted is not None:
            if dotted in _MODULES:
                return "dspy.Module"
            return dotted if dotted.rsplit(".", 1)[-1][:1].isupper() else None
        bases = self.local_class(function)
        if bases:
            return bases[0]
        if isinstance(function, ast.Attribute):
            if function.attr in _SAME_TYPE:
                owner = module.type_of(function.value)
                return owner or (module.type_of(node.args[0]) if node.args else None)
            if function.attr == "compile" and module.type_of(function.value):
                return "dspy.Module"
        elif last_name(function) in _SAME_TYPE and node.args:
            return module.type_of(node.args[0])
        given = (module.type_of(value) for value, one in module.given(function) if not one)
        return next(filter(None, given), None) or module.type_elsewhere(node)

    def local_class(self, node: ast.expr) -> tuple[str, ...]:
        """The dspy bases of a class of the project that an expression names."""
        module = self._module
        for binding in module.bindings_of(node):
            if isinstance(binding.definition, ast.ClassDef):
                return module.bases_of(binding.definition)
            if binding.imported is not None and binding.imported.name and module.project:
                found, name = binding.imported.module, binding.imported.name
                if bases := module.project.exported_class(found, module.package, name):
                    return bases
        return ()

    def _of_binding(self, binding: Binding, node: ast.expr) -> str | None:
        module = self._module
        if binding.annotation is not None:
            dotted = module.name_of(binding.annotation)
            if dotted is not None:
                return dotted
        plain = binding.value is not None and binding.index is None
        found = module.type_of(binding.value) if plain and binding.value is not None else None
        if found is not None:
            return found
        if binding.taker is not None and isinstance(node, ast.Name):
            return self._of_parameter(binding.taker, node.id)
        return None

    def _of_parameter(self, taker: FunctionNode, name: str) -> str | None:
        """The class of what calls pass, through a few functions at most."""
        if self._passing >= _PASSED:
            self._module.give_up()
            return None
        self._passing += 1
        try:
            passed = self._module.passed(taker, name)
            return next(filter(None, map(self._module.type_of, passed)), None)
        finally:
            self._passing -= 1
