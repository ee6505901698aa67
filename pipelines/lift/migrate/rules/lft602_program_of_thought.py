"""`dspy.ProgramOfThought` and `dspy.CodeAct` will be removed in 3.5; `dspy.RLM` takes their place.

From 3.3.1 making one warns: "ProgramOfThought is deprecated and will be removed in 3.5."
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    for name in ("ProgramOfThought", "CodeAct"):
        if builds(node, view, name):
            yield RULE.finding(
                view,
                node,
                message=f"DeprecationWarning: {name} is deprecated and will be removed in 3.5. RLM "
                "is the preferred replacement.",
                advice="Plan to use dspy.RLM.",
            )


RULE: Rule = Rule(
    code="LFT602",
    slug="program-of-thought",
    severity=Severity.INFO,
    fix=Fix.NONE,
    since="3.3.1",
    summary="ProgramOfThought and CodeAct will be removed in 3.5",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="warnings",
            line=3,
            before="""\
import dspy

print(type(dspy.ProgramOfThought("question -> answer")).__name__)
""",
            after="",
        ),
    ),
)
