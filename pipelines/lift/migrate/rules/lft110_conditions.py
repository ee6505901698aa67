"""`dspy.Assert` and `dspy.Suggest` are gone.

Removed in 2.6.0 without a replacement: the module `dspy.primitives.assertions` stayed until 3.0.0
with every line commented out. `lift.assertions` has them, with the meaning that they had in 2.5.
"""

from lift.migrate.assertion_names import CONDITIONS
from lift.migrate.assertion_references import references
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

RULE: Rule = Rule(
    code="LFT110",
    slug="assert-suggest",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="dspy.Assert and dspy.Suggest are gone; lift.assertions has them",
    visitors=references(lambda: RULE, CONDITIONS),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=6,
            before="""\
import dspy


class Short(dspy.Module):
    def forward(self, text):
        dspy.Assert(len(text) < 9, "Too long")
        return text


print(Short()("short"))
""",
            after="""\
import dspy
from lift import assertions


class Short(dspy.Module):
    def forward(self, text):
        assertions.Assert(len(text) < 9, "Too long")
        return text


print(Short()("short"))
""",
        ),
        Example(
            old="2.5.43",
            new="3.4.1",
            before="""\
from dspy import Module, Suggest

print(issubclass(Module, object), Suggest(True, "fine").result)
""",
            after="""\
from dspy import Module
from lift.assertions import Suggest

print(issubclass(Module, object), Suggest(True, "fine").result)
""",
        ),
    ),
)
