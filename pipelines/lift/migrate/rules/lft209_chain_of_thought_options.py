"""`activated` and `rationale_type` of `dspy.ChainOfThought` are sent to the model.

From 2.6.0 (`activated`) and 2.6.15 (`rationale_type`) on `dspy.ChainOfThought` takes them for
options of the model and sends them along; the field that they described is the default one. What
was `rationale_type` is `rationale_field` now.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds, ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    classes = ("ChainOfThought", "TypedChainOfThought")
    called = [f"{name}.__call__" for name in classes]
    if not builds(node, view, *classes) and not ends(view.called(node), *called):
        return
    keywords = view.keywords_of(node)
    for name in ("activated", "rationale_type"):
        if name in keywords:
            advice, edits, fix = _repair(node, name, view)
            yield RULE.finding(
                view,
                node,
                message=f"{name} is no option of ChainOfThought any more and is sent to the model",
                advice=advice,
                edits=edits,
                fix=fix,
            )


def _repair(node: ast.Call, name: str, view: ModuleView) -> tuple[str, tuple[Edit, ...], Fix]:
    keyword = next((one for one in node.keywords if one.arg == name), None)
    if name == "rationale_type":
        text = "" if keyword is None else f"rationale_field={view.segment(keyword.value)}"
        edits = () if keyword is None else (view.replaced(keyword, text),)
        return "Call it rationale_field.", edits, Fix.SAFE
    edits = () if keyword is None else (view.without_keyword(node, name),)
    if keyword is not None and view.constant(keyword.value) is False:
        return "Take it out and use dspy.Predict, which does not reason.", edits, Fix.UNSAFE
    return "Take it out.", edits, Fix.SAFE


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)
think = dspy.ChainOfThought("question -> answer"{option})
print(think(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT209",
    slug="chain-of-thought-options",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.0",
    again=("2.6.15",),
    summary="activated and rationale_type of ChainOfThought are sent to the model",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            watch="wire",
            line=7,
            before=_PROGRAM.format(option=", activated=True"),
            after=_PROGRAM.format(option=""),
        ),
    ),
)
