"""`top_k` is not sent.

Until 3.3 LiteLLM passed `top_k` on to servers of the OpenAI form and to Ollama. The client of DSPy
3.4 leaves it out of every request but those to Anthropic and Gemini: the model chooses from more
words than the program says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import (
    CLIENTS,
    address_of,
    is_lm,
    maybe_native,
    provider_of,
    through_litellm,
)
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_TAKE_IT = ("anthropic", "gemini")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or not maybe_native(node, view):
        return
    provider, wanted = provider_of(node, view), view.keywords_of(node).get("top_k")
    if wanted is None or (isinstance(wanted, ast.Constant) and wanted.value is None):
        return
    if provider not in CLIENTS or provider in _TAKE_IT:
        return
    if provider == "openai" and address_of(node, view) is None:
        return  # OpenAI itself refused it
    yield RULE.finding(
        view,
        node,
        message="top_k is dropped: DSPy's own client does not send it",
        advice='Say engine="litellm" to send what was sent before.',
        edits=through_litellm(node, view),
    )


_PROGRAM = """\
import dspy

url = "http://localhost:11434/v1"
options = {{"temperature": 0.7, "max_tokens": 500, "top_k": 20}}
lm = dspy.LM("hosted_vllm/m", api_base=url, api_key="x"{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT512",
    slug="top-k",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="top_k is not sent to local models",
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
        Example(
            old="2.6.27",
            new="3.4.1",
            watch="wire",
            line=5,
            before=_PROGRAM.format(option="").replace("hosted_vllm", "openai"),
            after=_PROGRAM.format(option=', engine="litellm"').replace("hosted_vllm", "openai"),
        ),
    ),
)
