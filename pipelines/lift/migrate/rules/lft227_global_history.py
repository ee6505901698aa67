"""`update_global_history` of an LM of one's own is never called.

Until 2.6 each answer went through it. From 3.0.0 on there is `update_history` only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_NAME = "update_global_history"


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(base, "LM", "BaseLM") for base in view.bases_of(node)):
        return
    methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
    if _NAME in methods and "update_history" not in methods:
        yield RULE.finding(
            view,
            methods[_NAME],
            message=f"{_NAME} is never called any more",
            advice="Call it update_history(self, entry), and hand the entry on to "
            "super().update_history(entry).",
        )


_PROGRAM = """\
import dspy


class Counted(dspy.LM):
    def {name}(self, entry):
        print("counted")


options = {{"temperature": 0.0, "max_tokens": 99, "api_key": "x"}}
Counted("openai/m", api_base="http://localhost:11434/v1", **options)("hello")
"""

RULE: Rule = Rule(
    code="LFT227",
    slug="global-history",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.0",
    summary="update_global_history of an LM of one's own is never called",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=5,
            before=_PROGRAM.format(name="update_global_history"),
            after=_PROGRAM.format(name="update_history"),
        ),
    ),
)
