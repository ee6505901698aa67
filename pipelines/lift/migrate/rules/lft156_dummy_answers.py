"""`dspy.utils.DummyLM` takes dictionaries, not texts.

The DummyLM of 2.4 was given the texts that it shall answer. From 2.5 on it is given the fields of
each answer as a dictionary; with texts it raises at its first call.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.name_of(node.func), "DummyLM", "DSPDummyLM"):
        return
    answers = argument(node, view, "answers", 0)
    given = [] if not isinstance(answers, (ast.List, ast.Tuple)) else answers.elts
    if isinstance(answers, ast.Dict):
        given = answers.values
    if any(_is_text(one) for one in given):
        yield RULE.finding(
            view,
            node,
            message="AttributeError: 'str' object has no attribute 'items', raised when it is "
            "called",
            advice='Give the fields of each answer: DummyLM([{"answer": "Paris"}]).',
        )


def _is_text(node: ast.expr) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return text or isinstance(node, ast.JoinedStr)


_PROGRAM = """\
import dspy
from dspy.utils import DummyLM

dspy.configure(lm=DummyLM([{answer}, {answer}]))
assert dspy.Predict("question -> answer")(question="why").answer == "7"
"""

RULE: Rule = Rule(
    code="LFT156",
    slug="dummy-answers",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.5.0",
    summary="DummyLM is given dictionaries of fields, not texts",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.4.17",
            new="3.0.1",
            line=4,
            before=_PROGRAM.format(answer='"7"'),
            after=_PROGRAM.format(answer='{"answer": "7"}'),
        ),
    ),
)
