"""The default of an input field goes into the prompt.

Until 3.1.0 an input that was not given was left out of the prompt, its default unread. From 3.1.2
the default is sent.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(base, "Signature") for base in view.bases_of(node)):
        return
    for field in node.body:
        target, made = _field(field)
        if not isinstance(made, ast.Call) or not isinstance(target, ast.Name):
            continue
        if not ends(view.name_of(made.func), "InputField"):
            continue
        default = view.keywords_of(made).get("default")
        if default is None or isinstance(view.constant(default), type(...)):
            continue
        if _is_given(target.id, view):
            continue
        yield RULE.finding(
            view,
            made,
            message=f"a call without {target.id}= now sends its default "
            f"{view.segment(default)}; until 3.1.0 the field was left out",
            advice="Nothing to do where that is meant; otherwise take the default away.",
        )


def _field(node: ast.stmt) -> tuple[ast.expr | None, ast.expr | None]:
    """The name and the value of a field of a class."""
    if isinstance(node, ast.AnnAssign):
        return node.target, node.value
    if isinstance(node, ast.Assign):
        return node.targets[0], node.value
    return None, None


def _is_given(name: str, view: ModuleView) -> bool:
    """Whether a call of this file passes an input of that name."""
    return any(isinstance(node, ast.keyword) and node.arg == name for node in nodes_of(view.tree))


_PROGRAM = """\
import dspy


class Answer(dspy.Signature):
    question: str = dspy.InputField()
    context: str = dspy.InputField({default})
    answer: str = dspy.OutputField()


options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
dspy.Predict(Answer)(question="why")
print(lm.history[-1]["messages"][-1]["content"])
"""

RULE: Rule = Rule(
    code="LFT262",
    slug="default-of-an-input",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.1.2",
    summary="the default of an input field is sent to the model",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(default='default="nothing known"'),
            after=_PROGRAM.format(default=""),
        ),
    ),
)
