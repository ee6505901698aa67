"""An Ollama model without num_ctx cuts long prompts off, silently.

Ollama answers with its own default context length, whatever the model could take, and drops the
beginning of what does not fit. Optimized prompts are long. On an address that ends with `/v1`
Ollama takes no num_ctx at all: there it is set in the Modelfile or by OLLAMA_CONTEXT_LENGTH.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import leaves_out
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import address_of, ends_with_v1, is_lm, model_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or not (model_of(node, view) or "").startswith("ollama"):
        return
    address = address_of(node, view)
    compatible = address is not None and ends_with_v1(address, view)
    if not compatible and leaves_out(node, view, "num_ctx"):
        yield RULE.finding(
            view,
            node,
            message="without num_ctx Ollama cuts a prompt off at its own default length, and says "
            "nothing",
            advice="Write num_ctx=..., as many tokens as the longest prompt and its answer need.",
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
    code="LFT503",
    slug="context-length",
    severity=Severity.INFO,
    fix=Fix.NONE,
    since="0",
    summary="an Ollama model without num_ctx cuts long prompts off",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="2.6.27",
            watch="wire",
            line=5,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", num_ctx=8192"),
        ),
    ),
)
