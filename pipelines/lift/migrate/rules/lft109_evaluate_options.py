"""`return_outputs` of `dspy.Evaluate` is gone.

From 3.0.0 an `Evaluate` always gives an `EvaluationResult`, with the outputs in `.results`. Given
to the constructor the option raises a ValueError (from 3.0.1 on), given to the call a TypeError.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "return_outputs"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    called = view.called(node) or ""
    built = called.startswith("dspy.") and called.endswith(".Evaluate")
    if not built and not called.endswith(".Evaluate.__call__"):
        return
    value = view.keywords_of(node).get(_OPTION)
    if value is None:
        return
    if built:
        message = (
            "ValueError: `return_outputs` is no longer supported. Results are always returned "
            "inside the `results` field of the `EvaluationResult` object."
        )
    else:
        message = (
            "TypeError: Evaluate.__call__() got an unexpected keyword argument 'return_outputs'"
        )
    gone = (_OPTION, "return_all_scores") if built else (_OPTION,)
    named = [keyword.arg for keyword in node.keywords if keyword.arg in gone]
    edits: tuple[Edit, ...] = tuple(view.without_keyword(node, name) for name in named if name)
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Take it out and read .score and .results of the result.",
        edits=edits,
        fix=Fix.SAFE if view.constant(value) is False else Fix.UNSAFE,
    )


RULE: Rule = Rule(
    code="LFT109",
    slug="evaluate-return-outputs",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="3.0.0",
    summary="Evaluate(return_outputs=...) raises",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=3,
            before="""\
import dspy

evaluate = dspy.Evaluate(devset=[], metric=len, return_outputs=False)
print(evaluate.num_threads)
""",
            after="""\
import dspy

evaluate = dspy.Evaluate(devset=[], metric=len)
print(evaluate.num_threads)
""",
        ),
    ),
)
