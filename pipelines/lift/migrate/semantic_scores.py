"""What `SemanticF1` and `CompleteAndGrounded` give when they are called."""

from __future__ import annotations

import ast

from lift.migrate.calls import ends
from lift.migrate.finding import Edit
from lift.migrate.nodes import nodes_of
from lift.migrate.view import ModuleView

__all__ = ["as_float", "gives_semantic_score", "is_semantic_score"]

_METRICS = ("SemanticF1", "CompleteAndGrounded")


def is_semantic_score(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is the result of one of DSPy's own judging metrics.

    Not where the file has a class of its own that inherits from one: it may give a number.
    """
    return ends(view.result_of(node), *_METRICS) and not _inherited(view)


def gives_semantic_score(metric: ast.expr, view: ModuleView) -> bool:
    """Whether a metric is one of them, or a function of the file that returns what they give."""
    if ends(view.type_of(metric), *_METRICS):
        return not _inherited(view)
    if not isinstance(metric, ast.Name):
        return False
    for node in nodes_of(view.tree):
        if isinstance(node, ast.FunctionDef) and node.name == metric.id:
            returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            return any(one is not None and is_semantic_score(one, view) for one in returned)
    return False


def as_float(node: ast.expr, view: ModuleView) -> Edit:
    """The edit that takes the number out; it does no harm in older versions."""
    return view.replaced(node, f"float({view.segment(node)})")


def _inherited(view: ModuleView) -> bool:
    classes = (node for node in view.tree.body if isinstance(node, ast.ClassDef))
    return any(ends(base, *_METRICS) for one in classes for base in view.bases_of(one))
