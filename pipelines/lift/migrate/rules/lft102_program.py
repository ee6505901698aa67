"""`dspy.Program` is gone; it was another name of `dspy.Module`.

Removed in 3.0.0, together with the module `dspy.primitives.program`, in which `Module` was defined
until then.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule

_MODULE = Gone(now="dspy.Module", advice="Use dspy.Module; dspy.Program was the same class.")

RULE: Rule = Rule(
    code="LFT102",
    slug="program",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="dspy.Program is dspy.Module now",
    visitors=visitors(
        lambda: RULE,
        {
            "dspy.Program": _MODULE,
            "dspy.primitives.Program": _MODULE,
            "dspy.primitives.program.Program": _MODULE,
            "dspy.primitives.program.Module": _MODULE,
            "dspy.primitives.program.*": Gone(
                advice="The module is dspy.primitives.module from 3.0 on; import from dspy itself."
            ),
        },
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=4,
            before="""\
import dspy


class Answer(dspy.Program):
    def forward(self, question):
        return dspy.Prediction(answer=question.upper())


print(Answer()(question="why").answer)
""",
            after="""\
import dspy


class Answer(dspy.Module):
    def forward(self, question):
        return dspy.Prediction(answer=question.upper())


print(Answer()(question="why").answer)
""",
        ),
        Example(
            old="2.6.27",
            new="3.0.1",
            before="""\
from dspy.primitives.program import Module

print(issubclass(Module, object))
""",
            after="""\
from dspy import Module

print(issubclass(Module, object))
""",
        ),
    ),
)
