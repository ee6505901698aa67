"""One module with its names resolved: the implementation of `view.ModuleView`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

from lift.migrate.finding import Edit
from lift.migrate.names.arguments import constant_of, is_closed, unpacked
from lift.migrate.names.dotted import Dotted
from lift.migrate.names.flow import is_tested, reaching
from lift.migrate.names.foreign import foreign, outside
from lift.migrate.names.given import Given
from lift.migrate.names.guards import is_evaluated, is_guarded
from lift.migrate.names.instances import Instances
from lift.migrate.names.lookup import Lookup
from lift.migrate.names.project import Circles, Project
from lift.migrate.names.results import NOTHING, Origins, origins
from lift.migrate.names.scopes import Binding, FunctionNode, Import, Scopes
from lift.migrate.names.text import Text
from lift.migrate.names.uses import Store, Uses
from lift.migrate.names.values import Value, Values
from lift.migrate.view import Place

__all__ = ["Module"]

_DEEP = 40
"""A chain of assignments longer than this is nobody's."""
_STEPS = 400
"""Steps after which a question about a value is given up."""
_T = TypeVar("_T")
_Node = TypeVar("_Node", bound=ast.AST)


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
        self.project, self.package = project, package
        self._asked: set[tuple[str, int]] = set()
        self._names: dict[ast.AST, str | None] = {}
        self._types: dict[ast.AST, str | None] = {}
        self._callees: dict[ast.AST, str | None] = {}
        self._origins: dict[ast.AST, Origins] = {}
        self._bases: dict[ast.AST, tuple[str, ...]] = {}
        self._circles = project.circles if project is not None else Circles()
        self.earlier: Module | None = None
        self.notebook: list[Module] = [self]
        """All cells of the notebook, this one included."""
        self._dotted, self._instances, self._given = Dotted(self), Instances(self), Given(self)
        self.values = Values(self)

    def continues(self, earlier: Module) -> None:
        """Take what the cells before this one have bound as known here."""
        self.earlier, self.notebook = earlier, earlier.notebook
        self.notebook.append(self)
        self.lookup.follows(earlier.lookup)
        self.scopes.module.stars[:0] = earlier.scopes.module.stars

    @property
    def cells(self) -> Iterator[Module]:
        """This cell of a notebook and those before it."""
        cell: Module | None = self
        while cell is not None:
            yield cell
            cell = cell.earlier

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(self.tree)

    @cached_property
    def lookup(self) -> Lookup:
        return Lookup(self.scopes)

    @cached_property
    def uses(self) -> Uses:
        return Uses(self.scopes.nodes)

    @cached_property
    def _layout(self) -> Text:
        return Text(self.text)

    def home(self, node: ast.AST) -> Module:
        """The cell that a node stands in; this one for a node from nowhere."""
        if len(self.notebook) == 1 or self.scopes.owns(node):
            return self
        return next((cell for cell in self.notebook if cell.scopes.owns(node)), self)

    # ------------------------------------------------------------------ meaning
    def _once(
        self,
        question: str,
        node: _Node,
        answer: Callable[[_Node], _T],
        answers: dict[ast.AST, _T],
        nothing: _T,
    ) -> _T:
        """Answer a question about a node once; a circle of assignments has no answer."""
        key = (question, id(node))
        if key in self._asked or len(self._asked) > _DEEP:
            self._circles.met += 1
            return nothing
        met = self._circles.met
        self._asked.add(key)
        try:
            found = answer(node)
        finally:
            self._asked.discard(key)
        # Where a circle was met on the way, the answer may be half of one.
        if (not self._asked or met == self._circles.met) and self.scopes.owns(node):
            answers[node] = found
        return found

    def name_of(self, node: ast.expr) -> str | None:
        if node in self._names:
            return self._names[node]
        home = self.home(node)
        if home is not self:
            return home.name_of(node)
        return self._once("name", node, self._dotted.of, self._names, None)

    def type_of(self, node: ast.expr) -> str | None:
        if node in self._types:
            return self._types[node]
        home = self.home(node)
        if home is not self:
            return home.type_of(node)
        return self._once("type", node, self._instances.of, self._types, None)

    def origins_of(self, node: ast.expr) -> Origins:
        if node in self._origins:
            return self._origins[node]
        home = self.home(node)
        if home is not self:
            return home.origins_of(node)
        if not self._asked:
            self._circles.steps = 0
        if not self.step():
            return NOTHING
        ask: Callable[[ast.expr], Origins] = lambda one: origins(one, self)  # noqa: E731
        return self._once("origins", node, ask, self._origins, NOTHING)

    def step(self) -> bool:
        """Count one step of a question; False when it has taken too many."""
        self._circles.steps += 1
        if self._circles.steps > _STEPS:
            self.give_up()
            return False
        return True

    def give_up(self) -> None:
        """Say that a part of the question was not answered, so that the answer is not kept."""
        self._circles.met += 1

    def result_of(self, node: ast.expr) -> str | None:
        return min((one for one in self.origins_of(node) if "." in one), default=None)

    def exported(self, name: str) -> str | None:
        """What a name of this module means for those who import it."""
        return self._dotted.exported(name)

    def exported_class(self, name: str) -> tuple[str, ...]:
        """The dspy classes that a class of this module inherits from."""
        for binding in self.scopes.module.names.get(name, []):
            if isinstance(binding.definition, ast.ClassDef):
                return self.bases_of(binding.definition)
        return ()

    def exported_function(self, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function of this name, here or where this module has it from."""
        for binding in self.scopes.module.names.get(name, []):
            found = binding.definition
            if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return found
            if binding.imported is not None:
                return self.imported_function(binding.imported)
        return None

    def imported_function(self, imported: Import) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        if self.project is None or not imported.name:
            return None
        return self.project.function(imported.module, self.package, imported.name)

    def bases_of(self, node: ast.ClassDef) -> tuple[str, ...]:
        if node in self._bases:
            return self._bases[node]
        return self._once("bases", node, self._bases_of, self._bases, ())

    def _bases_of(self, node: ast.ClassDef) -> tuple[str, ...]:
        found: list[str] = []
        for base in node.bases:
            dotted = self.name_of(base)
            found += [dotted] if dotted is not None else self._instances.local_class(base)
        return tuple(dict.fromkeys(found))

    def class_around(self, node: ast.expr) -> ast.ClassDef | None:
        """The class that a method belongs to."""
        scope = self.scopes.scope_of(node).enclosing_class() if self.scopes.owns(node) else None
        return scope.node if scope is not None and isinstance(scope.node, ast.ClassDef) else None

    def called(self, node: ast.Call) -> str | None:
        if node in self._callees:
            return self._callees[node]
        met = self._circles.met
        found = self._called(node)
        if met == self._circles.met and self.scopes.owns(node):
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

    # --------------------------------------------------------------- other modules
    def elsewhere(self, node: ast.expr) -> Origins:
        """What another module of the project gives here."""
        found = foreign(node, self) if self.project is not None else None
        if found is None or self.project is None:
            return NOTHING
        return self.project.origins(found.module, self.package, found.text)

    def type_elsewhere(self, node: ast.expr) -> str | None:
        """The dspy class of what another module of the project gives here."""
        found = foreign(node, self) if self.project is not None else None
        if found is None or self.project is None:
            return None
        return self.project.type(found.module, self.package, found.text)

    def outside(self, node: ast.expr) -> str:
        return outside(node, self)

    # --------------------------------------------------------------------- values
    def bindings_of(self, node: ast.expr) -> list[Binding]:
        """Where a variable gets its values, the place nearest to its use first."""
        return self.lookup.bindings(node)

    def reaching(self, node: ast.expr) -> Iterator[Binding]:
        """Those of the bindings that can matter where the variable is used."""
        home = self.home(node)
        found = home.lookup.bindings(node)
        if isinstance(node, ast.Name) and home.lookup.is_local(node):
            return reaching(found, node, home.parent)
        return iter(found)

    def tested(self, node: ast.expr) -> bool:
        """Whether code around asks what kind of object this is."""
        home = self.home(node)
        return home.scopes.owns(node) and is_tested(node, home.scopes.parents, home.segment)

    def given(self, function: ast.expr) -> Iterator[tuple[ast.expr, bool]]:
        """What a function of this module returns; with True, what it yields one by one."""
        return self._given.by(function)

    def forwarded(self, function: ast.expr) -> Iterator[ast.expr]:
        """What a program of the project returns when it is called."""
        return self._given.by_program(function)

    def passed(self, taker: FunctionNode, name: str) -> Iterator[ast.expr]:
        """What calls in this module pass for a parameter."""
        return self._given.to_parameter(taker, name, self.notebook)

    def further(self, taker: FunctionNode, name: str) -> dict[str, ast.expr]:
        """What calls in this module pass through a parameter `**name`."""
        return self._given.to_rest(taker, name, self.notebook)

    def fields(self, node: ast.Attribute) -> Iterator[ast.expr]:
        """What calls in this module pass for a field of a class without a constructor."""
        return self._given.to_field(node, self.notebook)

    def stores_of(self, node: ast.expr) -> Iterator[Store]:
        """What is put into a list or dict later."""
        name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
        for cell in self.cells:
            for store in cell.uses.stores.get(name, ()):
                if self.lookup.is_same(node, store.owner):
                    yield store

    def items_of(self, node: ast.expr) -> Iterator[tuple[object, Value]]:
        return self.values.items(node)

    def maker_of(self, node: ast.expr) -> ast.Call | None:
        for _ in range(_DEEP):
            if isinstance(node, ast.Call):
                return node
            bound = [one for one in self.bindings_of(node) if one.value is not None]
            if not bound or bound[0].index is not None or bound[0].value is None:
                return None
            node = bound[0].value
        return None

    def keywords_of(self, node: ast.Call) -> dict[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for keyword in node.keywords:
            if keyword.arg is not None:
                found[keyword.arg] = keyword.value
            else:
                found.update(unpacked(keyword.value, self))
        return {**self._given.before(node.func), **found}

    def constant(self, node: ast.expr) -> object:
        return constant_of(node, self.bindings_of)

    def open_keywords(self, node: ast.Call) -> bool:
        stars = (k.value for k in node.keywords if k.arg is None)
        return not all(is_closed(value, self) for value in stars)

    # ---------------------------------------------------------------- text and tree
    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.home(node).scopes.parents.get(node)

    def guarded(self, node: ast.AST) -> bool:
        return is_guarded(node, self.scopes.parents, self._layout.segment)

    def own(self, module: str) -> bool:
        return self.project is not None and self.project.has(module.split(".", 1)[0])

    def evaluated(self, node: ast.AST) -> bool:
        return is_evaluated(node, self.scopes, postponed=self._postponed)

    @cached_property
    def _postponed(self) -> bool:
        bindings = self.scopes.module.names.get("annotations", [])
        wanted = Import(module="__future__", name="annotations")
        return any(binding.imported == wanted for binding in bindings)

    def from_star(self, node: ast.Name) -> bool:
        return bool(self.scopes.module.stars) and not self.bindings_of(node)

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
