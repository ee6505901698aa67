"""Arguments that a callable of DSPy no longer takes, from the API surfaces of the two releases.

A call counts that some release before the target took and the target refuses. What takes
`**kwargs` refuses nothing; an option that is only ignored there is the business of other rules.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.refused import arguments_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.surface.between import Between, between
from lift.migrate.surface.reached import base_of_super, is_super
from lift.migrate.surface.surface import What
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    dotted = _callee(node, view)
    if dotted is None or view.guarded(node):
        return
    versions = between(view.source_version, view.target_version)
    error = versions.breaks(dotted, arguments_of(node, view))
    if error:
        yield RULE.finding(view, node, message=error, advice=_advice(dotted, versions))


def _callee(node: ast.Call, view: ModuleView) -> str | None:
    """What is called, where it is certain that the program has put nothing of its own there."""
    if isinstance(node.func, ast.Attribute) and is_super(node.func.value):
        base = base_of_super(node.func.value, view)
        name = node.func.attr
        return base if base is None or name == "__init__" else f"{base}.{name}"
    dotted = view.called(node)
    if dotted is None:
        return None
    if view.name_of(node.func) is not None:
        versions = between(view.source_version, view.target_version)
        found = versions.target.find(dotted)
        parent = versions.target.find(dotted.rpartition(".")[0])
        unbound = parent is not None and parent.what is What.CLASS
        return None if found is None or (unbound and found.plain_method) else dotted
    owner, _, method = dotted.rpartition(".")
    receiver = node.func
    if isinstance(receiver, ast.Attribute) and method != "__call__":
        receiver = receiver.value
    return dotted if _is_made_of(receiver, owner, view) else None


def _is_made_of(node: ast.expr, owner: str, view: ModuleView) -> bool:
    """Whether a value was made by calling the class itself, not one that inherits from it."""
    if isinstance(node, ast.Call):
        return view.name_of(node.func) == owner
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    values = _assigned(view.tree).get(
        ast.dump(node, annotate_fields=False).replace("Store", "Load")
    )
    made = [value for value in values or () if isinstance(value, ast.Call)]
    return bool(made) and all(view.name_of(value.func) == owner for value in made)


@lru_cache(maxsize=4)
def _assigned(tree: ast.Module) -> dict[str, tuple[ast.expr, ...]]:
    """By variable or attribute of self: everything that is ever assigned to it."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes_of(tree):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            pairs = [(node.optional_vars, node.context_expr)]
        for target, value in pairs:
            key = ast.dump(target, annotate_fields=False).replace("Store", "Load")
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _advice(dotted: str, versions: Between) -> str:
    signature = versions.target.signature(dotted)
    names = [] if signature is None else [one.name for one in signature.parameters]
    takes = ", ".join(names) if names else "no arguments"
    return f"In DSPy {versions.target.version} {dotted} takes: {takes}."


RULE = Rule(
    code="LFT101",
    slug="gone-parameter",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.4.0",
    summary="An argument that the target version no longer takes",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=3,
            before="""\
import dspy

dspy.configure_cache(enable_litellm_cache=False)
print("configured")
""",
            after="""\
import dspy

dspy.configure_cache()
print("configured")
""",
        ),
    ),
)
