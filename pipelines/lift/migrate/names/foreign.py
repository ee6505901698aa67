"""Values that come from other modules of the project, and names from outside of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lift.migrate.names.strings import PACKAGES

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Foreign", "foreign", "outside"]

_DEEP = 6
_SHORT = {"np": "numpy", "pd": "pandas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """An expression, written for the module that its first name comes from."""

    module: str
    """As the import statement has it."""
    text: str
    """Such as `Trainer().evaluate()`; arguments are left out."""


def foreign(node: ast.expr, names: Module, depth: int = 0) -> Foreign | None:
    """The same value as the module that it is imported from would write it.

    None for everything that does not come from a module of the project.
    """
    if depth > _DEEP:
        return None
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _of_variable(node, names, depth)
    if isinstance(node, ast.Await):
        return foreign(node.value, names, depth + 1)
    if isinstance(node, ast.Call):
        return _longer(foreign(node.func, names, depth + 1), "()")
    if isinstance(node, ast.Subscript):
        key = names.constant(node.slice)
        base = foreign(node.value, names, depth + 1) if isinstance(key, (str, int)) else None
        return _longer(base, f"[{key!r}]")
    return None


def _of_variable(node: ast.Name | ast.Attribute, names: Module, depth: int) -> Foreign | None:
    for binding in names.bindings_of(node):
        if binding.imported is not None:
            module, name = binding.imported.module, binding.imported.name
            known = module.split(".")[0] in PACKAGES
            return None if known else Foreign(module=module, text=name)
        if binding.value is not None and binding.index is None:
            found = foreign(binding.value, names, depth + 1)
            if found is not None:
                return found
    if isinstance(node, ast.Attribute):
        return _longer(foreign(node.value, names, depth + 1), f".{node.attr}")
    return None


def _longer(base: Foreign | None, more: str) -> Foreign | None:
    if base is None:
        return None
    return Foreign(module=base.module, text=(base.text + more).lstrip("."))


def outside(node: ast.expr, names: Module) -> str:
    """The dotted path that an imported name has, such as `json.dumps`; empty for all others.

    A name that nothing binds is taken for the module of that name: pieces of documents often leave
    their imports out.
    """
    if isinstance(node, ast.Attribute):
        base = outside(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    if not isinstance(node, ast.Name):
        return ""
    bindings = names.bindings_of(node)
    for binding in bindings:
        if binding.imported is not None:
            module, name = binding.imported.module, binding.imported.name
            return f"{module}.{name}" if name else module
    return "" if bindings else _SHORT.get(node.id, node.id)
