"""What lists, dicts and variables hold: the expressions that their values come from.

Nothing is computed. `scores.append(evaluate(p))` and `for score in scores` lead from `score` to
`evaluate(p)`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from lift.migrate.names.scopes import Binding, FunctionNode
from lift.migrate.names.uses import Store

__all__ = ["ANY", "Called", "Names", "Row", "Value", "Values", "last_name"]


@dataclass(frozen=True, slots=True)
class Called:
    """What a call of something gives."""

    function: ast.expr


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple, with what each part of it may be."""

    parts: tuple[tuple[Value, ...], ...]


Value = ast.expr | Called | Row
_T = TypeVar("_T")
ANY = object()
"""The key of what may have any key."""
_DEEP = 16
"""Values inside of values that are followed."""
_MANY = 200
"""Values of one list or dict that are looked at."""
_SAME = frozenset(
    "list sorted tuple reversed set frozenset iter copy deepcopy tqdm track as_completed wait "
    "islice chain cycle array asarray progress shuffle".split()
)
_DICTS = ("dict", "defaultdict", "OrderedDict", "Counter", "ChainMap")
_ROWS = ("enumerate", "zip")
_SECOND = ("filter", "nlargest", "nsmallest")
_ONE_OF = ("max", "min", "next", "choice")
_TAKEN = ("get", "pop", "popleft", "setdefault", "get_nowait")
_KEYED = ("sorted", "max", "min", "sort", "nlargest", "nsmallest", "groupby")


class Names(Protocol):
    """The part of a module that is needed here."""

    def bindings_of(self, node: ast.expr) -> Iterable[Binding]: ...
    def constant(self, node: ast.expr) -> object: ...
    def given(self, function: ast.expr) -> Iterator[tuple[ast.expr, bool]]: ...
    def stores_of(self, node: ast.expr) -> Iterator[Store]: ...
    def passed(self, taker: FunctionNode, name: str) -> Iterator[ast.expr]: ...
    def fields(self, node: ast.Attribute) -> Iterator[ast.expr]: ...
    def parent(self, node: ast.AST) -> ast.AST | None: ...
    def step(self) -> bool: ...


def last_name(node: ast.expr) -> str:
    """`f` of `f` and of `x.f`."""
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


