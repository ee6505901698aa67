"""Code that has already prepared for another version."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from lift.migrate.names.scopes import Scopes

__all__ = ["fakes_dspy", "is_evaluated", "is_guarded"]

_TYPING = ("TYPE_CHECKING", "typing.TYPE_CHECKING")
_FAKED = re.compile(
    r"""sys\.modules["']?\s*(?:\[\s*|,\s*\{?\s*)["']dspy["']\s*(?:\]\s*=[^=]|[,:])"""
)
_IMPORTING = ("ImportError", "ModuleNotFoundError")
_IMPORTERS = ("import_module", "__import__", "importorskip")


def is_guarded(
    node: ast.AST, parents: Mapping[ast.AST, ast.AST], segment: Callable[[ast.AST], str]
) -> bool:
    """Whether a version test, `hasattr` or a handler of the error that would come covers a node."""
    errors = _errors(node)
    child, parent = node, parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.Try) and child in parent.body and _catches(parent, errors):
            return True
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            test = segment(parent.test)
            if (
                test in _TYPING
                or "__version__" in test
                or "hasattr(dsp" in test
                or "version(" in test
            ):
                return True
        child, parent = parent, parents.get(parent)
    return False


def _errors(node: ast.AST) -> tuple[str, ...]:
    """What a node raises when what it names is gone: a handler of another error is no guard."""
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.alias)):
        return _IMPORTING
    if isinstance(node, ast.Attribute):
        return ("AttributeError",)
    if isinstance(node, ast.Name):
        return ("NameError",)
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in _IMPORTERS:
            return _IMPORTING
    return ("AttributeError", "TypeError")


def _catches(node: ast.Try, errors: tuple[str, ...]) -> bool:
    for handler in node.handlers:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(isinstance(kind, ast.Name) and kind.id in errors for kind in kinds):
            return True
    return False


def fakes_dspy(text: str) -> bool:
    """Whether a test puts something of its own in the place of dspy."""
    return "sys.modules" in text and _FAKED.search(text) is not None


def is_evaluated(node: ast.AST, scopes: Scopes, *, postponed: bool) -> bool:
    """Whether Python ever runs an expression; it does not run every annotation.

    Those of local variables never are. With `from __future__ import annotations` those of
    functions are not, and those of classes only where a base class reads them, as pydantic does.
    """
    child, parent = node, scopes.parents.get(node)
    while parent is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.arg) and child is parent.annotation:
            return not postponed
        child, parent = parent, scopes.parents.get(parent)
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) and child is parent.returns:
        return not postponed
    if isinstance(parent, ast.AnnAssign) and child is parent.annotation:
        inside = scopes.scope_of(parent).node
        if isinstance(inside, ast.ClassDef):
            return not postponed or bool(inside.bases)
        return isinstance(inside, ast.Module) and not postponed
    return True
