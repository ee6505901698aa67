"""`dspy.JSONAdapter` sends the schema of the answer again.

From 2.6.17 to 2.6.27 no schema could be made of a signature, and every request asked for JSON
mode instead: `response_format={"type": "json_object"}`. From 3.0.0 the schema is sent, as until
2.6.16. Servers that know no schemas answer with an error first, and are asked a second time.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_LOCAL = re.compile(r"\b(?:api_base|base_url)\b|\bollama")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "JSONAdapter") or Version(view.source_version) < Version("2.6.17"):
        return
    if Version(view.target_version) >= Version("3.4.0") and _LOCAL.search(view.text):
        return  # see LFT513
    yield RULE.finding(
        view,
        node,
        message="requests ask for the schema of the answer, response_format json_schema; "
        "2.6.17 to 2.6.27 asked for JSON mode, json_object",
        advice="Nothing to do where the model knows schemas; run the evaluation again.",
    )


_PROGRAM = """\
import dspy

options = {"temperature": 0.0, "max_tokens": 99}
lm = dspy.LM("openai/gpt-4o-mini", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm, adapter=dspy.JSONAdapter())
print(dspy.Predict("question -> answer: int")(question="why"))
"""

RULE: Rule = Rule(
    code="LFT269",
    slug="json-schema",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.0",
    summary="JSONAdapter asks for the schema of the answer, no longer for JSON mode",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            watch="wire",
            line=5,
            before=_PROGRAM,
            after="",
        ),
    ),
)
