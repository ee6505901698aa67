"""`only_completed` and `return_sorted` in the call of an LM are sent to the model.

They were options of the old clients' call. `dspy.LM` takes every keyword that it does not know for
an option of the model; servers that check their requests refuse these.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTIONS = ("only_completed", "return_sorted")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    found = [one.arg for one in node.keywords if one.arg in _OPTIONS]
    if not found or _is_own(node):
        return
    kept = [view.segment(one) for one in node.args]
    kept += [view.segment(one) for one in node.keywords if one.arg not in _OPTIONS]
    edit = view.replaced(node, f"{view.segment(node.func)}({', '.join(kept)})")
    yield RULE.finding(
        view,
        node,
        message=f"{' and '.join(map(str, found))}: no option of dspy.LM, sent to the model instead",
        advice="Take it out; the LM gives every completion, in the order of the provider.",
        edits=() if "#" in view.segment(node) else (edit,),
    )


def _is_own(node: ast.Call) -> bool:
    """Whether a method of the program's own is called: `self.x(...)` and `super().x(...)`."""
    callee = node.func
    if not isinstance(callee, ast.Attribute):
        return False
    owner = callee.value
    if isinstance(owner, ast.Call):
        return isinstance(owner.func, ast.Name) and owner.func.id == "super"
    return isinstance(owner, ast.Name) and owner.id == "self" and callee.attr.startswith("_")


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
print(bool(lm("hello"{more})))
"""

RULE: Rule = Rule(
    code="LFT240",
    slug="only-completed",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="only_completed and return_sorted are sent to the model",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.4.9",
            new="3.0.1",
            watch="wire",
            line=5,
            before=_PROGRAM.format(more=", only_completed=True, return_sorted=False"),
            after=_PROGRAM.format(more=""),
        ),
    ),
)
