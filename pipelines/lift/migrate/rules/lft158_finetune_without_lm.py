"""`BootstrapFinetune` wants to be told which LM it shall train.

Until 2.5 it took the configured LM. From 2.6.24 on every predictor of the student has to have an LM
of its own: `student.set_lm(lm)` before `compile`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.refused import is_refused
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.called(node), "BootstrapFinetune.compile") or _gives_lms(view.tree):
        return
    if is_refused(node, view):
        return
    yield RULE.finding(
        view,
        node,
        message="ValueError: Predictor 0 does not have an LM assigned.",
        advice="Call student.set_lm(lm) before compile().",
    )


@lru_cache(maxsize=4)
def _gives_lms(tree: ast.Module) -> bool:
    """Whether the module gives any predictor an LM of its own."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Attribute) and node.attr == "set_lm":
            return True
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "lm"
            and isinstance(node.ctx, ast.Store)
        ):
            return True
    return False


_PROGRAM = """\
import contextlib
import io

import dspy

options = {{"temperature": 0.0, "max_tokens": 99, "api_key": "x"}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", **options)
dspy.configure(lm=lm, experimental=True)
trainset = [dspy.Example(question="why", answer="7").with_inputs("question")]
student = dspy.Predict("question -> answer")
{more}said = ""
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    try:
        dspy.BootstrapFinetune(num_threads=1).compile(student, trainset=trainset)
    except Exception as error:  # this model cannot be trained
        said = str(error)
print("does not have an LM assigned" in said)
"""

RULE: Rule = Rule(
    code="LFT158",
    slug="finetune-without-lm",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.24",
    summary="BootstrapFinetune needs predictors with an LM of their own",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=14,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more="student.set_lm(lm)\n"),
        ),
    ),
)
