"""`return_failed_examples=True` gives the failed examples.

Until 3.0.3 the two lists of `dspy.Parallel` and `Module.batch` were always empty. From 3.0.4 they
hold the examples that failed and their exceptions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    option = view.keywords_of(node).get("return_failed_examples")
    if option is None or view.constant(option) is False:
        return
    batch = isinstance(node.func, ast.Attribute) and node.func.attr == "batch"
    if builds(node, view, "Parallel") or batch:
        yield RULE.finding(
            view,
            node,
            message="the lists of failed examples and of exceptions are filled; until 3.0.3 they "
            "were always empty",
            advice="Look at what is done with them: it has never run.",
        )


_PROGRAM = """\
import dspy


class Echo(dspy.Module):
    def forward(self, question):
        return dspy.Prediction(answer=1 / len(question))


quiet = {{"max_errors": 9, "disable_progress_bar": True}}
devset = [dspy.Example(question=text).with_inputs("question") for text in ("", "why")]
{call}
print(len(results), [str(one) for one in errors])
"""

RULE: Rule = Rule(
    code="LFT263",
    slug="failed-examples",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.4",
    summary="the lists of failed examples are filled",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=11,
            before=_PROGRAM.format(
                call="results, failed, errors = "
                "Echo().batch(devset, return_failed_examples=True, **quiet)"
            ),
            after=_PROGRAM.format(call="results, errors = Echo().batch(devset, **quiet), []"),
        ),
    ),
)
