"""An Ollama model with `api_base` and without `/v1` is not found.

Until 3.3 `dspy.LM("ollama_chat/NAME", api_base="http://HOST:11434")` posted to Ollama's own
`/api/chat`. DSPy 3.4 has a client of its own that speaks the OpenAI form and posts to
`/chat/completions` on that address, where Ollama has nothing. With an option that this client does
not know, such as num_ctx, the call still goes through LiteLLM to `/api/chat`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import (
    address_of,
    ends_with_v1,
    is_lm,
    is_native,
    model_of,
    through_litellm,
)
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or not (model_of(node, view) or "").startswith("ollama"):
        return
    address = address_of(node, view)
    if address is None or not is_native(node, view):
        return
    if ends_with_v1(address, view):
        return
    yield RULE.finding(
        view,
        node,
        message="LMInvalidRequestError: 404: it posts to /chat/completions on api_base, and Ollama "
        "has that under /v1 only",
        advice='Say engine="litellm" to send what was sent before, Ollama\'s options included; or '
        "end api_base with /v1, where Ollama takes the OpenAI form and no num_ctx.",
        edits=through_litellm(node, view),
    )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
url = "http://localhost:11434"
lm = dspy.LM("ollama_chat/m", api_base=url{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT501",
    slug="ollama-address",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="an Ollama model is looked for under api_base, and found only under /v1",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="wire",
            line=5,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
    ),
)
