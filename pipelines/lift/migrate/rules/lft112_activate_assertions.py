"""`module.activate_assertions()` is gone.

Removed from `dspy.Module` in 2.6.0. `lift.assertions.activate_assertions(module, ...)` takes the
module as its first argument, and is the same otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.assertion_names import ADVICE, prefixed
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_METHOD = "activate_assertions"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    called = node.func
    if not isinstance(called, ast.Attribute) or called.attr != _METHOD or view.guarded(node):
        return
    if view.segment(called.value).endswith("assertions") or _own(view):
        return
    owner = _class_of(called.value, view)
    message = (
        f"AttributeError: {owner} object has no attribute '{_METHOD}'"
        if owner
        else f"AttributeError: the module has no attribute '{_METHOD}'"
    )
    edits = _edits(node, called, view)
    yield RULE.finding(view, called, message=message, advice=ADVICE, edits=edits)


def _own(view: ModuleView) -> bool:
    """Whether a class of this module has a method of this name itself."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == _METHOD for node in nodes_of(view.tree)
    )


def _class_of(node: ast.expr, view: ModuleView) -> str:
    """The class of the module, as Python quotes it; empty when it is not in view."""
    value: ast.expr | None = node
    if isinstance(node, ast.Name):
        assigned = [
            one.value
            for one in nodes_of(view.tree)
            if isinstance(one, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == node.id for t in one.targets)
        ]
        value = assigned[0] if len(assigned) == 1 else None
    if isinstance(value, ast.Call) and isinstance(value.func, (ast.Name, ast.Attribute)):
        name = value.func.id if isinstance(value.func, ast.Name) else value.func.attr
        return repr(name) if name[:1].isupper() else ""
    return ""


def _edits(node: ast.Call, called: ast.Attribute, view: ModuleView) -> tuple[Edit, ...]:
    """`x.activate_assertions(a)` becomes `assertions.activate_assertions(x, a)`."""
    prefix, imports = prefixed(view)
    start, stop = view.replaced(node, "").start, view.replaced(called, "").end
    dot = start + view.segment(called).rindex(".")
    opening = view.text.find("(", stop)
    if not prefix or opening < 0:
        return ()
    while view.text[dot - 1].isspace():
        dot -= 1
    comma = ", " if node.args or node.keywords else ""
    return (
        Edit(start=start, end=start, text=f"{prefix}.{_METHOD}("),
        Edit(start=dot, end=opening + 1, text=comma),
        *imports,
    )


RULE: Rule = Rule(
    code="LFT112",
    slug="activate-assertions",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="activate_assertions is no method of modules any more; lift.assertions has it",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=9,
            before="""\
import dspy


class Echo(dspy.Module):
    def forward(self, text):
        return text


program = Echo().activate_assertions(max_backtracks=1)
print(program("a"))
""",
            after="""\
import dspy
from lift import assertions


class Echo(dspy.Module):
    def forward(self, text):
        return text


program = assertions.activate_assertions(Echo(), max_backtracks=1)
print(program("a"))
""",
        ),
    ),
)
