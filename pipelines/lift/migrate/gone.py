"""Rules about names that are gone: every way in which a module can refer to one.

A rule gives a table of dotted names; this gives its visitors. A name is reported where it is
imported or reached through its module, not at every use of what was imported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lift.migrate.finding import Edit, Finding, Fix
from lift.migrate.import_edits import moved_imports
from lift.migrate.rule import Rule, Visitor, visitor
from lift.migrate.surface import load, nearest
from lift.migrate.view import ModuleView

__all__ = ["Gone", "visitors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """One name that the target no longer has."""

    advice: str
    now: str = ""
    """The dotted name that takes its place with the same meaning; empty when there is none."""
    fix: Fix = Fix.SAFE
    call: Callable[[ast.Call, ModuleView], tuple[Edit, ...]] | None = None
    """Edits for a call of the name, where the call is made in another way now."""
    why: Callable[[ast.Call, ModuleView], str] | None = None
    """Why a call cannot be rewritten, as a sentence; empty where there is nothing to explain."""


def visitors(
    rule: Callable[[], Rule], names: Mapping[str, Gone]
) -> Mapping[type[ast.AST], Visitor]:
    """Visitors that report every reference to `names`.

    A name ending in `.*` stands for a module with everything in it.
    """
    found = _References(rule, names)
    return dict(
        (
            visitor(ast.Attribute, found.attribute),
            visitor(ast.Call, found.dynamic),
            visitor(ast.Name, found.starred),
            visitor(ast.ImportFrom, found.imported_from),
            visitor(ast.Import, found.imported),
        )
    )


class _References:
    """The ways in which a program can reach a name."""

    def __init__(self, rule: Callable[[], Rule], names: Mapping[str, Gone]) -> None:
        self._rule, self._names = rule, names

    def attribute(self, node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
        dotted = view.name_of(node)
        gone = _entry(dotted, self._names)
        base = view.name_of(node.value)
        if dotted is None or gone is None or _entry(base, self._names) is not None:
            return
        if isinstance(node.ctx, ast.Load) and not view.guarded(node) and view.evaluated(node):
            call = _call_of(node, view)
            edits = gone.call(call, view) if gone.call and call is not None else ()
            why = gone.why(call, view) if gone.why and call is not None else ""
            yield self._rule().finding(
                view,
                node,
                message=_missing(dotted),
                advice=f"{gone.advice} {why}".strip(),
                edits=edits or (() if why else _renamed(node, base, gone, view)),
                fix=gone.fix,
            )

    def starred(self, node: ast.Name, view: ModuleView) -> Iterator[Finding]:
        """A name that only `from dspy import *` can have given."""
        if not view.from_star(node):
            return
        dotted = view.name_of(node)
        gone = _entry(dotted, self._names)
        if dotted is None or gone is None or view.guarded(node):
            return
        message = f"NameError: name {node.id!r} is not defined"
        yield self._rule().finding(view, node, message=message, advice=gone.advice)

    def dynamic(self, node: ast.Call, view: ModuleView) -> Iterator[Finding]:
        dotted = view.name_of(node)
        gone = _entry(dotted, self._names)
        if dotted is None or gone is None or len(node.args) > 2 or view.guarded(node):
            return
        yield self._rule().finding(view, node, message=_missing(dotted), advice=gone.advice)

    def imported_from(self, node: ast.ImportFrom, view: ModuleView) -> Iterator[Finding]:
        if node.level or node.module is None or view.guarded(node) or view.own(node.module):
            return
        for alias in node.names:
            gone = _entry(f"{node.module}.{alias.name}", self._names)
            if gone is not None:
                yield self._rule().finding(
                    view,
                    alias,
                    message=_not_importable(node.module, alias.name, self._names),
                    advice=gone.advice,
                    edits=_imported(node, self._names, view) if gone.now else (),
                    fix=gone.fix,
                )

    def imported(self, node: ast.Import, view: ModuleView) -> Iterator[Finding]:
        if view.guarded(node):
            return
        for alias in node.names:
            gone = _entry(f"{alias.name}.*", self._names) or _entry(alias.name, self._names)
            if gone is not None and not view.own(alias.name):
                missing = _module_gone(alias.name, self._names)
                message = f"ModuleNotFoundError: No module named {missing!r}"
                yield self._rule().finding(view, alias, message=message, advice=gone.advice)


def _entry(dotted: str | None, names: Mapping[str, Gone]) -> Gone | None:
    if dotted is None:
        return None
    if dotted in names:
        return names[dotted]
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if (found := names.get(".".join(parts[:length]) + ".*")) is not None:
            return found
    return None


def _missing(dotted: str) -> str:
    module, _, name = dotted.rpartition(".")
    return f"AttributeError: module {module!r} has no attribute {name!r}"


def _not_importable(module: str, name: str, names: Mapping[str, Gone]) -> str:
    if _entry(f"{module}.*", names) is not None or _entry(module, names) is not None:
        return f"ModuleNotFoundError: No module named {_module_gone(module, names)!r}"
    return f"ImportError: cannot import name {name!r} from {module!r}"


def _module_gone(module: str, names: Mapping[str, Gone]) -> str:
    """The first part of a path that is gone: Python names that one in its message."""
    parts = module.split(".")
    for length in range(1, len(parts)):
        head = ".".join(parts[:length])
        if f"{head}.*" in names or head in names:
            return head
    return module


def _is_there(dotted: str, view: ModuleView) -> bool:
    """Whether the target has the name that takes the place of another."""
    return dotted != "" and load(nearest(view.target_version)).has(dotted)


def _call_of(node: ast.Attribute, view: ModuleView) -> ast.Call | None:
    """The call whose callee an attribute is."""
    parent = view.parent(node)
    return parent if isinstance(parent, ast.Call) and parent.func is node else None


def _renamed(
    node: ast.Attribute, base: str | None, gone: Gone, view: ModuleView
) -> tuple[Edit, ...]:
    parent, _, name = gone.now.rpartition(".")
    if base == parent and _is_there(gone.now, view):
        return (view.replaced(node, f"{view.segment(node.value)}.{name}"),)
    return ()


def _imported(
    node: ast.ImportFrom, names: Mapping[str, Gone], view: ModuleView
) -> tuple[Edit, ...]:
    """Import the new names under the old ones', so that uses need not change."""
    places: dict[ast.alias, str] = {}
    for alias in node.names:
        gone = _entry(f"{node.module}.{alias.name}", names)
        if gone is not None and _is_there(gone.now, view):
            places[alias] = gone.now
    return moved_imports(node, places, view)
