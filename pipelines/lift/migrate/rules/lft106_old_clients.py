"""The clients of one provider each (`dspy.OpenAI`, `dspy.OllamaLocal`, ...) are gone.

Removed in 2.6.0, with the package `dsp`. There is one client, `dspy.LM("provider/model", ...)`.
"""

from lift.migrate.client_edits import reason, rewritten
from lift.migrate.clients import CLIENTS
from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule


def _gone(name: str) -> Gone:
    client = CLIENTS[name]
    server = ', api_base="http://HOST:PORT/v1"' if client.server else ""
    usual = f'Use dspy.LM("{client.prefix}NAME"{server}, ...) and dspy.configure(lm=...).'
    return Gone(
        advice=client.advice or usual,
        call=lambda call, view: rewritten(call, client, view),
        why=lambda call, view: reason(call, client, view),
        fix=Fix.UNSAFE,
    )


_SENDS = """\
import dspy

lm = {client}
dspy.configure(lm=lm)
print(bool(dspy.Predict("question -> answer")(question="why").answer))
"""


RULE: Rule = Rule(
    code="LFT106",
    slug="old-clients",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="2.6.0",
    summary="the clients of single providers are gone; dspy.LM is the one client",
    visitors=visitors(lambda: RULE, {f"dspy.{name}": _gone(name) for name in CLIENTS}),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=3,
            before=_SENDS.format(
                client='dspy.OpenAI("gpt-3.5-turbo-instruct", "x", max_tokens=99,\n'
                '    base_url="http://localhost:11434/v1/")'
            ),
            after=_SENDS.format(
                client='dspy.LM("openai/gpt-3.5-turbo-instruct", model_type="text", api_key="x",\n'
                '    api_base="http://localhost:11434/v1/", max_tokens=99, temperature=0.0)'
            ),
        ),
        Example(
            old="2.5.43",
            new="3.0.1",
            line=3,
            before=_SENDS.format(
                client='dspy.OllamaLocal("m", base_url="http://localhost:11434", max_tokens=99)'
            ),
            after=_SENDS.format(
                client='dspy.LM("ollama_chat/m", api_base="http://localhost:11434",\n'
                "    max_tokens=99, temperature=0.0, num_ctx=1024)"
            ),
        ),
        Example(
            old="2.5.43",
            new="2.6.27",
            line=3,
            before="""\
import dspy

print(callable(dspy.OpenAI))
""",
            after="""\
import dspy

print(callable(dspy.LM))
""",
        ),
    ),
)
