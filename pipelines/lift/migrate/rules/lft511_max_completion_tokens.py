"""The limit of an answer is called `max_completion_tokens` for every server behind `openai/`.

Until 3.3 `dspy.LM("openai/NAME", api_base=..., max_tokens=500)` sent `max_tokens`. The client of
DSPy 3.4 sends `max_completion_tokens`, the new name of OpenAI. A local server that knows the old
name only answers without a limit, and says nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import argument
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import (
    address_of,
    is_lm,
    maybe_native,
    model_of,
    provider_of,
    through_litellm,
)
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_REASONING = re.compile(r"/(?:o[1345](?:-|$)|gpt-5(?!-chat))")
"""Models for which the new name was sent before."""
_THEIRS = ("api.openai.com", ".azure.com")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or provider_of(node, view) != "openai":
        return
    address, limit = address_of(node, view), argument(node, view, "max_tokens", 3)
    if address is None or limit is None or not maybe_native(node, view):
        return
    if isinstance(limit, ast.Constant) and limit.value is None:
        return
    where = str(view.constant(address) or "")
    if any(host in where for host in _THEIRS) or _REASONING.search(model_of(node, view) or ""):
        return
    yield RULE.finding(
        view,
        node,
        message="this sent max_tokens and sends max_completion_tokens: a server that does not "
        "know that name answers without a limit",
        advice='Say engine="litellm" to send what was sent before, or name the server: '
        "hosted_vllm/, lm_studio/ and ollama_chat/ still send max_tokens.",
        edits=through_litellm(node, view),
    )


_PROGRAM = """\
import dspy

url = "http://localhost:11434/v1"
options = {{"temperature": 0.0, "max_tokens": 500}}
lm = dspy.LM("openai/m", api_base=url, api_key="x"{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT511",
    slug="max-completion-tokens",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="max_tokens is sent as max_completion_tokens to every server behind openai/",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="body",
            line=5,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
    ),
)
