"""The address of a saved model is dropped on load.

From 3.2.0 `program.load` and `load_state` take `api_base`, `base_url` and `model_list` out of a
saved LM with a line in the log. A program for a local server then calls the provider's
public address. `allow_unsafe_lm_state=True` keeps them, for files that nobody else
can write.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import with_keywords
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "allow_unsafe_lm_state"
_ADDRESS = re.compile(r"\b(?:api_base|base_url|model_list)\b|\bollama")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("load", "load_state"):
        return
    if view.open_keywords(node) or _OPTION in view.keywords_of(node):
        return
    program = view.type_of(function.value) is not None and view.name_of(function) is None
    if program and ".set_lm(" in view.text and _ADDRESS.search(view.text):
        yield RULE.finding(
            view,
            node,
            message="api_base, base_url and model_list of a saved LM are dropped on load, with a "
            "line in the log; the program then calls the provider's public address",
            advice="Set the LM again after loading, or say allow_unsafe_lm_state=True for files "
            "that nobody else can write. See also: lift migrate state.",
            edits=with_keywords(node, view, allow_unsafe_lm_state="True"),
        )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", **options)
program = dspy.Predict("question -> answer")
program.set_lm(lm)
program.save("state.json")
again = dspy.Predict("question -> answer")
again.load("state.json"{option})
print(again.lm.kwargs.get("api_base"))
"""

RULE: Rule = Rule(
    code="LFT214",
    slug="load-api-base",
    severity=Severity.WARNING,
    fix=Fix.UNSAFE,
    since="3.2.0",
    summary="the address of a saved model is dropped on load",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=9,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", allow_unsafe_lm_state=True"),
        ),
    ),
)
