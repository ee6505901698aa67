"""What most rules ask about a call: which class it builds, and with which arguments."""

from __future__ import annotations

import ast

from packaging.version import Version

from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["argument", "builds", "crosses", "ends", "leaves_out", "with_keywords"]


def ends(dotted: str | None, *names: str) -> bool:
    """Whether a dotted path is one of these names of dspy, wherever it was imported from."""
    if dotted is None or not dotted.startswith(("dspy.", "dsp.")):
        return False
    return any(dotted.endswith(f".{name}") for name in names)


def builds(node: ast.Call, view: ModuleView, *classes: str) -> bool:
    """Whether a call makes an instance of one of these classes."""
    return ends(view.name_of(node.func), *classes)


def argument(
    node: ast.Call, view: ModuleView, name: str, position: int | None = None
) -> ast.expr | None:
    """The expression passed for a parameter, by keyword or by its position from 0."""
    if position is not None and position < len(node.args):
        return node.args[position]
    return view.keywords_of(node).get(name)


def leaves_out(node: ast.Call, view: ModuleView, name: str, position: int | None = None) -> bool:
    """Whether a call certainly does not pass a parameter."""
    starred = any(isinstance(one, ast.Starred) for one in node.args)
    hidden = starred or view.open_keywords(node)
    return not hidden and argument(node, view, name, position) is None


def crosses(view: ModuleView, version: str) -> bool:
    """Whether a version lies behind the one that the code comes from, and not behind the target."""
    return Version(view.source_version) < Version(version) <= Version(view.target_version)


def with_keywords(node: ast.Call, view: ModuleView, **values: str) -> tuple[Edit, ...]:
    """The edit that adds keyword arguments to a call."""
    name, *_ = values
    text = ", ".join(f"{key}={value}" for key, value in values.items())
    return (view.with_keyword(node, name, text.partition("=")[2]),)
