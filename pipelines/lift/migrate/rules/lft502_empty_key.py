"""`api_key=""` raises.

The idiom of the documentation for local servers. DSPy 3.4 refuses an empty key before it sends
anything. Leave it out for Ollama; give another server any text.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.local import is_lm, is_native, model_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or not is_native(node, view):
        return
    key = view.keywords_of(node).get("api_key")
    if key is None or view.constant(key) != "":
        return
    model = model_of(node, view) or ""
    keyword = next((one for one in node.keywords if one.arg == "api_key"), None)
    edits: tuple[Edit, ...] = ()
    if keyword is not None and model.startswith("ollama"):
        edits = (view.without_keyword(node, "api_key"),)
    elif keyword is not None:
        edits = (view.replaced(keyword.value, '"none"'),)
    provider = model.partition("/")[0].removesuffix("_chat") or "..."
    yield RULE.finding(
        view,
        node,
        message=f"LMNotConfiguredError: empty credential under '{provider}'; no environment "
        "fallback",
        advice="Leave api_key out for Ollama; for another local server any text will do.",
        edits=edits,
    )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
url = "http://localhost:11434/v1"
lm = dspy.LM("ollama_chat/m", api_base=url{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT502",
    slug="empty-key",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary='api_key="" raises',
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before=_PROGRAM.format(option=', api_key=""'),
            after=_PROGRAM.format(option=""),
        ),
    ),
)
