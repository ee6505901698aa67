"""`dspy.GEPA` refuses a metric that does not take five arguments.

From 3.0.2 GEPA looks at the metric before it starts: it is called with the example, the prediction,
its trace, and the name and trace of the predictor that shall improve.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds, ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.functions import Callee, callee_of
from lift.migrate.refused import is_refused
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_NAMES = ("gold", "pred", "trace", "pred_name", "pred_trace")
_SHORT = ("answer_exact_match", "answer_passage_match")
"""Metrics of DSPy that take fewer."""


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    metric = argument(node, view, "metric", 0) if builds(node, view, "GEPA") else None
    if metric is None or is_refused(node, view):
        return
    edits: tuple[Edit, ...] = ()
    if not ends(view.name_of(metric), *_SHORT):
        callee = callee_of(metric, view)
        if callee is None or callee.takes(len(_NAMES)):
            return
        edits = _completed(callee, view)
    yield RULE.finding(
        view,
        node,
        message="TypeError: GEPA metric must accept five arguments: (gold, pred, trace, "
        "pred_name, pred_trace).",
        advice="Write def metric(gold, pred, trace=None, pred_name=None, pred_trace=None); it may "
        "return dspy.Prediction(score=..., feedback=...).",
        edits=edits,
    )


def _completed(callee: Callee, view: ModuleView) -> tuple[Edit, ...]:
    """The parameters that are missing, each with None as its default."""
    given, arguments = callee.positional, callee.node.args
    names = {one.arg for one in (*given, *arguments.kwonlyargs)}
    missing = _NAMES[len(given) :]
    if (
        not callee.here
        or len(given) < 2
        or not missing
        or arguments.posonlyargs
        or names & set(missing)
    ):
        return ()
    last = arguments.defaults[-1] if arguments.defaults else given[-1]
    text = "".join(f", {name}=None" for name in missing)
    return (view.replaced(last, f"{view.segment(last)}{text}"),)


_PROGRAM = """\
import dspy


def metric(example, pred, trace=None{more}):
    return float(example.answer == pred.answer)


lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", temperature=0.0)
dspy.configure(lm=lm)
devset = [dspy.Example(question="why", answer="7").with_inputs("question")]
optimizer = dspy.GEPA(metric=metric, max_metric_calls=1, reflection_lm=lm)
done = optimizer.compile(dspy.Predict("question -> answer"), trainset=devset, valset=devset)
print(done.signature.instructions)
"""

RULE: Rule = Rule(
    code="LFT130",
    slug="gepa-metric",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.2",
    summary="GEPA refuses a metric that does not take five arguments",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=11,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=", pred_name=None, pred_trace=None"),
        ),
    ),
)
