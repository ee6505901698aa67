"""What GEPA keeps of its runs is dictionaries by example, no lists.

From 3.1.0 each of `detailed_results.val_subscores` is a dictionary from the number of an example
to its score; so are the best candidates and outputs, and from 3.3.0 the highest scores. To go
through one gives the numbers of the examples. `[number]` and `len` do as before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_HIGHEST = "highest_score_achieved_per_val_task"
_DEPTHS = {
    "val_subscores": 2,
    "per_val_instance_best_candidates": 1,
    "best_outputs_valset": 1,
    _HIGHEST: 1,
}
"""By how many numbers one comes to what is no dictionary."""


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr not in _DEPTHS or not _is_results(node.value, view):
        return
    if node.attr == _HIGHEST and Version(view.target_version) < Version("3.3.0"):
        return
    for use in _uses(node, view):
        if not _is_same(use, _DEPTHS[node.attr], view):
            yield RULE.finding(
                view,
                use,
                message=f"{node.attr} {'holds' if _DEPTHS[node.attr] == 2 else 'is'} a dictionary "
                "by the numbers of the examples: to go through it gives the numbers, and it is "
                "shown and saved as a dictionary",
                advice="Take .values() of it where it is a dictionary.",
            )


def _is_results(node: ast.expr, view: ModuleView) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "detailed_results"
    if not isinstance(node, ast.Name):
        return False
    values = (binding.value for binding in view.bindings_of(node))
    return node.id == "detailed_results" or any(
        isinstance(value, ast.Attribute) and value.attr == "detailed_results" for value in values
    )


def _uses(node: ast.expr, view: ModuleView) -> Iterator[ast.expr]:
    """Where the value is used: here, or where the variable is that it is kept in."""
    parent = view.parent(node)
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Name):
        yield node
        return
    for name in nodes_of(view.tree):
        if not isinstance(name, ast.Name) or not isinstance(name.ctx, ast.Load):
            continue
        if any(binding.value is node for binding in view.bindings_of(name)):
            yield name


def _is_same(node: ast.expr, depth: int, view: ModuleView) -> bool:
    """Whether nothing is done with it but what lists and dictionaries of that depth share."""
    parent = view.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        if isinstance(parent.slice, ast.Slice):
            return depth > 1 and _is_same(parent, depth, view)
        return depth == 1 or _is_same(parent, depth - 1, view)
    if isinstance(parent, ast.Call):
        return isinstance(parent.func, ast.Name) and parent.func.id in ("len", "bool")
    if isinstance(parent, ast.Attribute):
        return True
    return isinstance(parent, (ast.Compare, ast.BoolOp, ast.UnaryOp)) or (
        isinstance(parent, (ast.If, ast.IfExp, ast.While)) and parent.test is node
    )


_PROGRAM = """\
import contextlib
import io

import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
trainset = [dspy.Example(question=text).with_inputs("question") for text in ("why", "how")]


def metric(gold, pred, trace=None, pred_name=None, pred_trace=None):
    return 0.5


calls = {{"max_metric_calls": 2, "num_threads": 1, "track_stats": True}}
optimizer = dspy.GEPA(metric=metric, reflection_lm=lm, **calls)
with contextlib.redirect_stdout(io.StringIO()):
    best = optimizer.compile(dspy.Predict("question -> answer"), trainset=trainset)
results = best.detailed_results
print(results.best_idx)
print([score for score in {scores}])
"""


def _example(before: str, after: str) -> Example:
    return Example(
        old="3.0.1",
        new="3.4.1",
        line=22,
        before=_PROGRAM.format(scores=before),
        after=_PROGRAM.format(scores=after),
    )


RULE: Rule = Rule(
    code="LFT266",
    slug="gepa-results",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.1.0",
    summary="the detailed results of GEPA are dictionaries by example, no lists",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        _example("results.val_subscores[0]", "(results.val_subscores[0][i] for i in range(2))"),
        _example(
            "results.per_val_instance_best_candidates",
            "(results.per_val_instance_best_candidates[i] for i in range(2))",
        ),
        _example(
            "results.highest_score_achieved_per_val_task",
            "(results.highest_score_achieved_per_val_task[i] for i in range(2))",
        ),
    ),
)
