"""Code that has already prepared for another version."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import cast

from lift.migrate.names.scopes import Scopes
from lift.migrate.nodes import nodes_of

__all__ = ["fakes_dspy", "is_evaluated", "is_guarded"]

_TYPING = ("TYPE_CHECKING", "typing.TYPE_CHECKING")
_FAKED = re.compile(
    r"""sys\.modules["']?\s*(?:\[\s*|,\s*\{?\s*)["']dspy["']\s*(?:\]\s*=[^=]|[,:])"""
)
_ASKING = ("__version__", "version(", "hasattr(dsp")
"""What stands in a condition that asks which DSPy there is."""
_BROAD = ("Exception", "BaseException")
_WORD = re.compile(r"[A-Za-z_]\w*")
_IMPORTING = ("ImportError", "ModuleNotFoundError")
_IMPORTERS = ("import_module", "__import__", "importorskip")


def is_guarded(
    node: ast.AST, parents: Mapping[ast.AST, ast.AST], segment: Callable[[ast.AST], str]
) -> bool:
    """Whether a version test, `hasattr` or a handler of the error that would come covers a node."""
    errors = _errors(node)
    path = [node, *_above(node, parents)]
    root = path[-1]
    known = _tests(root) if isinstance(root, ast.Module) else frozenset[str]()
    if _is_given(node, root) or _called(node) == "importorskip":
        return True
    if isinstance(node, ast.Attribute) and _is_asked_for(node, path):
        return True
    for child, parent in pairwise(path):
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            covered = _is_test(segment(parent.test), known)
        else:
            covered = _is_handled(child, parent, errors)
        if covered or _is_skipped(child) or _left_before(child, parent, known):
            return True
    return False


def _written(node: ast.AST) -> str:
    """The code of a node, in one way of writing it; nothing where it is nested too deeply."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return ""


def _is_handled(child: ast.AST, parent: ast.AST, errors: Collection[str]) -> bool:
    """Whether a `try` or a `suppress` around a statement takes its error."""
    if isinstance(parent, ast.Try) and child in parent.body:
        return _catches(parent, errors) or _has_another(parent, child)
    if isinstance(parent, (ast.With, ast.AsyncWith)) and child in parent.body:
        return any(_suppresses(one.context_expr, errors) for one in parent.items)
    return False


def _is_asked_for(node: ast.Attribute, path: Sequence[ast.AST]) -> bool:
    """Whether `hasattr(x, "name")` stands before the use of `x.name`."""
    wanted = f"hasattr({_written(node.value)}, {node.attr!r})"
    for child, parent in pairwise(path):
        before: Sequence[ast.expr] = ()
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            before = (parent.test,)
        elif isinstance(parent, ast.BoolOp) and isinstance(child, ast.expr):
            before = parent.values[: parent.values.index(child)]
        if any(wanted in _written(one) for one in before):
            return True
    return False


def _above(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    parent = parents.get(node)
    while parent is not None:
        yield parent
        parent = parents.get(parent)


def _is_test(text: str, known: frozenset[str]) -> bool:
    """Whether a condition asks which DSPy there is."""
    if text in _TYPING or any(word in text for word in _ASKING):
        return True
    return bool(known) and not known.isdisjoint(_WORD.findall(text))


@lru_cache(maxsize=4)
def _tests(tree: ast.Module) -> frozenset[str]:
    """The variables of a module that hold what a version test gave, or the version."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(word in _written(node) for word in _ASKING):
            found |= _bound_by(node)
    return frozenset(found)


def _has_another(node: ast.Try, child: ast.AST) -> bool:
    """Whether a handler of everything gives the names that a statement would have bound."""
    names = _bound_by(child)
    return any(
        _is_broad(handler.type)
        and any(not names.isdisjoint(_bound_by(one)) for one in handler.body)
        for handler in node.handlers
        if names
    )


def _bound_by(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {one.asname or one.name.partition(".")[0] for one in node.names}
    if isinstance(node, ast.Assign):
        return {one.id for one in node.targets if isinstance(one, ast.Name)}
    return set()


def _is_broad(kind: ast.expr | None) -> bool:
    return kind is None or (isinstance(kind, ast.Name) and kind.id in _BROAD)


def _suppresses(node: ast.expr, errors: Collection[str]) -> bool:
    """Whether a `with contextlib.suppress(...)` swallows one of these errors."""
    if not isinstance(node, ast.Call) or _called(node) != "suppress":
        return False
    return any(isinstance(one, ast.Name) and one.id in (*errors, *_BROAD) for one in node.args)


def _is_skipped(node: ast.AST) -> bool:
    """Whether a test is left out, always or for what DSPy has not."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    for one in node.decorator_list:
        text = _written(one)
        name = text.partition("(")[0].rpartition(".")[2]
        if name == "skip" or (name.startswith("skip") and any(word in text for word in _ASKING)):
            return True
    return False


def _left_before(child: ast.AST, parent: ast.AST, known: frozenset[str]) -> bool:
    """Whether a version test above a statement, in the same block, has left the block."""
    for field in ("body", "orelse", "finalbody"):
        block = cast("list[ast.AST] | ast.AST | None", getattr(parent, field, None))
        if isinstance(block, list) and child in block:
            exit_at = _first_exit(parent, field, known)
            return exit_at is not None and exit_at < block.index(child)
    return False


@lru_cache(maxsize=64)
def _first_exit(parent: ast.AST, field: str, known: frozenset[str]) -> int | None:
    """The position of the first statement of a block that may leave it after a version test."""
    block = cast("list[ast.AST]", getattr(parent, field))
    return next((at for at, one in enumerate(block) if _leaves(one, known)), None)


def _leaves(node: ast.AST, known: frozenset[str]) -> bool:
    """Whether a statement goes no further for some version of DSPy."""
    if not isinstance(node, ast.If) or not _is_test(_written(node.test), known):
        return False
    return isinstance(node.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))


def _is_given(node: ast.AST, root: ast.AST) -> bool:
    """Whether the module itself puts something where an attribute of dspy is looked for."""
    if not isinstance(node, ast.Attribute) or not isinstance(root, ast.Module):
        return False
    return _written(node) in _given(root)


@lru_cache(maxsize=4)
def _given(tree: ast.Module) -> frozenset[str]:
    """The attributes that a module assigns, as they are written: `dspy.Assert`."""
    return frozenset(
        _written(target)
        for node in nodes_of(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
    )


def _called(node: ast.AST) -> str:
    """The last part of the name that a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _errors(node: ast.AST) -> tuple[str, ...]:
    """What a node raises when what it names is gone: a handler of another error is no guard."""
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.alias)):
        return _IMPORTING
    if isinstance(node, ast.Attribute):
        return ("AttributeError",)
    if isinstance(node, ast.Name):
        return ("NameError",)
    if _called(node) in _IMPORTERS:
        return _IMPORTING
    return ("AttributeError", "TypeError")


def _catches(node: ast.Try, errors: Collection[str]) -> bool:
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
