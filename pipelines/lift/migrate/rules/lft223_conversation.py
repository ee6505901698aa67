"""A conversation in a `dspy.History` is shown to the model in another form.

From 3.0.0 every earlier answer ends with the marker `[[ ## completed ## ]]`. From 3.4.1 on every
earlier question ends with the reminder of the output fields, as the last one always did. Prompts
get longer with each turn, and the cache of prompts starts anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import crosses, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_TEXT = re.compile(r":\s*(?:dspy\.)?History\b.*->")
_REMINDED = "3.4.1"


def _field(node: ast.AnnAssign, view: ModuleView) -> Iterator[Finding]:
    inside = view.parent(node)
    if not isinstance(inside, ast.ClassDef) or not ends(view.name_of(node.annotation), "History"):
        return
    if any(ends(base, "Signature") for base in view.bases_of(inside)):
        yield from _report(node, view)


def _text(node: ast.Constant, view: ModuleView) -> Iterator[Finding]:
    """`dspy.Predict("question, history: dspy.History -> answer")`."""
    if not isinstance(node.value, str) or "History" not in node.value:
        return
    call = view.parent(node)
    if not isinstance(call, ast.Call):
        return
    if _TEXT.search(node.value) and view.name_of(call.func) is not None:
        yield from _report(node, view)


def _report(node: ast.AST, view: ModuleView) -> Iterator[Finding]:
    changed: list[str] = []
    if crosses(view, "3.0.0"):
        changed.append("each earlier answer with [[ ## completed ## ]]")
    if crosses(view, _REMINDED):
        changed.append("each earlier question with the reminder of the output fields")
    yield RULE.finding(
        view,
        node,
        message="a model sees the turns of this conversation end in another way: "
        f"{' and '.join(changed)}",
        advice="Compare answers of long conversations before and after; prompts get longer.",
    )


RULE: Rule = Rule(
    code="LFT223",
    slug="conversation",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.0",
    again=(_REMINDED,),
    summary="a dspy.History is shown to the model in another form",
    visitors=dict((visitor(ast.AnnAssign, _field), visitor(ast.Constant, _text))),
    examples=tuple(
        Example(
            old=old,
            new=new,
            line=6,
            before="""\
import dspy


class Talk(dspy.Signature):
    question: str = dspy.InputField()
    history: dspy.History = dspy.InputField()
    answer: str = dspy.OutputField()


options = {"temperature": 0.0, "max_tokens": 99, "api_key": "x"}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", **options)
dspy.configure(lm=lm)
history = dspy.History(messages=[{"question": "why", "answer": "7"}])
dspy.Predict(Talk)(question="how", history=history)
print([one["content"][-60:] for one in lm.history[-1]["messages"][1:3]])
""",
            after="",
        )
        for old, new in (("2.6.27", "3.0.1"), ("3.0.1", "3.4.1"))
    ),
)
