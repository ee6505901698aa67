"""A client of one's own that implements `basic_request` is never asked.

Until 2.5 a class that inherited from `dsp.LM` implemented `basic_request`. `dspy.LM` still is a
class to inherit from, but from 2.6.0 on it calls its provider itself: the method is dead code, and
requests go to whatever the model's name says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.surface import load, nearest
from lift.migrate.view import ModuleView

_ASKED = ("__call__", "forward", "acall", "aforward")
"""What DSPy does call."""


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    bases = [base for base in view.bases_of(node) if ends(base, "LM", "BaseLM")]
    target = load(nearest(view.target_version))
    if not any(map(target.has, bases)):
        return  # a base that is gone raises before anything else can happen
    others = [one for one in node.body if getattr(one, "name", "") in _ASKED]
    if any("self.basic_request" in ast.unparse(one) for one in others):
        return  # the class calls it itself
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "basic_request":
            yield RULE.finding(
                view,
                statement,
                message="basic_request is never called; the model is reached through LiteLLM",
                advice="Inherit from dspy.BaseLM and implement forward(prompt, messages, "
                "**kwargs), or give dspy.LM the server's api_base.",
            )


RULE: Rule = Rule(
    code="LFT210",
    slug="basic-request",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="basic_request of a client of one's own is never called",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="2.4.9",
            new="2.6.27",
            line=5,
            before="""\
import dspy


class Mine(dspy.LM):
    def basic_request(self, prompt, **kwargs):
        return ["mine"]


lm = Mine("openai/m", api_base="http://localhost:11434/v1", api_key="x")
print(lm("hello"))
""",
            after="""\
import dspy


class Mine(dspy.BaseLM):
    def __call__(self, prompt=None, messages=None, **kwargs):
        return ["mine"]


lm = Mine("mine")
print(lm("hello"))
""",
        ),
    ),
)
