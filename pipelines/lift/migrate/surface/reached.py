"""Ways to a name that are no plain attribute: `super()`, and the strings of patches in tests."""

from __future__ import annotations

import ast

from lift.migrate.view import ModuleView

__all__ = ["base_of_super", "class_around", "is_super", "patched_name"]

_PATCHES = ("patch", "setattr", "object")


def is_super(node: ast.expr) -> bool:
    """Whether an expression is `super()`."""
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )


def class_around(node: ast.AST, view: ModuleView) -> ast.ClassDef | None:
    """Return the class in whose body a node stands."""
    above = view.parent(node)
    while above is not None and not isinstance(above, ast.ClassDef):
        above = view.parent(above)
    return above


def base_of_super(node: ast.expr, view: ModuleView) -> str | None:
    """Return what `super()` stands for: the only base of the class around, if it is of DSPy."""
    around = class_around(node, view) if is_super(node) else None
    return view.name_of(around.bases[0]) if around is not None and len(around.bases) == 1 else None


def patched_name(node: ast.Call, view: ModuleView) -> str | None:
    """Return the name of DSPy that a test replaces, and that must therefore exist.

    `patch("dspy.X")`, `patch.object(dspy, "X")`, `monkeypatch.setattr(dspy, "X", ...)`.
    """
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    if called not in _PATCHES or not node.args:
        return None
    if any(one.arg in ("create", "raising") for one in node.keywords):
        return None  # it may be absent
    if isinstance(node.func, ast.Name) and called != "patch":
        return None  # the built-in setattr makes what is not there
    first = view.constant(node.args[0])
    if isinstance(first, str):
        return first if first.startswith("dspy.") and called != "object" else None
    if called == "patch" or len(node.args) < 2:
        return None
    owner, name = view.name_of(node.args[0]), view.constant(node.args[1])
    return f"{owner}.{name}" if owner is not None and isinstance(name, str) else None
