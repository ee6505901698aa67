"""Where DSPy kept its assertions, and the edits that take them from `lift.assertions` instead.

Shared by the rules LFT110 to LFT114. Edits touch only the name, or the import statement that
brings it; everything else of the line stays.
"""

from __future__ import annotations

import ast

from packaging.version import Version

from lift.migrate.finding import Edit
from lift.migrate.import_edits import moved_imports
from lift.migrate.nodes import nodes_of
from lift.migrate.view import ModuleView

__all__ = [
    "ADVICE",
    "CONDITIONS",
    "HANDLERS",
    "MODULES",
    "RETRY",
    "import_moved",
    "member_of",
    "not_importable",
    "prefixed",
    "qualified",
]

CONDITIONS = frozenset(
    ("Assert", "Suggest", "Constraint", "DSPyAssertionError", "DSPySuggestionError")
)
HANDLERS = frozenset(
    (
        "assert_transform_module",
        "backtrack_handler",
        "default_assertion_handler",
        "noop_handler",
        "bypass_suggest_handler",
        "bypass_assert_handler",
        "assert_no_except_handler",
    )
)
RETRY = frozenset(("Retry",))
MODULES = frozenset(("dspy.primitives.assertions", "dspy.assertions"))
"""The module itself, by its name and as the attribute that dspy's star imports made of it."""

_HOMES = frozenset(("dspy", "dspy.primitives", "dspy.primitives.program", *MODULES))
_RETRY_HOMES = frozenset(("dspy", "dspy.predict", "dspy.predict.retry", "dspy.retry"))
_MOVED = CONDITIONS | HANDLERS | RETRY

ADVICE = (
    "Import it from lift.assertions (package lift-dspy), which does what DSPy 2.5 did. dspy.Refine "
    "and dspy.BestOfN mean something else: they run the whole module again, write their own "
    "feedback, and never raise."
)


def member_of(dotted: str | None, names: frozenset[str]) -> str | None:
    """Which of `names` a dotted path is, when it is that of DSPy's assertions."""
    if dotted is None:
        return None
    home, _, name = dotted.rpartition(".")
    homes = _RETRY_HOMES if name == "Retry" else _HOMES
    return name if name in names and home in homes else None


def not_importable(module: str, name: str, view: ModuleView) -> str:
    """What Python says of `from module import name` in the target version."""
    if _is_gone(module, view):
        return f"ModuleNotFoundError: No module named '{module}'"
    return f"ImportError: cannot import name '{name}' from '{module}'"


def _is_gone(module: str, view: ModuleView) -> bool:
    if module in ("dspy.assertions", "dspy.retry"):
        return True
    gone = ("dspy.primitives.assertions", "dspy.primitives.program")
    return module in gone and Version(view.target_version) >= Version("3.0.0")


def qualified(node: ast.expr, name: str, view: ModuleView) -> tuple[Edit, ...]:
    """Replace an expression by `assertions.name`, and import `assertions`."""
    if isinstance(node, ast.Name):  # brought by a star import: bind the name itself
        return tuple(view.imported("lift.assertions", name))
    prefix, edits = prefixed(view)
    return (view.replaced(node, f"{prefix}.{name}"), *edits) if prefix else ()


def prefixed(view: ModuleView) -> tuple[str, tuple[Edit, ...]]:
    """How to write the module lift.assertions here, with the edits that import it.

    A name that nothing else here has; empty when both that come into question are taken.
    """
    for prefix, module, name in (
        ("assertions", "lift", "assertions"),
        ("lift.assertions", "lift.assertions", None),
    ):
        edits = tuple(view.imported(module, name))
        if not edits or prefix.partition(".")[0] not in _bound(view):
            return prefix, edits
    return "", ()


def _bound(view: ModuleView) -> set[str]:
    """Every name that this module binds anywhere."""
    found: set[str] = set()
    for node in nodes_of(view.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
    return found


def import_moved(node: ast.ImportFrom, view: ModuleView) -> tuple[Edit, ...]:
    """Take from lift.assertions what an import statement takes from DSPy's."""
    moved = [alias for alias in node.names if member_of(f"{node.module}.{alias.name}", _MOVED)]
    return moved_imports(node, {alias: f"lift.assertions.{alias.name}" for alias in moved}, view)
