"""A name that DSPy no longer has, found by comparing the API surfaces of the two releases.

Rules written by hand (LFT102 and on) say more about the names that programs use most; this one
makes the check complete. It speaks of names that some release before the target had, never of those
that none had.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.surface.between import Between, between
from lift.migrate.surface.moves import Move
from lift.migrate.surface.reached import base_of_super, class_around, patched_name
from lift.migrate.surface.surface import Found, Surface, What
from lift.migrate.view import ModuleView

_PACKAGES = ("dspy", "dsp")


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(node.ctx, ast.Load):
        return
    dotted = view.name_of(node)
    if dotted is None:
        yield from _member(node, view)
        return
    versions = between(view.source_version, view.target_version)
    had = versions.had(dotted)
    if had is None or view.guarded(node) or not view.evaluated(node):
        return
    whole, move = _moved_chain(node, had, versions, view)
    edits = _attribute_edits(whole, move, versions, view)
    advice = _advice(view.name_of(whole) or dotted, had, move)
    yield _finding(view, node, _no_attribute(dotted, versions), advice, edits)


def _moved_chain(
    node: ast.Attribute, had: Surface, versions: Between, view: ModuleView
) -> tuple[ast.Attribute, Move | None]:
    """The name itself, or what is reached through it when it is a module that is gone."""
    whole = node
    while True:
        move = versions.moved(view.name_of(whole) or "", had)
        above = view.parent(whole)
        if move is not None:
            return whole, move
        if not isinstance(above, ast.Attribute):
            return node, None
        whole = above


def _member(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    """A method or attribute of an instance."""
    above = base_of_super(node.value, view)
    owner = above or view.type_of(node.value)
    if owner is None or (above is None and node.attr in _defined_here(view.tree)):
        return
    versions = between(view.source_version, view.target_version)
    dotted = f"{owner}.{node.attr}"
    had = versions.had(dotted)
    if had is None or view.guarded(node) or not _is_member(had.find(dotted)):
        return
    if versions.target.has_below(owner, node.attr):
        return  # what is declared as the base may be one of those
    around = class_around(node, view)
    name = owner.rpartition(".")[2]
    if above is not None:
        name = "super"
    elif isinstance(node.value, ast.Name) and node.value.id == "self" and around is not None:
        name = around.name
    message = f"AttributeError: {name!r} object has no attribute {node.attr!r}"
    yield _finding(view, node, message, _advice(dotted, had, None), ())


def _starred(node: ast.Name, view: ModuleView) -> Iterator[Finding]:
    if not view.from_star(node) or (dotted := view.name_of(node)) is None:
        return
    versions = between(view.source_version, view.target_version)
    had = versions.had(dotted)
    if had is not None and not view.guarded(node) and view.evaluated(node):
        message = f"NameError: name {node.id!r} is not defined"
        advice = _advice(dotted, had, versions.moved(dotted, had))
        yield _finding(view, node, message, advice, ())


def _dynamic(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`getattr(dspy, "X")`, `importlib.import_module("dspy.x")`, and patches of tests."""
    dotted = view.name_of(node)
    if dotted is None:
        yield from _patched(node, view)
        return
    if len(node.args) > 2 or view.guarded(node):
        return
    versions = between(view.source_version, view.target_version)
    if isinstance(node.func, ast.Name) and node.func.id == "getattr":
        had = versions.had(dotted)
        message = _no_attribute(dotted, versions)
    else:
        had = versions.had_module(dotted)
        message = _no_module(dotted, versions)
    if had is not None:
        advice = _advice(dotted, had, versions.moved(dotted, had))
        yield _finding(view, node, message, advice, ())


