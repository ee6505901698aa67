"""Inside `dspy.track_usage()` an evaluation scores 0.

From 3.0.0 to 3.1.1 the workers of Evaluate and Parallel fail inside `with dspy.track_usage()`:
every prediction is empty and the score is 0.0, without an error. Repaired in 3.1.2.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PARALLEL = ("Evaluate.__call__", "Parallel.__call__", "Module.batch")


def _with(node: ast.With, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(_called(item.context_expr, view), "track_usage") for item in node.items):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and ends(view.called(inner), *_PARALLEL):
            yield RULE.finding(
                view,
                inner,
                message="inside track_usage() its workers fail without a word: empty predictions, "
                "score 0.0",
                advice="Evaluate outside of the block, or move to 3.1.2 or newer.",
            )


def _called(node: ast.expr, view: ModuleView) -> str | None:
    return view.name_of(node.func) if isinstance(node, ast.Call) else None


RULE: Rule = Rule(
    code="LFT213",
    slug="tracked-evaluation",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.0",
    until="3.1.2",
    summary="inside track_usage() an evaluation scores 0",
    visitors=dict((visitor(ast.With, _with),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=12,
            before="""\
import dspy


class Echo(dspy.Module):
    def forward(self, question):
        return dspy.Prediction(answer=question)


devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, num_threads=2, max_errors=5)
with dspy.track_usage():
    print(float(evaluate(Echo())))
""",
            after="""\
import dspy


class Echo(dspy.Module):
    def forward(self, question):
        return dspy.Prediction(answer=question)


devset = [dspy.Example(question="why").with_inputs("question")]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, num_threads=2, max_errors=5)
print(float(evaluate(Echo())))
""",
        ),
    ),
)