class Values:
    """Asks a module what its values hold; circles end, and so do chains without end."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._asked: set[tuple[str, int]] = set()
        self._answers: dict[str, dict[ast.AST, list[object]]] = {}
        self._circles = 0

    def elements(self, value: Value) -> Iterator[Value]:
        """What going through a value gives; of a dict, nothing: its keys are no results."""
        if isinstance(value, Row):
            for part in value.parts:
                yield from part
        elif isinstance(value, Called):
            for given, _ in self._names.given(value.function):
                yield from self.elements(given)
        else:
            yield from self._once("elements", value, self._elements)

    def items(self, value: Value) -> Iterator[tuple[object, Value]]:
        """What `value[key]` gives, by key."""
        if isinstance(value, Row):
            for number, part in enumerate(value.parts):
                yield from ((number, one) for one in part)
        elif isinstance(value, Called):
            for given, _ in self._names.given(value.function):
                yield from self.items(given)
        else:
            yield from self._once("items", value, self._items)

    def parts(self, value: Value, wanted: object) -> Iterator[Value]:
        """What `value[wanted]` may be; None means any."""
        from_end = isinstance(wanted, int) and wanted < 0
        for key, one in self.items(value):
            if key is ANY or wanted is None or key == wanted or (from_end and type(key) is int):
                yield one

    def of_variable(self, node: ast.expr, bindings: Iterable[Binding]) -> Iterator[Value]:
        """What a variable or attribute may be after some bindings of it."""
        for binding in bindings:
            yield from self._bound(node, binding)

    def one_of(self, node: ast.Call) -> list[Value] | None:
        """What a call picks out of a list or dict; None when it is no such call."""
        name, function = last_name(node.func), node.func
        if name in _ONE_OF and node.args:
            several = len(node.args) > 1 and name in ("max", "min")
            found = list[Value](node.args) if several else list(self.elements(node.args[0]))
            return found + [k.value for k in node.keywords if k.arg == "default"]
        if name in _TAKEN and isinstance(function, ast.Attribute):
            wanted = self._names.constant(node.args[0]) if node.args else None
            return [*self.parts(function.value, wanted), *node.args[1:]]
        return None

    # ------------------------------------------------------------------ one step
    def _once(
        self, question: str, node: ast.expr, ask: Callable[[ast.expr], Iterator[_T]]
    ) -> list[_T]:
        answers = self._answers.setdefault(question, {})
        if node in answers:
            return cast("list[_T]", answers[node])
        key = (question, id(node))
        if key in self._asked or len(self._asked) > _DEEP or not self._names.step():
            self._circles += 1
            return []
        met = self._circles
        self._asked.add(key)
        try:
            found = list(dict.fromkeys(ask(node)))[:_MANY]
        finally:
            self._asked.discard(key)
        if met == self._circles or not self._asked:
            answers[node] = cast("list[object]", found)
        return found

    def _bound(self, node: ast.expr, binding: Binding) -> Iterator[Value]:
        path = () if binding.index is None else (binding.index, *binding.deeper)
        found: Iterable[Value]
        if binding.taker is not None:
            found = self._parameter(node, binding)
        elif binding.element is not None:
            found = self.elements(binding.element)
        elif isinstance(node, ast.Attribute) and binding.annotation is not None:
            own = [] if binding.value is None else [binding.value]
            found = [*own, *self._names.fields(node)]
        elif binding.value is not None:
            found = [binding.value]
        elif isinstance(node, ast.Attribute) and _is_property(binding.definition):
            found = [given for given, _ in self._names.given(node)]
        else:
            return
        for step in path:
            found = [part for one in found for part in self.parts(one, step)]
        yield from found

    def _parameter(self, node: ast.expr, binding: Binding) -> Iterator[Value]:
        taker = binding.taker
        if binding.value is not None:
            yield binding.value
        if isinstance(taker, ast.Lambda):
            yield from self._given_to(taker)
        elif taker is not None and isinstance(node, ast.Name):
            yield from self._names.passed(taker, node.id)

    def _given_to(self, function: ast.Lambda) -> Iterator[Value]:
        """`x` of `sorted(scores, key=lambda x: ...)` and of `map(lambda x: ..., scores)`."""
        around = self._names.parent(function)
        if isinstance(around, ast.keyword):
            around = self._names.parent(around)
        if isinstance(around, ast.Call):
            name = last_name(around.func)
            if name in _KEYED and around.args:
                yield from self.elements(around.args[-1 if name.startswith("n") else 0])
            elif name == "sort" and isinstance(around.func, ast.Attribute):
                yield from self.elements(around.func.value)
            elif name in ("map", "filter") and len(around.args) > 1:
                yield from self.elements(around.args[1])

    def _elements(self, node: ast.expr) -> Iterator[Value]:
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            for one in node.elts:
                yield from self.elements(one.value) if isinstance(one, ast.Starred) else [one]
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            yield node.elt
        elif isinstance(node, ast.Call):
            yield from self._elements_made(node)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            if not self._is_mapping(node):
                for value in self._variable(node):
                    yield from self.elements(value)
                yield from (value for _, value in self._stored(node))
        else:
            for value in self._others(node):
                yield from self.elements(value)

    def _others(self, node: ast.expr) -> Iterator[Value]:
        """What an expression stands for that is none of the common ones."""
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            yield from self.parts(node.value, self._names.constant(node.slice))
        else:
            yield from _alternatives(node)

    def _elements_made(self, node: ast.Call) -> Iterator[Value]:
        name, function = last_name(node.func), node.func
        owner = function.value if isinstance(function, ast.Attribute) else None
        if name in _ROWS or (name in ("items", "values") and owner is not None):
            yield from self._rows(node, name)
        elif name in ("map", "starmap", "imap", "imap_unordered") and node.args:
            yield Called(node.args[0])
        elif name == "gather":
            for one in node.args:
                yield from self.elements(one.value) if isinstance(one, ast.Starred) else [one]
        elif name in _SECOND and len(node.args) > 1:
            yield from self.elements(node.args[1])
        elif name in _SAME and (node.args or owner is not None):
            one = node.args[0] if node.args or owner is None else owner
            if not self._is_mapping(one):
                yield from self.elements(one)
        else:
            for given, one_by_one in self._names.given(function):
                yield from [given] if one_by_one else self.elements(given)

    def _rows(self, node: ast.Call, name: str) -> Iterator[Value]:
        """`d.items()`, `d.values()`, `enumerate(x)` and `zip(x, y)`."""
        if isinstance(node.func, ast.Attribute) and name in ("items", "values"):
            for _, value in self.items(node.func.value):
                yield Row(((), (value,))) if name == "items" else value
        elif name == "enumerate" and node.args:
            yield from (Row(((), (value,))) for value in self.elements(node.args[0]))
        elif name == "zip":
            yield Row(tuple(tuple(self.elements(one)) for one in node.args))

    def _items(self, node: ast.expr) -> Iterator[tuple[object, Value]]:
        others = list(self._others(node))
        for other in others:
            yield from self.items(other)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from self.items(value) if key is None else [(self._key(key), value)]
        elif isinstance(node, ast.DictComp):
            yield ANY, node.value
        elif isinstance(node, ast.Call):
            yield from self._items_made(node)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            for made in self._variable(node):
                yield from self.items(made)
            yield from self._stored(node)
        elif not others:
            fixed = isinstance(node, (ast.List, ast.Tuple)) and not _is_starred(node)
            for number, element in enumerate(self.elements(node)):
                yield number if fixed else ANY, element

    def _items_made(self, node: ast.Call) -> Iterator[tuple[object, Value]]:
        name, function = last_name(node.func), node.func
        if name in _DICTS:
            yield from self._dictionary(node)
        elif name in ("copy", "deepcopy"):
            owner = function.value if isinstance(function, ast.Attribute) else node
            yield from self.items(node.args[0] if node.args else owner)
        elif (found := self.one_of(node)) is not None:
            for value in found:
                yield from self.items(value)
        elif given := list(self._names.given(function)):
            for one, _ in given:
                yield from self.items(one)
        else:
            yield from ((ANY, value) for value in self.elements(node))

    def _dictionary(self, node: ast.Call) -> Iterator[tuple[object, Value]]:
        """`dict(a=1)`, `dict(other)`, `dict(zip(names, scores))`."""
        for keyword in node.keywords:
            more = [(keyword.arg, keyword.value)] if keyword.arg else self.items(keyword.value)
            yield from more
        for one in node.args:
            if self._is_mapping(one):
                yield from self.items(one)
            else:
                rows = self.elements(one)
                yield from ((ANY, part) for row in rows for part in self.parts(row, 1))

    def _key(self, node: ast.expr) -> object:
        key = self._names.constant(node)
        return ANY if key is None else key

    def _variable(self, node: ast.expr) -> Iterator[Value]:
        return self.of_variable(node, self._names.bindings_of(node))

    def _stored(self, node: ast.expr) -> Iterator[tuple[object, Value]]:
        for store in self._names.stores_of(node):
            if store.how == "one":
                yield ANY, store.value
            elif store.how == "item":
                yield (ANY if store.key is None else self._key(store.key)), store.value
            elif self._is_mapping(store.value):
                yield from self.items(store.value)
            else:
                yield from ((ANY, value) for value in self.elements(store.value))

    def _is_mapping(self, value: Value) -> bool:
        """Whether going through a value gives keys."""
        if not isinstance(value, ast.expr):
            return False
        return any(self._once("mapping", value, self._mapping))

    def _mapping(self, node: ast.expr) -> Iterator[bool]:
        if isinstance(node, (ast.Dict, ast.DictComp)):
            yield True
        elif isinstance(node, ast.Call):
            name = last_name(node.func)
            yield name in _DICTS
            if name in ("copy", "deepcopy"):
                owner = node.func.value if isinstance(node.func, ast.Attribute) else None
                yield self._is_mapping(node.args[0] if node.args else owner or node)
            yield from (self._is_mapping(one) for one, _ in self._names.given(node.func))
        elif isinstance(node, (ast.Name, ast.Attribute)):
            values = list(self._variable(node))
            yield any(self._is_mapping(value) for value in values)
            if not any(isinstance(value, (ast.List, ast.ListComp)) for value in values):
                stores = self._names.stores_of(node)
                yield any(store.how == "item" and store.key is not None for store in stores)
        else:
            yield from (self._is_mapping(one) for one in _alternatives(node))


def _is_starred(node: ast.List | ast.Tuple) -> bool:
    return any(isinstance(one, ast.Starred) for one in node.elts)


def _is_property(node: ast.AST | None) -> bool:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return any("property" in last_name(one) for one in node.decorator_list)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """The expressions of which one is the value of another, or all are put together."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, (ast.Await, ast.NamedExpr, ast.Starred)):
        return [node.value]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.BitOr)):
        return [node.left, node.right]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return [node.value]
    return []
