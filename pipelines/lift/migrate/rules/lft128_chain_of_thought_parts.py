"""A `dspy.ChainOfThought` is a module around a predictor, no predictor itself.

From 2.6.0 its signature, demos and configuration are those of its part `.predict`. Reading them
from the module raises; setting them there sets an attribute that nothing reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PARTS = ("signature", "extended_signature", "demos", "activated", "traces", "config")


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr not in _PARTS or not ends(view.type_of(node.value), "ChainOfThought"):
        return
    if view.guarded(node) or isinstance(node.ctx, ast.Del):
        return
    message = f"AttributeError: 'ChainOfThought' object has no attribute '{node.attr}'"
    if isinstance(node.ctx, ast.Store):
        message = (
            f"this sets an attribute that nothing reads; the {node.attr} are those of .predict"
        )
    name = "signature" if node.attr == "extended_signature" else node.attr
    edits = (view.replaced(node, f"{view.segment(node.value)}.predict.{name}"),)
    yield RULE.finding(
        view,
        node,
        message=message,
        advice=f"Write .predict.{name}.",
        edits=() if node.attr == "activated" else edits,
    )


RULE: Rule = Rule(
    code="LFT128",
    slug="chain-of-thought-parts",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="signature and demos of a ChainOfThought are those of its .predict",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=4,
            before="""\
import dspy

think = dspy.ChainOfThought("question -> answer")
print(think.demos)
""",
            after="""\
import dspy

think = dspy.ChainOfThought("question -> answer")
print(think.predict.demos)
""",
        ),
    ),
)
