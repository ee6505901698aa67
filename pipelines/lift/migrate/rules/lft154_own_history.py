"""A module that keeps something of its own in `self.history`.

From 2.6.25 on every module has a list `history`, to which DSPy appends each call of the model. A
program that puts something else there raises at its first call of a model. Copies of the module
(deepcopy, every optimizer) lose what was in it from 3.0.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.own_history import Kind, assigned
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    for one in assigned(node, view):
        if one.kind is Kind.OTHER:
            yield RULE.finding(
                view,
                one.statement,
                message=f"AttributeError: {one.type!r} object has no attribute 'append', raised "
                "when a model is called: DSPy appends its calls to self.history",
                advice="Give the attribute another name.",
            )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)


class Chat(dspy.Module):
    def __init__(self):
        super().__init__()
        self.{name} = ""
        self.answer = dspy.Predict("question, said -> answer")

    def forward(self, question):
        answer = self.answer(question=question, said=self.{name}).answer
        self.{name} += question
        return answer


print(Chat()(question="why"))
"""

RULE: Rule = Rule(
    code="LFT154",
    slug="own-history",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.25",
    summary="self.history of a module is DSPy's list of calls; anything else there raises",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=12,
            before=_PROGRAM.format(name="history"),
            after=_PROGRAM.format(name="said"),
        ),
    ),
)
