"""`prefix`, `format` and `parser` of a field do nothing and are announced to go.

From 3.2.0 DSPy warns: "The 'prefix' argument in InputField/OutputField is deprecated and has no
effect in DSPy. It will be removed in a future version."
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTIONS = ("prefix", "format", "parser")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "InputField", "OutputField"):
        return
    for keyword in node.keywords:
        if keyword.arg in _OPTIONS:
            yield RULE.finding(
                view,
                keyword,
                message=f"DeprecationWarning: The '{keyword.arg}' argument in "
                "InputField/OutputField is deprecated and has no effect in DSPy.",
                advice="Take it out.",
                edits=(view.without_keyword(node, keyword.arg),),
            )


_PROGRAM = """\
import dspy


class Find(dspy.Signature):
    question: str = dspy.InputField({option})
    answer: str = dspy.OutputField()


print(list(Find.input_fields))
"""

RULE: Rule = Rule(
    code="LFT601",
    slug="field-options",
    severity=Severity.INFO,
    fix=Fix.SAFE,
    since="3.2.0",
    summary="prefix, format and parser of a field do nothing and will go",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="warnings",
            line=5,
            before=_PROGRAM.format(option='prefix="Q:"'),
            after=_PROGRAM.format(option=""),
        ),
    ),
)
