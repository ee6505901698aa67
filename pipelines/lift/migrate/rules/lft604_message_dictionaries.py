"""Messages as dictionaries for an LM are announced to go in 3.5.

From 3.4.0 `lm(messages=[{...}])` warns; `lm(dspy.lm15.Request(...))` takes its place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    called = view.called(node)
    asked = ends(called, "LM.__call__", "LM.acall", "BaseLM.__call__", "BaseLM.acall")
    if asked and "messages" in view.keywords_of(node):
        yield RULE.finding(
            view,
            node,
            message="DeprecationWarning: Passing OpenAI-style message dictionaries or other "
            "message objects to an LM through messages= is deprecated and scheduled for removal "
            "in DSPy 3.5.",
            advice="Plan for lm(dspy.lm15.Request(...)).",
        )


RULE: Rule = Rule(
    code="LFT604",
    slug="message-dictionaries",
    severity=Severity.INFO,
    fix=Fix.NONE,
    since="3.4.0",
    summary="lm(messages=[{...}]) will go in 3.5",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="warnings",
            line=5,
            before="""\
import dspy

options = {"temperature": 0.0, "max_tokens": 99}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
print(lm(messages=[{"role": "user", "content": "hello"}]))
""",
            after="",
        ),
    ),
)
