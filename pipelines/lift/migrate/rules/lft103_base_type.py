"""`dspy.BaseType`, the base of custom field types, is called `dspy.Type` from 3.0.0 on."""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule

_TYPE = Gone(now="dspy.Type", advice="Use dspy.Type, its new name.")

RULE: Rule = Rule(
    code="LFT103",
    slug="base-type",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="dspy.BaseType is dspy.Type now",
    visitors=visitors(
        lambda: RULE, {"dspy.BaseType": _TYPE, "dspy.adapters.types.BaseType": _TYPE}
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=4,
            before="""\
import dspy


class Money(dspy.BaseType):
    cents: int

    def format(self):
        return f"{self.cents} cents"


print(Money(cents=5).format())
""",
            after="""\
import dspy


class Money(dspy.Type):
    cents: int

    def format(self):
        return f"{self.cents} cents"


print(Money(cents=5).format())
""",
        ),
    ),
)