def _patched(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    dotted = patched_name(node, view)
    if dotted is None or view.guarded(node):
        return
    versions = between(view.source_version, view.target_version)
    module, _, name = dotted.rpartition(".")
    had = versions.had(dotted)
    message = f"AttributeError: <module {module!r} from '...'> does not have the attribute {name!r}"
    if had is None:
        had, message = versions.had_module(module), _no_module(module, versions)
    if had is not None:
        yield _finding(view, node, message, _advice(dotted, had, None), ())


def _imported(node: ast.Import, view: ModuleView) -> Iterator[Finding]:
    for alias in node.names:
        if not _of_dspy(alias.name, view) or view.guarded(node):
            continue
        versions = between(view.source_version, view.target_version)
        had = versions.had_module(alias.name)
        if had is not None:
            advice = _advice(alias.name, had, None)
            yield _finding(view, alias, _no_module(alias.name, versions), advice, ())


def _imported_from(node: ast.ImportFrom, view: ModuleView) -> Iterator[Finding]:
    module = node.module or ""
    if node.level or not _of_dspy(module, view) or view.guarded(node):
        return
    versions = between(view.source_version, view.target_version)
    there = versions.target.imports(module)
    whole = None if there else versions.had_module(module)
    moves: dict[ast.alias, tuple[Surface, Move | None]] = {}
    for alias in node.names:
        had = whole
        if there and alias.name != "*":
            had = versions.had_in(module, alias.name)
        if had is not None:
            moves[alias] = had, versions.moved(f"{module}.{alias.name}", had)
    new = {alias: move for alias, (_, move) in moves.items()}
    edits = _import_edits(node, new, view, there=there)
    for alias, (had, move) in moves.items():
        if there:
            message = _not_importable(module, alias.name, versions)
        else:
            message = _no_module(module, versions)
        advice = _advice(f"{module}.{alias.name}", had, move)
        yield _finding(view, alias, message, advice, edits if _certain(move) else ())


# --------------------------------------------------------------------------------------- messages
def _finding(
    view: ModuleView, node: ast.AST, message: str, advice: str, edits: tuple[Edit, ...]
) -> Finding:
    return RULE.finding(view, node, message=message, advice=advice, edits=edits)


def _no_attribute(dotted: str, versions: Between) -> str:
    parent, _, name = dotted.rpartition(".")
    found = versions.target.find(parent)
    if found is not None and found.what is What.CLASS:
        owner = f"type object {found.home.rpartition('.')[2]!r}"
    elif found is not None and found.what is What.INSTANCE:
        owner = f"{found.home.rpartition('.')[2]!r} object"
    else:
        owner = f"module {(found.home if found is not None else '') or parent!r}"
    return f"AttributeError: {owner} has no attribute {name!r}"


def _no_module(module: str, versions: Between) -> str:
    return f"ModuleNotFoundError: No module named {versions.missing_module(module)!r}"


def _not_importable(module: str, name: str, versions: Between) -> str:
    reason = versions.target.needs(module)
    if reason and not versions.target.children(module):
        return reason  # the module is only there to say this
    return f"ImportError: cannot import name {name!r} from {module!r}"


def _advice(dotted: str, had: Surface, move: Move | None) -> str:
    name = dotted.rpartition(".")[2]
    if move is None:
        note = had.deprecated(dotted)
        said = f" DSPy {had.version} said of it: {note}" if note else ""
        return f"It was in DSPy {had.version} and has no successor of that name.{said}"
    if not move.now.startswith(_PACKAGES):
        home, _, name = move.now.rpartition(".")
        own = f"from {home} import {name}" if home else f"import {name}"
        return f"It only passed through DSPy: `{own}` is the way to it."
    if move.same:
        return f"It is {move.now} now."
    return f"It is gone; what is called {name} now is {move.now}: look whether it is what you need."


# ------------------------------------------------------------------------------------------ edits
def _attribute_edits(
    node: ast.Attribute, move: Move | None, versions: Between, view: ModuleView
) -> tuple[Edit, ...]:
    """Write the new path behind the same `dspy`, or the third party's own name."""
    if move is None or not move.same:
        return ()
    if not move.now.startswith(_PACKAGES):
        module = move.now.rpartition(".")[0] or move.now
        return (view.replaced(node, move.now), *view.imported(module))
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    package, _, rest = move.now.partition(".")
    loaded = versions.target.modules.get(move.now.rpartition(".")[0])
    if view.name_of(root) != package or loaded is None or loaded.get("lazy"):
        return ()
    return (view.replaced(node, f"{view.segment(root)}.{rest}"),)


def _import_edits(
    node: ast.ImportFrom, moves: Mapping[ast.alias, Move | None], view: ModuleView, *, there: bool
) -> tuple[Edit, ...]:
    """Import from where it is now, under the old names; the same edit serves all of a statement."""
    lines: dict[str, list[str]] = {}
    for alias in node.names:
        move = moves.get(alias)
        if move is not None and move.same and alias.name != "*":
            parent, _, name = move.now.rpartition(".")
            bound = alias.asname or alias.name
            new = name if bound == name else f"{name} as {bound}"
            lines.setdefault(f"from {parent} import " if parent else "import ", []).append(new)
        elif there:
            lines.setdefault(f"from {node.module} import ", []).append(view.segment(alias))
        else:
            return ()
    text = view.segment(node)
    around = view.text.splitlines()[node.lineno - 1 : node.end_lineno]
    if "#" in text or (len(lines) > 1 and "".join(around).strip() != text.replace("\n", "")):
        return ()
    indent = "\n" + " " * node.col_offset
    statements = indent.join(head + ", ".join(names) for head, names in lines.items())
    return (view.replaced(node, statements),)


# ------------------------------------------------------------------------------------- predicates
def _of_dspy(module: str, view: ModuleView) -> bool:
    """Whether a module is DSPy's; `dsp` is also what people call their own signal processing."""
    if view.own(module):
        return False
    package = module.partition(".")[0]
    return package == "dspy" or (package == "dsp" and "dspy" in view.text)


def _certain(move: Move | None) -> bool:
    return move is not None and move.same


def _is_member(found: Found | None) -> bool:
    return found is not None and found.what in (What.METHOD, What.ATTRIBUTE)


@lru_cache(maxsize=4)
def _defined_here(tree: ast.Module) -> frozenset[str]:
    """Names that the program itself gives to objects: methods, attributes it sets."""
    found: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found.add(one.name)
                elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                    found.add(one.target.id)
                elif isinstance(one, ast.Assign):
                    found.update(t.id for t in one.targets if isinstance(t, ast.Name))
    return frozenset(found)


RULE = Rule(
    code="LFT100",
    slug="gone-name",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.4.0",
    summary="A name that the target version no longer has",
    visitors=dict(
        (
            visitor(ast.Attribute, _attribute),
            visitor(ast.Name, _starred),
            visitor(ast.Call, _dynamic),
            visitor(ast.Import, _imported),
            visitor(ast.ImportFrom, _imported_from),
        )
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            before="""\
from dspy.dsp.utils import normalize_text

print(normalize_text("The  Answer"))
""",
            after="""\
from dspy.evaluate import normalize_text

print(normalize_text("The  Answer"))
""",
        ),
    ),
)
