"""`new_signature=` in the call of a predictor raises.

Until 2.5 it replaced the signature for one call. From 2.6.0 on `dspy.Predict` refuses it; the
keyword is `signature`, which it took before, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_KEYWORD = "new_signature"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    keyword = next((one for one in node.keywords if one.arg == _KEYWORD), None)
    called = view.called(node)
    if keyword is None or not ends(called, "Predict.__call__", "ChainOfThought.__call__"):
        return
    edits = (view.replaced(keyword, f"signature={view.segment(keyword.value)}"),)
    plain = ends(called, "Predict.__call__")
    yield RULE.finding(
        view,
        node,
        message=f"AssertionError: {_KEYWORD} is no longer a valid keyword argument.",
        advice="Pass it as signature=."
        if plain
        else "Make a predictor with that signature; signature= would leave out the reasoning.",
        edits=edits if plain else (),
    )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)
answer = dspy.Predict("question -> answer")
print(answer(question="why", {keyword}="question -> answer, source").keys())
"""

RULE: Rule = Rule(
    code="LFT151",
    slug="new-signature",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="new_signature= in the call of a predictor is refused",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="2.6.27",
            line=8,
            before=_PROGRAM.format(keyword="new_signature"),
            after=_PROGRAM.format(keyword="signature"),
        ),
    ),
)
