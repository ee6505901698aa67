"""One module with its names resolved: the implementation of `view.ModuleView`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from lift.migrate.finding import Edit
from lift.migrate.names.arguments import constant_of, is_closed, unpacked
from lift.migrate.names.guards import is_evaluated, is_guarded
from lift.migrate.names.project import Circles, Project
from lift.migrate.names.results import Kept, kept, result
from lift.migrate.names.scopes import Binding, Import, Scope, Scopes, nearest_first, returned_values
from lift.migrate.names.strings import PACKAGES, dynamic_name, quoted_name
from lift.migrate.names.text import Text
from lift.migrate.view import Place

__all__ = ["Module"]

_DEEP = 40
"""A chain of assignments longer than this is nobody's."""
_Answers = dict[ast.AST, str | None]
_Question = Callable[[ast.expr], str | None]
_SAME_TYPE = ("deepcopy", "copy", "reset_copy", "eval", "to", "with_instructions")


class Module:
    """A file, cell or block; see `ModuleView` for what its methods mean."""

    def __init__(
        self,
        *,
        path: str,
        text: str,
        tree: ast.Module,
        source_version: str,
        target_version: str,
        cell: int | None = None,
        project: Project | None = None,
        package: str = "",
    ) -> None:
        self.path, self.cell, self.text, self.tree = path, cell, text, tree
        self.source_version, self.target_version = source_version, target_version
        self._project, self._package = project, package
        self._asked: set[tuple[str, int]] = set()
        self._names, self._types, self._results, self._callees = (_Answers() for _ in range(4))
        self._circles = project.circles if project is not None else Circles()
        self._before: dict[str, tuple[Module, list[Binding]]] = {}

    def continues(self, earlier: Module) -> None:
        """Take what an earlier cell of the notebook has bound as known here."""
        for name, bindings in earlier.scopes.module.names.items():
            self._before.setdefault(name, (earlier, bindings))
        for name, found in earlier._before.items():
            self._before.setdefault(name, found)
        self.scopes.module.stars[:0] = earlier.scopes.module.stars

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(self.tree)

    @cached_property
    def _layout(self) -> Text:
        return Text(self.text)

    # ------------------------------------------------------------------ meaning
    def name_of(self, node: ast.expr) -> str | None:
        if node in self._names:
            return self._names[node]
        return self._once("name", node, self._name, self._names)

    def _once(
        self, question: str, node: ast.expr, answer: _Question, answers: _Answers
    ) -> str | None:
        """Answer a question about a node once; a circle of assignments has no answer."""
        key = (question, id(node))
        if key in self._asked or len(self._asked) > _DEEP:
            self._circles.met += 1
            return None
        met = self._circles.met
        self._asked.add(key)
        try:
            found = answer(node)
        finally:
            self._asked.discard(key)
        # Where a circle was met on the way, the answer may be half of one.
        if (not self._asked or met == self._circles.met) and self._own(node):
            answers[node] = found
        return found

    def _name(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self._looked_up(node)
        if isinstance(node, ast.Attribute):
            base = self.name_of(node.value)
            if base is not None:
                return f"{base}.{node.attr}"
            return self.name_bound(self._attribute_bindings(node), node)
        if isinstance(node, ast.Call):
            return dynamic_name(node, self)
        if isinstance(node, ast.Subscript):
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "dsp" in node.value:
            return quoted_name(node.value, self)
        return None

    def _looked_up(self, node: ast.Name) -> str | None:
        scope: Scope | None = self.scopes.scope_of(node) if self._own(node) else self.scopes.module
        first = True
        while scope is not None:
            if (first or not isinstance(scope.node, ast.ClassDef)) and node.id in scope.names:
                return self.name_bound(scope.names[node.id], node)
            first = False
            scope = scope.parent
        if node.id in self._before:
            earlier, bindings = self._before[node.id]
            return earlier.name_bound(bindings, node)
        return self._from_stars(node.id)

    def _own(self, node: ast.AST) -> bool:
        return node in self.scopes.parents or node is self.tree

    def name_bound(self, bindings: list[Binding], node: ast.expr) -> str | None:
        """What these bindings make of a name that is used at `node`."""
        for binding in nearest_first(bindings, node):
            found = self._of_binding(binding)
            if found is not None:
                return found
        return None

    def _of_binding(self, binding: Binding) -> str | None:
        if binding.imported is not None:
            return self._of_import(binding.imported)
        if binding.value is not None and binding.index is None:
            return self.name_of(binding.value)
        return None

    def _of_import(self, imported: Import) -> str | None:
        module, name = imported.module, imported.name
        if module.split(".")[0] in PACKAGES:
            dotted = f"{module}.{name}" if name else module
            return None if self.own(module) else dotted
        return self._elsewhere(module, name) if name else None

    def _elsewhere(self, module: str, name: str) -> str | None:
        """What a name of another module of the project means."""
        return self._project.exported(module, self._package, name) if self._project else None

    def exported(self, name: str) -> str | None:
        """What a name of this module means for those who import it."""
        bindings = self.scopes.module.names.get(name)
        if bindings is None:
            return self._from_stars(name)
        return next(filter(None, map(self._of_binding, reversed(bindings))), None)

    def exported_class(self, name: str) -> tuple[str, ...]:
        """The dspy classes that a class of this module inherits from."""
        for binding in self.scopes.module.names.get(name, []):
            if isinstance(binding.definition, ast.ClassDef):
                return self.bases_of(binding.definition)
        return ()

    def _from_stars(self, name: str) -> str | None:
        for module in self.scopes.module.stars:
            if module.split(".")[0] in PACKAGES:
                if not name.startswith("_") and name not in _BUILTINS:
                    return f"{module}.{name}"
            elif dotted := self._elsewhere(module, name):
                return dotted
        return None

    def _attribute_bindings(self, node: ast.Attribute) -> list[Binding]:
        """Where `self.x` gets its value, in this class or in a base in this module."""
        if not isinstance(node.value, ast.Name) or not self._own(node):
            return []
        scope = self.scopes.scope_of(node).enclosing_class()
        if scope is None or node.value.id not in ("self", "cls"):
            return []
        return [*scope.attributes.get(node.attr, []), *scope.names.get(node.attr, [])]

    # -------------------------------------------------------------------- types
    def type_of(self, node: ast.expr) -> str | None:
        if node in self._types:
            return self._types[node]
        return self._once("type", node, self._type, self._types)

    def _type(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Call):
            return self._type_of_call(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            if (found := self.type_bound(self._bindings(node), node)) is not None:
                return found
            if isinstance(node, ast.Name) and node.id in self._before:
                earlier, bindings = self._before[node.id]
                return earlier.type_bound(bindings, node)
        if isinstance(node, ast.Name) and node.id == "self" and self._own(node):
            scope = self.scopes.scope_of(node).enclosing_class()
            if scope is not None and isinstance(scope.node, ast.ClassDef):
                return next(iter(self.bases_of(scope.node)), None)
        if isinstance(node, ast.IfExp):
            return self.type_of(node.body) or self.type_of(node.orelse)
        if isinstance(node, ast.BoolOp):
            return next(filter(None, map(self.type_of, node.values)), None)
        return None

    def _type_of_call(self, node: ast.Call) -> str | None:
        dotted = self.name_of(node.func)
        if dotted is not None:
            if dotted in ("dspy.load", "dspy.asyncify"):
                return "dspy.Module"
            return dotted if dotted.rsplit(".", 1)[-1][:1].isupper() else None
        bases = self._local_class(node.func)
        if bases:
            return bases[0]
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in _SAME_TYPE:
                owner = self.type_of(node.func.value)
                return owner or (self.type_of(node.args[0]) if node.args else None)
            if node.func.attr == "compile" and self.type_of(node.func.value):
                return "dspy.Module"
        return next(filter(None, map(self.type_of, self.returned(node.func))), None)

    def _local_class(self, node: ast.expr) -> tuple[str, ...]:
        """The dspy bases of a class of the project that an expression names."""
        for binding in self._bindings(node):
            if isinstance(binding.definition, ast.ClassDef):
                return self.bases_of(binding.definition)
            if binding.imported is not None and binding.imported.name and self._project:
                module, name = binding.imported.module, binding.imported.name
                if bases := self._project.exported_class(module, self._package, name):
                    return bases
        return ()

    def _bindings(self, node: ast.expr) -> list[Binding]:
        if isinstance(node, ast.Attribute):
            return self._attribute_bindings(node)
        if not isinstance(node, ast.Name):
            return []
        scope: Scope | None = self.scopes.scope_of(node) if self._own(node) else self.scopes.module
        while scope is not None:
            if node.id in scope.names:
                return scope.names[node.id]
            scope = scope.parent
        return []

    def type_bound(self, bindings: list[Binding], node: ast.expr) -> str | None:
        """The dspy class of what these bindings give a name that is used at `node`."""
        found = map(self._type_of_binding, nearest_first(bindings, node))
        return next(filter(None, found), None)

    def _type_of_binding(self, binding: Binding) -> str | None:
        if binding.annotation is not None:
            dotted = self.name_of(binding.annotation)
            if dotted is not None:
                return dotted
        if binding.value is not None and binding.index is None:
            return self.type_of(binding.value)
        return None

    def bases_of(self, node: ast.ClassDef) -> tuple[str, ...]:
        key = ("bases", id(node))
        if key in self._asked:
            self._circles.met += 1
            return ()
        self._asked.add(key)
        try:
            found: list[str] = []
            for base in node.bases:
                dotted = self.name_of(base)
                found += [dotted] if dotted is not None else self._local_class(base)
            return tuple(dict.fromkeys(found))
        finally:
            self._asked.discard(key)

    def called(self, node: ast.Call) -> str | None:
        if node in self._callees:
            return self._callees[node]
        met = self._circles.met
        found = self._called(node)
        if met == self._circles.met and self._own(node):
            self._callees[node] = found
        return found

    def _called(self, node: ast.Call) -> str | None:
        dotted = self.name_of(node.func)
        if dotted is not None:
            return dotted
        owner = self.type_of(node.func)
        if owner is not None:
            return f"{owner}.__call__"
        if isinstance(node.func, ast.Attribute) and (owner := self.type_of(node.func.value)):
            return f"{owner}.{node.func.attr}"
        return None

    def result_of(self, node: ast.expr) -> str | None:
        if node in self._results:
            return self._results[node]
        return self._once("result", node, lambda one: result(one, self), self._results)

    @cached_property
    def _kept(self) -> Kept:
        return kept(self.scopes.nodes)

    def kept_as(self, name: str) -> Sequence[tuple[ast.expr | None, ast.expr]]:
        """What is put into the list or dict of that name later, with the keys."""
        return self._kept.get(name, ())

    def bindings_of(self, node: ast.expr) -> list[Binding]:
        """Where a variable gets its values, the place nearest to its use first."""
        return nearest_first(self._bindings(node), node)

    def maker_of(self, node: ast.expr) -> ast.Call | None:
        for _ in range(_DEEP):
            if isinstance(node, ast.Call):
                return node
            bound = [b for b in nearest_first(self._bindings(node), node) if b.value is not None]
            if not bound or bound[0].index is not None or bound[0].value is None:
                return None
            node = bound[0].value
        return None

    def returned(self, function: ast.expr) -> Iterator[ast.expr]:
        """What a function of this module, or a method of the class around, gives back."""
        for binding in self._bindings(function):
            if isinstance(binding.definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from returned_values(binding.definition)

    # --------------------------------------------------------------------- values
    def binding_of(self, node: ast.Name) -> Binding | None:
        """The assignment that gives a variable its value where it is used."""
        return next(iter(nearest_first(self._bindings(node), node)), None)

    def keywords_of(self, node: ast.Call) -> dict[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for keyword in node.keywords:
            if keyword.arg is not None:
                found[keyword.arg] = keyword.value
            else:
                found.update(unpacked(keyword.value, self.binding_of, self.scopes))
        return found

    def constant(self, node: ast.expr) -> object:
        return constant_of(node, lambda one: nearest_first(self._bindings(one), one))

    def open_keywords(self, node: ast.Call) -> bool:
        stars = (k.value for k in node.keywords if k.arg is None)
        return not all(is_closed(value, self.binding_of) for value in stars)

    # ---------------------------------------------------------------- text and tree
    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.scopes.parents.get(node)

    def guarded(self, node: ast.AST) -> bool:
        return is_guarded(node, self.scopes.parents, self._layout.segment)

    def own(self, module: str) -> bool:
        return self._project is not None and self._project.has(module.split(".", 1)[0])

    def evaluated(self, node: ast.AST) -> bool:
        return is_evaluated(node, self.scopes, postponed=self._postponed)

    @cached_property
    def _postponed(self) -> bool:
        bindings = self.scopes.module.names.get("annotations", [])
        wanted = Import(module="__future__", name="annotations")
        return any(binding.imported == wanted for binding in bindings)

    def from_star(self, node: ast.Name) -> bool:
        return bool(self.scopes.module.stars) and not self._bindings(node)

    def place(self, node: ast.AST) -> Place:
        return self._layout.place(node)

    def segment(self, node: ast.AST) -> str:
        return self._layout.segment(node)

    def replaced(self, node: ast.AST, text: str) -> Edit:
        start, stop = self._layout.span(node)
        return Edit(start=start, end=stop, text=text)

    def without_keyword(self, call: ast.Call, name: str) -> Edit:
        keyword = next(k for k in call.keywords if k.arg == name)
        return self._layout.without_argument(call, keyword)

    def with_keyword(self, call: ast.Call, name: str, value: str) -> Edit:
        return self._layout.with_argument(call, f"{name}={value}")

    def imported(self, module: str, name: str | None = None) -> Iterator[Edit]:
        for found, bindings in self.scopes.module.names.items():
            wanted = Import(module=module, name=name or "")
            if any(b.imported == wanted for b in bindings) and found == (name or module):
                return
        statement = f"from {module} import {name}" if name else f"import {module}"
        yield from self._layout.imported(self.tree, statement)


_BUILTINS = frozenset(dir(__import__("builtins")))
