"""A model of one's own through `BaseLM.forward` is announced to go in 3.5.

From 3.4.0 DSPy warns at the first call. An object with `complete(Request) -> Response` is handed to
`dspy.LM(engine=...)` instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(base, "BaseLM", "LM") for base in view.bases_of(node)):
        return
    methods = {
        one.name: one
        for one in node.body
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    for name, caller in (("forward", "__call__"), ("aforward", "acall")):
        statement, own = methods.get(name), methods.get(caller)
        replaced = own is not None and f"super().{caller}" not in ast.unparse(own)
        if statement is not None and not replaced:  # else DSPy never comes to it
            yield RULE.finding(
                view,
                statement,
                message="DeprecationWarning: Implementing custom LMs through BaseLM.forward() or "
                "aforward() is deprecated.",
                advice="Plan for an engine with complete(Request) -> Response, passed to "
                "dspy.LM(engine=...); from 3.5 on there is no other way.",
            )


RULE: Rule = Rule(
    code="LFT603",
    slug="custom-lm",
    severity=Severity.INFO,
    fix=Fix.NONE,
    since="3.4.0",
    summary="models of one's own through BaseLM.forward will go in 3.5",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="warnings",
            line=7,
            before="""\
from types import SimpleNamespace as Namespace

import dspy


class Mine(dspy.BaseLM):
    def forward(self, prompt=None, messages=None, **kwargs):
        message = Namespace(content="[[ ## answer ## ]]\\n7")
        choice = Namespace(message=message, finish_reason="stop")
        return Namespace(choices=[choice], usage={}, model="mine")


with dspy.context(lm=Mine(model="mine")):
    print(dspy.Predict("question -> answer")(question="why").answer)
""",
            after="",
        ),
    ),
)
