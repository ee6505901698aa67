"""The names that each scope of a module binds, and to what; one pass over the tree.

Nothing is decided here: a binding remembers the syntax, and `meaning` asks for what it means when a
rule wants to know.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

__all__ = [
    "Binding",
    "FunctionNode",
    "Import",
    "Scope",
    "Scopes",
    "given_values",
    "is_comprehension",
    "nearest_first",
    "returned_values",
]

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
ScopeNode = ast.Module | ast.ClassDef | FunctionNode | Comprehension

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_WITH_SCOPES = (
    *(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
    *_COMPREHENSIONS,
)

_BINDING = frozenset(
    {
        *(ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.withitem),
        *(ast.For, ast.AsyncFor, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
        *(*_COMPREHENSIONS, ast.comprehension, ast.AugAssign),
    }
)
"""What `_bind` looks at."""
_PLAIN = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "asname", "module", "level", "kind"})
"""Fields that hold no node that anybody asks for: words, and the objects all operators share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import statement binds: a module, or a name of a module."""

    module: str
    """Absolute, or with one leading dot per level."""
    name: str = ""
    """Empty when the module itself is bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One place where a name gets a value."""

    line: int
    imported: Import | None = None
    value: ast.expr | None = None
    """The expression assigned, or the default of a parameter."""
    annotation: ast.expr | None = None
    element: ast.expr | None = None
    """What is gone through, where the name is a loop's variable."""
    index: int | None = None
    """Which part of the value, where it is unpacked."""
    deeper: tuple[int, ...] = ()
    """Which part of that part, as in `for number, (name, score) in ...`."""
    taker: FunctionNode | None = None
    """The function, where this is a parameter of it."""
    definition: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None = None


@dataclass(slots=True, kw_only=True)
class Scope:
    """A module, class or function with the names that it binds."""

    node: ScopeNode
    parent: Scope | None
    names: dict[str, list[Binding]] = field(default_factory=dict[str, list[Binding]])
    attributes: dict[str, list[Binding]] = field(default_factory=dict[str, list[Binding]])
    """Of a class: what its methods assign to self."""
    stars: list[str] = field(default_factory=list[str])
    """Modules whose names are all imported."""

    def enclosing_class(self) -> Scope | None:
        """The class whose method this scope is, or is inside of."""
        scope: Scope | None = self
        while scope is not None and not isinstance(scope.node, ast.ClassDef):
            scope = scope.parent
        return scope


class Scopes:
    """Every scope of one module, the parents of all nodes, and in which scope a node stands."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(node=tree, parent=None)
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[ast.AST] = []
        """All nodes but operators and contexts, in the order of the text, parents first."""
        self.inner: dict[ast.AST, Scope] = {}
        """The scope inside of every class, function and comprehension."""
        self._scope_of: dict[ast.AST, Scope] = {}
        self._visit(tree, self.module)

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope that a node stands in; that of the module for a node from elsewhere."""
        return self._scope_of.get(node, self.module)

    def owns(self, node: ast.AST) -> bool:
        return node in self._scope_of

    def _visit(self, top: ast.AST, scope: Scope) -> None:
        parents, scopes, nodes = self.parents, self._scope_of, self.nodes
        waiting: list[tuple[ast.AST, Scope]] = [(top, scope)]
        while waiting:
            node, scope = waiting.pop()
            nodes.append(node)
            scopes[node] = scope
            kind = type(node)
            inner = self._bind(node, scope) if kind in _BINDING else scope
            if inner is not scope:
                self.inner[node] = inner
            for child in reversed(_children(node, kind)):
                parents[child] = node
                home = scope if inner is scope else self._home(node, child, scope, inner)
                waiting.append((child, home))

    @staticmethod
    def _home(node: ast.AST, child: ast.AST, outer: Scope, inner: Scope) -> Scope:
        """Decorators, bases, defaults and annotations belong to the scope outside."""
        if isinstance(node, ast.ClassDef):
            return outer if child in (*node.bases, *node.keywords, *node.decorator_list) else inner
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return outer if child in (*node.decorator_list, node.args, node.returns) else inner
        return inner

    def _bind(self, node: ast.AST, scope: Scope) -> Scope:
        """Note what a node binds; return the scope of what is inside it."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            _bind_import(node, scope)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            self._assign(node, scope)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            _bind_target(node.target, node.iter, scope, loop=True)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            _bind_target(node.optional_vars, node.context_expr, scope)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            _add(scope.names, node.name, Binding(line=node.lineno, definition=node))
        if isinstance(node, _WITH_SCOPES):
            return _inside(node, scope)
        return scope

    def _assign(
        self, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr, scope: Scope
    ) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _bind_target(target, node.value, scope)
        elif isinstance(node, ast.AnnAssign):
            _bind_target(node.target, node.value, scope, annotation=node.annotation)
        elif isinstance(node, ast.NamedExpr):
            _bind_target(node.target, node.value, _of_statements(scope))
        else:
            value = ast.BinOp(left=node.target, op=node.op, right=node.value)
            self.parents[value] = node
            _bind_target(node.target, ast.copy_location(value, node), scope)


_fields: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}


def _children(node: ast.AST, kind: type[ast.AST]) -> list[ast.AST]:
    """The nodes inside a node, in their order; half of the time of `ast.iter_child_nodes`."""
    names = _fields.get(kind)
    if names is None:
        names = _fields[kind] = tuple(one for one in kind._fields if one not in _PLAIN)
    found: list[ast.AST] = []
    for name in names:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [one for one in cast("list[object]", value) if isinstance(one, ast.AST)]
    return found


def nearest_first(bindings: list[Binding], node: ast.expr) -> list[Binding]:
    """The binding above the use first, then those further up, then those below."""
    line = getattr(node, "lineno", 0)
    above = [b for b in bindings if b.line <= line]
    below = [b for b in bindings if b.line > line]
    return [*reversed(above), *below]


def given_values(function: FunctionNode) -> Iterator[tuple[ast.expr, bool]]:
    """What a function returns; with True, what it yields one by one."""
    if isinstance(function, ast.Lambda):
        yield function.body, False
        return
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
            yield node.value, isinstance(node, ast.Yield)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def returned_values(function: FunctionNode) -> Iterator[ast.expr]:
    """The expressions of a function's own return statements."""
    return (value for value, one_by_one in given_values(function) if not one_by_one)


