"""Options of the typed predictors are sent to the model by what took their place.

`max_retries`, `explain_errors` and `wrap_json` were options of `dspy.TypedPredictor`, and
`reasoning` one of `dspy.TypedChainOfThought`. `dspy.Predict` and `dspy.ChainOfThought` take every
keyword that they do not know for an option of the model: `max_retries` goes to the client, the
others into the request, which OpenAI refuses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds, crosses
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.typed_calls import DEAD_OPTIONS, now_called
from lift.migrate.view import ModuleView

_ALIKE = "2.5.0"
"""From here on Predict and ChainOfThought themselves sent them."""
_CLASSES = ("Predict", "ChainOfThought", "TypedPredictor", "TypedChainOfThought")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, *_CLASSES):
        return
    typed = now_called(view.name_of(node.func)) is not None
    if typed and isinstance(node.func, ast.Attribute):
        return  # LFT107 says it, and its edit takes them out
    if not typed and not crosses(view, _ALIKE):
        return
    found = [name for name in view.keywords_of(node) if name in (*DEAD_OPTIONS, "reasoning")]
    if not found:
        return
    names = " and ".join(found)
    advice = "Take them out." if len(found) > 1 else "Take it out."
    if "reasoning" in found:
        advice += " What was reasoning= is rationale_field= of ChainOfThought."
    yield RULE.finding(
        view,
        node,
        message=f"{names}: no option of a predictor any more, sent to the model instead",
        advice=advice,
        edits=_without(node, found, view),
    )


def _without(node: ast.Call, names: list[str], view: ModuleView) -> tuple[Edit, ...]:
    written = {one.arg for one in node.keywords}
    if "reasoning" in names or not written.issuperset(names) or "#" in view.segment(node):
        return ()
    kept = [view.segment(one) for one in node.args]
    kept += [view.segment(one) for one in node.keywords if one.arg not in names]
    return (view.replaced(node, f"{view.segment(node.func)}({', '.join(kept)})"),)


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)
answer = dspy.{call}
print(answer(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT218",
    slug="predictor-options",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="max_retries, explain_errors, wrap_json and reasoning are sent to the model",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.4.9",
            new="3.0.1",
            watch="wire",
            line=7,
            before=_PROGRAM.format(
                call='Predict("question -> answer", max_retries=3, explain_errors=False)'
            ),
            after=_PROGRAM.format(call='Predict("question -> answer")'),
        ),
    ),
)
