"""A list that a module keeps in `self.history` gets the calls of the model, too.

From 2.6.25 on DSPy appends an entry for each call of the model to `self.history` of every module
on the way. A program that keeps its conversation there finds those entries in it, and from 3.0 a
copy of the module (deepcopy, every optimizer) starts with an empty list.
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
        if one.kind is Kind.LIST:
            yield RULE.finding(
                view,
                one.statement,
                message="DSPy appends an entry to self.history for every call of a model, and "
                "copies of the module lose what is in it",
                advice="Give the list another name.",
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
        self.{name} = []
        self.answer = dspy.Predict("question -> answer")

    def forward(self, question):
        answer = self.answer(question=question).answer
        self.{name}.append(answer)
        return answer


chat = Chat()
chat(question="why")
print(len(chat.{name}))
"""

RULE: Rule = Rule(
    code="LFT241",
    slug="shared-history",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.25",
    again=("3.0.0",),
    summary="a list in self.history of a module gets DSPy's entries",
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
