"""The clients of one provider each (`dspy.OpenAI`, `dspy.OllamaLocal`, ...) are gone.

Removed in 2.6.0, with the package `dsp`. There is one client, `dspy.LM("provider/model", ...)`.
"""

from lift.migrate.clients import CLIENTS, rewritten
from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule


def _gone(name: str) -> Gone:
    client = CLIENTS[name]
    server = ', api_base="http://HOST:PORT/v1"' if client.server else ""
    return Gone(
        advice=f'Use dspy.LM("{client.prefix}NAME"{server}, ...) and dspy.configure(lm=...).',
        call=lambda call, view: rewritten(call, client, view),
        fix=Fix.UNSAFE,
    )


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
