"""`SemanticF1` and `CompleteAndGrounded` give a `Prediction`: it shows and tests as an object.

From 3.2.0 it is true even for a score of 0.0, equals no number and prints as `Prediction(...)`.
Optimizers that keep what their metric finds true keep everything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from lift.migrate.calls import argument, builds, leaves_out
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.semantic_scores import as_float, gives_semantic_score, is_semantic_score
from lift.migrate.view import ModuleView

_OPTIMIZERS = (
    "BootstrapFewShot",
    "BootstrapFewShotWithRandomSearch",
    "BootstrapRS",
    "BootstrapFewShotWithOptuna",
    "MIPROv2",
)
_SHOWN = "it is shown as Prediction(score=...), no number"
_TRUE = "an object is always true, a score of 0.0 or False was not"


def _report(node: ast.expr, view: ModuleView, message: str) -> Iterator[Finding]:
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Take the number out of it with float(...).",
        edits=(as_float(node, view),),
    )


def _formatted(node: ast.FormattedValue, view: ModuleView) -> Iterator[Finding]:
    if node.format_spec is None and is_semantic_score(node.value, view):
        yield from _report(node.value, view, _SHOWN)


def _tested(node: ast.If | ast.While | ast.IfExp, view: ModuleView) -> Iterator[Finding]:
    negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
    test = node.test.operand if isinstance(node.test, ast.UnaryOp) and negated else node.test
    if is_semantic_score(test, view):
        yield from _report(test, view, _TRUE)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in ("print", "str", "repr", "bool"):
        for value in node.args:
            if is_semantic_score(value, view):
                yield from _report(value, view, _TRUE if name == "bool" else _SHOWN)
    elif name == "isinstance" and node.args and is_semantic_score(node.args[0], view):
        if "float" in view.segment(node):
            yield from _report(node.args[0], view, "it is no float any more, so this is False")
    elif builds(node, view, *_OPTIMIZERS) and leaves_out(node, view, "metric_threshold"):
        metric = argument(node, view, "metric", 0)
        if metric is not None and gives_semantic_score(metric, view):
            yield RULE.finding(
                view,
                metric,
                message="what SemanticF1 gives is always true: every trace becomes a demo, "
                "also those below its threshold",
                advice="Pass metric_threshold=..., or a metric that returns float(...) of it.",
            )


def _compared(node: ast.Compare, view: ModuleView) -> Iterator[Finding]:
    sides = [node.left, *node.comparators]
    for operator, (left, right) in zip(node.ops, pairwise(sides), strict=True):
        if not isinstance(operator, (ast.Eq, ast.NotEq)):
            continue
        for side, other in ((left, right), (right, left)):
            if isinstance(view.constant(other), (int, float)) and is_semantic_score(side, view):
                told = "False" if isinstance(operator, ast.Eq) else "True"
                message = f"an object is never equal to a number, so this is always {told}"
                yield from _report(side, view, message)


_PROGRAM = """\
import dspy
from dspy.evaluate import SemanticF1

metric = SemanticF1()
metric.module = lambda **fields: dspy.Prediction(recall=0.0, precision=0.0)
gold = dspy.Example(question="why", response="so")
score = metric(gold, dspy.Prediction(response="so"))
print({value} == 0.0, "good" if {value} else "bad", f"{{{value}}}")
"""
_BOOTSTRAP = """\
import dspy
from dspy.evaluate import SemanticF1

dspy.configure(lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x"))
metric = SemanticF1()
metric.module = lambda **fields: dspy.Prediction(recall=0.0, precision=0.0)


def judge(gold, prediction, trace=None):
    return {value}


trainset = [dspy.Example(question="why", response="so").with_inputs("question")]
options = {{"max_labeled_demos": 0, "max_errors": 5}}
optimizer = dspy.BootstrapFewShot(metric=judge, **options)
learned = optimizer.compile(dspy.Predict("question -> response"), trainset=trainset)
print(len(learned.demos))
"""

RULE: Rule = Rule(
    code="LFT260",
    slug="semantic-f1-object",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.2.0",
    summary="what SemanticF1 gives is always true, equals no number and prints as an object",
    visitors=dict(
        (
            visitor(ast.FormattedValue, _formatted),
            visitor(ast.Call, _call),
            visitor(ast.Compare, _compared),
            visitor(ast.If, _tested),
            visitor(ast.While, _tested),
            visitor(ast.IfExp, _tested),
        )
    ),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=8,
            before=_PROGRAM.format(value="score"),
            after=_PROGRAM.format(value="float(score)"),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=15,
            before=_BOOTSTRAP.format(value="metric(gold, prediction, trace)"),
            after=_BOOTSTRAP.format(value="float(metric(gold, prediction, trace))"),
        ),
    ),
)