def _inside(node: ast.ClassDef | FunctionNode | Comprehension, scope: Scope) -> Scope:
    inner = Scope(node=node, parent=scope)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        for argument, default in _parameters(node.args):
            binding = Binding(
                line=argument.lineno, value=default, annotation=argument.annotation, taker=node
            )
            _add(inner.names, argument.arg, binding)
    return inner


def _parameters(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Every parameter with its default."""
    plain = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    yield from zip(plain, [*missing, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            yield ast.arg(arg=rest.arg, annotation=None, lineno=rest.lineno, col_offset=0), None


def _bind_import(node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            bound = alias.asname or alias.name.split(".")[0]
            module = alias.name if alias.asname else bound
            _add(scope.names, bound, Binding(line=node.lineno, imported=Import(module=module)))
        return
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            scope.stars.append(module)
        else:
            imported = Import(module=module, name=alias.name)
            bound = alias.asname or alias.name
            _add(scope.names, bound, Binding(line=node.lineno, imported=imported))


def _bind_target(
    target: ast.expr,
    value: ast.expr | None,
    scope: Scope,
    *,
    loop: bool = False,
    annotation: ast.expr | None = None,
    path: tuple[int, ...] = (),
) -> None:
    """Bind what stands left of `=`, or behind `for`, `with ... as` and so on."""
    if isinstance(target, ast.Starred):
        _bind_target(target.value, None, scope)
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        for number, part in enumerate(target.elts):
            if any(isinstance(one, ast.Starred) for one in target.elts[:number]):
                _bind_target(part, None, scope)
            elif same and not loop and not path and isinstance(value, (ast.Tuple, ast.List)):
                _bind_target(part, value.elts[number], scope)
            else:
                _bind_target(part, value, scope, loop=loop, path=(*path, number))
    elif isinstance(target, (ast.Name, ast.Attribute)):
        binding = Binding(
            line=target.lineno,
            value=None if loop else value,
            element=value if loop else None,
            annotation=annotation,
            index=path[0] if path else None,
            deeper=path[1:],
        )
        if isinstance(target, ast.Name):
            _add(scope.names, target.id, binding)
        elif isinstance(target.value, ast.Name):
            owner = scope.enclosing_class()
            if owner is not None and _is_self(target.value.id, scope):
                _add(owner.attributes, target.attr, binding)


def is_comprehension(scope: Scope) -> bool:
    """Whether a scope is that of a list comprehension or the like."""
    return isinstance(scope.node, _COMPREHENSIONS)


def _of_statements(scope: Scope) -> Scope:
    """Where `:=` binds: outside of all comprehensions."""
    while is_comprehension(scope) and scope.parent is not None:
        scope = scope.parent
    return scope


def _is_self(name: str, scope: Scope | None) -> bool:
    """Whether a name is the first parameter of the method around."""
    while scope is not None:
        if isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef)) and isinstance(
            scope.parent.node if scope.parent else None, ast.ClassDef
        ):
            arguments = [*scope.node.args.posonlyargs, *scope.node.args.args]
            return bool(arguments) and arguments[0].arg == name
        scope = scope.parent
    return False


def _add(table: dict[str, list[Binding]], name: str, binding: Binding) -> None:
    table.setdefault(name, []).append(binding)
