"""Code that has already prepared for another version."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

__all__ = ["is_guarded"]

_CAUGHT = ("ImportError", "ModuleNotFoundError", "AttributeError")


def is_guarded(
    node: ast.AST, parents: Mapping[ast.AST, ast.AST], segment: Callable[[ast.AST], str]
) -> bool:
    """Whether a version test, `hasattr` or a handler of the error that would come covers a node."""
    child, parent = node, parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.Try) and child in parent.body and _catches(parent):
            return True
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            test = segment(parent.test)
            if "__version__" in test or "hasattr(dsp" in test or "version(" in test:
                return True
        child, parent = parent, parents.get(parent)
    return False


def _catches(node: ast.Try) -> bool:
    for handler in node.handlers:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(isinstance(kind, ast.Name) and kind.id in _CAUGHT for kind in kinds):
            return True
    return False
