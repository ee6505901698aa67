"""The module `dspy.primitives.assertions` is gone.

Empty from 2.6.0 on and gone in 3.0.0. `lift.assertions` takes its place, whole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.assertion_names import ADVICE, CONDITIONS, HANDLERS, MODULES, qualified
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_MODULE = "dspy.primitives.assertions"
_MESSAGE = f"ModuleNotFoundError: No module named '{_MODULE}'"


def _import(node: ast.Import, view: ModuleView) -> Iterator[Finding]:
    for alias in node.names:
        if alias.name == _MODULE and not view.guarded(node):
            new = f"lift.assertions as {alias.asname}" if alias.asname else "dspy"
            edits = (view.replaced(alias, new),)
            yield RULE.finding(view, alias, message=_MESSAGE, advice=ADVICE, edits=edits)


def _import_from(node: ast.ImportFrom, view: ModuleView) -> Iterator[Finding]:
    if node.level or view.guarded(node):
        return
    for alias in node.names:
        whole = f"{node.module}.{alias.name}"
        if node.module == _MODULE and alias.name == "*":
            at = re.match(r"from\s+([\w.]+)", view.segment(node))
            start = view.replaced(node, "").start
            edits = (
                (Edit(start=start + at.start(1), end=start + at.end(1), text="lift.assertions"),)
                if at
                else ()
            )
            yield RULE.finding(view, alias, message=_MESSAGE, advice=ADVICE, edits=edits)
        elif whole in MODULES:
            message = f"ImportError: cannot import name 'assertions' from '{node.module}'"
            edits = ()
            if len(node.names) == 1:
                edits = (view.replaced(node, f"from lift import {view.segment(alias)}"),)
            yield RULE.finding(view, alias, message=message, advice=ADVICE, edits=edits)


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    """`dspy.primitives.assertions.X`, `dspy.assertions.X`; not `A.X` behind its own import."""
    if node.attr not in CONDITIONS | HANDLERS or view.name_of(node.value) not in MODULES:
        return
    if isinstance(node.value, ast.Attribute) and not view.guarded(node):
        base = view.name_of(node.value.value) or "dspy"
        message = f"AttributeError: module '{base}' has no attribute 'assertions'"
        edits = qualified(node, node.attr, view)
        yield RULE.finding(view, node, message=message, advice=ADVICE, edits=edits)


RULE: Rule = Rule(
    code="LFT114",
    slug="assertions-module",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="dspy.primitives.assertions is gone; lift.assertions takes its place",
    visitors=dict(
        (
            visitor(ast.Import, _import),
            visitor(ast.ImportFrom, _import_from),
            visitor(ast.Attribute, _attribute),
        )
    ),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            before="""\
import dspy.primitives.assertions as checks

print(checks.Assert(True, "fine").result)
""",
            after="""\
import lift.assertions as checks

print(checks.Assert(True, "fine").result)
""",
        ),
        Example(
            old="2.5.43",
            new="3.4.1",
            line=3,
            before="""\
import dspy

print(dspy.assertions.Assert(True, "fine").result)
""",
            after="""\
import dspy
from lift import assertions

print(assertions.Assert(True, "fine").result)
""",
        ),
    ),
)
