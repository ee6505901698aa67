"""`load(..., use_legacy_loading=True)` raises.

The option was there in the first releases of 2.5, for programs saved by 2.4. It is a TypeError in
every later version; `lift migrate state` converts such files.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "use_legacy_loading"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("load", "load_state"):
        return
    if any(keyword.arg == _OPTION for keyword in node.keywords):
        yield RULE.finding(
            view,
            node,
            message=f"TypeError: BaseModule.{function.attr}() got an unexpected keyword argument "
            f"'{_OPTION}'",
            advice="Take it out, and convert the file: lift migrate state FILE.",
            edits=(view.without_keyword(node, _OPTION),),
        )


RULE: Rule = Rule(
    code="LFT126",
    slug="legacy-loading",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="2.5.43",
    summary="load(use_legacy_loading=...) raises",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.20",
            new="3.0.1",
            line=6,
            before="""\
import dspy

program = dspy.Predict("question -> answer")
program.save("state.json")
again = dspy.Predict("question -> answer")
again.load("state.json", use_legacy_loading=False)
print(len(again.demos))
""",
            after="""\
import dspy

program = dspy.Predict("question -> answer")
program.save("state.json")
again = dspy.Predict("question -> answer")
again.load("state.json")
print(len(again.demos))
""",
        ),
    ),
)
