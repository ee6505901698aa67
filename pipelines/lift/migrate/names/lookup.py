"""Where the variables, attributes and classes of a module get their values."""

from __future__ import annotations

import ast
from dataclasses import replace

from lift.migrate.names.scopes import (
    Binding,
    Scope,
    Scopes,
    is_comprehension,
    nearest_first,
)

__all__ = ["Lookup"]

_DEEP = 40
_SAME_CLASS = ("deepcopy", "copy", "reset_copy", "to", "eval", "with_instructions", "compile")


class Lookup:
    """Bindings of one module; of a notebook's cell, with those of the cells before it."""

    def __init__(self, scopes: Scopes) -> None:
        self.scopes = scopes
        self._notebook: list[Lookup] = [self]
        self._asked: set[int] = set()
        self._classes: dict[ast.AST, Scope | None] = {}
        self._circles = 0
        self._found: dict[ast.AST, list[Binding]] = {}

    def home(self, node: ast.AST) -> Lookup:
        """Where a node belongs: this cell, or another one of the notebook."""
        if len(self._notebook) == 1 or self.scopes.owns(node):
            return self
        return next((one for one in self._notebook if one.scopes.owns(node)), self)

    def follows(self, earlier: Lookup) -> None:
        """Make this the next cell of a notebook."""
        self._notebook = earlier._notebook
        self._notebook.append(self)

    def bindings(self, node: ast.expr) -> list[Binding]:
        """Where a variable or an attribute gets its values, the place nearest to its use first."""
        if isinstance(node, ast.Attribute):
            owner = self.class_of(node.value)
            found = [] if owner is None else self.members(owner, node.attr)
            return nearest_first([one for one in found if not _holds(one, node)], node)
        if not isinstance(node, ast.Name):
            return []
        if node in self._found:
            return self._found[node]
        home = self.home(node)
        scope = home.scope_binding(node)
        found = home.at_top(node) if scope is None else _used_at(scope, node)
        if self.scopes.owns(node):
            self._found[node] = found
        return found

    def scope_binding(self, node: ast.Name) -> Scope | None:
        """The scope inside of the module that binds a variable; None for the module itself."""
        innermost = scope = self.scopes.scope_of(node)
        while scope.parent is not None:
            seen = scope is innermost or not isinstance(scope.node, ast.ClassDef)
            if seen and node.id in scope.names and _used_at(scope, node):
                return scope
            scope = scope.parent
        return None

    def at_top(self, node: ast.Name) -> list[Binding]:
        """What the module, and the cells before it, bind outside of functions."""
        own = [b for b in self.scopes.module.names.get(node.id, ()) if not _holds(b, node)]
        if len(self._notebook) == 1:
            return nearest_first(own, node) if self.scopes.owns(node) else own[::-1]
        line = getattr(node, "lineno", 0)
        above = [b for b in own if b.line <= line or not self.scopes.owns(node)]
        below = [b for b in own if b not in above]
        found = [*reversed(above), *self._before(node.id), *below]
        inside = self.scopes.scope_of(node) is not self.scopes.module
        return found if found or not inside else self._after(node.id)

    def _before(self, name: str) -> list[Binding]:
        """What the earlier cells bind, the last one first."""
        cells = self._notebook[: self._notebook.index(self)]
        return [
            replace(one, line=0)
            for cell in reversed(cells)
            for one in reversed(cell.scopes.module.names.get(name, ()))
        ]

    def _after(self, name: str) -> list[Binding]:
        """What later cells bind: a function finds it when it is called."""
        cells = self._notebook[self._notebook.index(self) + 1 :]
        return [one for cell in cells for one in cell.scopes.module.names.get(name, ())]

    def is_local(self, node: ast.Name) -> bool:
        """Whether a variable is bound in the function, or module, in which it is used."""
        scope = self.scopes.scope_of(node)
        bound = self.scope_binding(node) or self.scopes.module
        while scope is not bound and scope.parent is not None and is_comprehension(scope):
            scope = scope.parent
        return scope is bound

    def is_same(self, one: ast.expr, other: ast.expr) -> bool:
        """Whether two expressions are the same variable, or attribute of the same class."""
        if isinstance(one, ast.Name) and isinstance(other, ast.Name):
            home, other_home = self.home(one), self.home(other)
            return one.id == other.id and (
                home.scope_binding(one) is other_home.scope_binding(other)
            )
        if isinstance(one, ast.Attribute) and isinstance(other, ast.Attribute):
            owner = self.class_of(one.value)
            if owner is not None:
                return one.attr == other.attr and owner is self.class_of(other.value)
            return one.attr == other.attr and self.is_same(one.value, other.value)
        return False

    # ------------------------------------------------------------------- classes
    def class_of(self, node: ast.expr) -> Scope | None:
        """The class of the project, in this module, that an expression is an instance of."""
        if isinstance(node, ast.Name) and node.id in ("self", "cls"):
            own = self.home(node).scopes.scope_of(node).enclosing_class()
            if own is not None:
                return own
        if node in self._classes:
            return self._classes[node]
        if id(node) in self._asked or len(self._asked) > _DEEP:
            self._circles += 1
            return None
        met = self._circles
        self._asked.add(id(node))
        try:
            found = self._class_of(node)
        finally:
            self._asked.discard(id(node))
        if (met == self._circles or not self._asked) and self.scopes.owns(node):
            self._classes[node] = found
        return found

    def _class_of(self, node: ast.expr) -> Scope | None:
        if isinstance(node, ast.Await):
            return self.class_of(node.value)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in _SAME_CLASS:
                student = [one.value for one in node.keywords if one.arg == "student"]
                for one in (*node.args[:1], *student, node.func.value):
                    if (found := self.class_of(one)) is not None:
                        return found
            return self.class_named(node.func)
        for binding in self.bindings(node):
            found = self.class_named(binding.annotation) if binding.annotation else None
            if found is None and binding.value is not None and binding.index is None:
                found = self.class_of(binding.value)
            if found is not None:
                return found
        return None

    def class_named(self, node: ast.expr) -> Scope | None:
        """The class of this module that a name means."""
        if not isinstance(node, ast.Name):
            return None
        for binding in self.bindings(node):
            if isinstance(binding.definition, ast.ClassDef):
                return self.home(binding.definition).scopes.inner[binding.definition]
        return None

    def members(self, owner: Scope, name: str) -> list[Binding]:
        """What a class, or else a class that it inherits from, calls by a name."""
        found = [*owner.attributes.get(name, ()), *owner.names.get(name, ())]
        if found or not isinstance(owner.node, ast.ClassDef) or id(owner) in self._asked:
            return found
        if len(self._asked) > _DEEP:
            return found
        self._asked.add(id(owner))
        try:
            bases = [self.class_named(base) for base in owner.node.bases]
            return [one for base in bases if base for one in self.members(base, name)]
        finally:
            self._asked.discard(id(owner))


def _used_at(scope: Scope, node: ast.Name) -> list[Binding]:
    found = [one for one in scope.names.get(node.id, ()) if not _holds(one, node)]
    return nearest_first(found, node)


def _holds(binding: Binding, node: ast.expr) -> bool:
    """Whether a binding is made of this very use, as in `score = round(score)`."""
    value = binding.value or binding.element
    if value is None or not hasattr(node, "lineno"):
        return False
    place = (node.lineno, node.col_offset)
    if not (value.lineno, value.col_offset) <= place:
        return False
    return place < (value.end_lineno or value.lineno, value.end_col_offset or value.col_offset)
