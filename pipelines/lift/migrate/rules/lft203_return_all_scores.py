"""`return_all_scores` of `dspy.Evaluate` is ignored, or raises.

From 3.0.0 the constructor swallows the option without a word and the result stays one object; given
to the call it raises a TypeError. All scores are in `.results`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "return_all_scores"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    called = view.called(node)
    built = ends(called, "Evaluate")
    if not built and not ends(called, "Evaluate.__call__"):
        return
    given = view.keywords_of(node)
    if _OPTION not in given or (built and "return_outputs" in given):
        return  # with return_outputs it raises: LFT109 says so, and takes both out
    message = (
        "the option is swallowed: the result is one EvaluationResult, no tuple"
        if built
        else f"TypeError: Evaluate.__call__() got an unexpected keyword argument '{_OPTION}'"
    )
    named = any(keyword.arg == _OPTION for keyword in node.keywords)
    edits: tuple[Edit, ...] = (view.without_keyword(node, _OPTION),) if named else ()
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Take it out and read [score for *_, score in result.results].",
        edits=edits,
    )


RULE: Rule = Rule(
    code="LFT203",
    slug="evaluate-return-all-scores",
    severity=Severity.WARNING,
    fix=Fix.UNSAFE,
    since="3.0.0",
    summary="Evaluate(return_all_scores=...) does nothing",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=4,
            before="""\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, return_all_scores=True, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
print(type(result).__name__)
""",
            after="",
        ),
    ),
)
