"""Every way in which a program reaches DSPy's assertions; the visitors of LFT110, 111 and 113."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from lift.migrate.assertion_names import (
    ADVICE,
    MODULES,
    import_moved,
    member_of,
    not_importable,
    qualified,
)
from lift.migrate.finding import Finding
from lift.migrate.rule import Rule, Visitor, visitor
from lift.migrate.view import ModuleView

__all__ = ["references"]


def references(rule: Callable[[], Rule], names: frozenset[str]) -> Mapping[type[ast.AST], Visitor]:
    """Visitors that report imports and uses of `names`; each where it would raise."""
    found = _References(rule, names)
    return dict(
        (
            visitor(ast.Attribute, found.attribute),
            visitor(ast.Call, found.dynamic),
            visitor(ast.Name, found.starred),
            visitor(ast.ImportFrom, found.imported),
        )
    )


class _References:
    def __init__(self, rule: Callable[[], Rule], names: frozenset[str]) -> None:
        self._rule, self._names = rule, names

    def attribute(self, node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
        dotted = view.name_of(node)
        if dotted is None or member_of(dotted, self._names) is None:
            return
        if view.name_of(node.value) in MODULES:
            return  # the module itself is what is missing: LFT114
        if isinstance(node.ctx, ast.Load) and view.evaluated(node) and not view.guarded(node):
            yield self._missing(node, dotted, view)

    def dynamic(self, node: ast.Call, view: ModuleView) -> Iterator[Finding]:
        """`getattr(dspy, "Assert")`."""
        dotted = view.name_of(node)
        if dotted is None or member_of(dotted, self._names) is None:
            return
        if len(node.args) == 2 and not view.guarded(node):
            yield self._missing(node, dotted, view)

    def starred(self, node: ast.Name, view: ModuleView) -> Iterator[Finding]:
        """A name that only `from dspy import *` can have given."""
        dotted = view.name_of(node) or ""
        name = member_of(dotted, self._names)
        if name is None or not view.from_star(node) or view.guarded(node):
            return
        if dotted.rpartition(".")[0] in MODULES:
            return
        message = f"NameError: name '{name}' is not defined"
        edits = qualified(node, name, view)
        yield self._rule().finding(view, node, message=message, advice=ADVICE, edits=edits)

    def imported(self, node: ast.ImportFrom, view: ModuleView) -> Iterator[Finding]:
        if node.level or node.module is None or view.guarded(node):
            return
        for alias in node.names:
            if member_of(f"{node.module}.{alias.name}", self._names) is not None:
                message = not_importable(node.module, alias.name, view)
                edits = import_moved(node, view)
                yield self._rule().finding(view, alias, message=message, advice=ADVICE, edits=edits)

    def _missing(self, node: ast.expr, dotted: str, view: ModuleView) -> Finding:
        home, _, name = dotted.rpartition(".")
        message = f"AttributeError: module '{home}' has no attribute '{name}'"
        edits = qualified(node, name, view)
        return self._rule().finding(view, node, message=message, advice=ADVICE, edits=edits)
