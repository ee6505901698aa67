"""What an expression names in dspy: imports, aliases, re-exports, `getattr`, `partial`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lift.migrate.names.scopes import Binding, Import
from lift.migrate.names.strings import PACKAGES, dynamic_name, quoted_name

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Dotted"]

_BUILTINS = frozenset(dir(__import__("builtins")))


class Dotted:
    """The dotted paths of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def of(self, node: ast.expr) -> str | None:
        """The dotted dspy path of an expression."""
        module = self._module
        if isinstance(node, (ast.Name, ast.Attribute)):
            if isinstance(node, ast.Attribute):
                base = module.name_of(node.value)
                if base is not None:
                    return f"{base}.{node.attr}"
            bindings = module.bindings_of(node)
            if bindings or isinstance(node, ast.Attribute):
                return next(filter(None, map(self._of_binding, bindings)), None)
            return self._from_stars(node.id)
        if isinstance(node, ast.Call):
            if is_partial(node):
                return module.name_of(node.args[0])
            return dynamic_name(node, module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "dsp" in node.value:
            return quoted_name(node.value, module)
        return None

    def exported(self, name: str) -> str | None:
        """What a name of this module means for those who import it."""
        bindings = self._module.scopes.module.names.get(name)
        if bindings is None:
            return self._from_stars(name)
        return next(filter(None, map(self._of_binding, reversed(bindings))), None)

    def _of_binding(self, binding: Binding) -> str | None:
        if binding.imported is not None:
            return self._of_import(binding.imported)
        if binding.value is not None and binding.index is None:
            return self._module.name_of(binding.value)
        return None

    def _of_import(self, imported: Import) -> str | None:
        module, name = imported.module, imported.name
        if module.split(".")[0] in PACKAGES:
            dotted = f"{module}.{name}" if name else module
            return None if self._module.own(module) else dotted
        return self._elsewhere(module, name) if name else None

    def _elsewhere(self, module: str, name: str) -> str | None:
        """What a name of another module of the project means."""
        project = self._module.project
        return project.exported(module, self._module.package, name) if project else None

    def _from_stars(self, name: str) -> str | None:
        for module in self._module.scopes.module.stars:
            if module.split(".")[0] in PACKAGES:
                if not name.startswith("_") and name not in _BUILTINS:
                    return f"{module}.{name}"
            elif dotted := self._elsewhere(module, name):
                return dotted
        return None


def is_partial(node: ast.Call) -> bool:
    """Whether a call is `functools.partial(something, ...)`."""
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name == "partial" and bool(node.args)
