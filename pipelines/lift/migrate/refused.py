"""Calls whose arguments the target does not take: they raise, and nothing changes silently."""

from __future__ import annotations

import ast

from lift.migrate.surface import load, nearest
from lift.migrate.surface.calls import Call, problem
from lift.migrate.view import ModuleView

__all__ = ["arguments_of", "is_refused"]


def is_refused(node: ast.Call, view: ModuleView) -> bool:
    """Whether a call of a class or function of dspy raises a TypeError in the target."""
    dotted = view.name_of(node.func) or view.called(node)
    if dotted is None:
        return False
    signature = load(nearest(view.target_version)).signature(dotted)
    return signature is not None and problem(signature, arguments_of(node, view)) != ""


def arguments_of(node: ast.Call, view: ModuleView) -> Call:
    """The arguments of a call, as far as they are in view."""
    starred = any(isinstance(one, ast.Starred) for one in node.args)
    return Call(
        positional=None if starred else len(node.args),
        keywords=tuple(view.keywords_of(node)),
        complete=not view.open_keywords(node),
    )
