"""`assert_transform_module`, `backtrack_handler` and the other handlers are gone.

Removed in 2.6.0 with the assertions. From 3.0.0 on, `dspy.primitives.assertions` itself is gone.
"""

from lift.migrate.assertion_names import HANDLERS
from lift.migrate.assertion_references import references
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

_PROGRAM = """

class Echo(dspy.Module):
    def forward(self, text):
        return text


"""

RULE: Rule = Rule(
    code="LFT111",
    slug="assertion-handlers",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="assert_transform_module and the handlers are gone; lift.assertions has them",
    visitors=references(lambda: RULE, HANDLERS),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=2,
            before="import dspy\n"
            "from dspy.primitives.assertions import assert_transform_module, backtrack_handler\n"
            + _PROGRAM
            + 'print(assert_transform_module(Echo(), backtrack_handler)("a"))\n',
            after="import dspy\n"
            "from lift.assertions import assert_transform_module, backtrack_handler\n"
            + _PROGRAM
            + 'print(assert_transform_module(Echo(), backtrack_handler)("a"))\n',
        ),
        Example(
            old="2.5.43",
            new="3.4.1",
            line=9,
            before="import dspy\n"
            + _PROGRAM
            + 'print(dspy.assert_transform_module(Echo(), dspy.noop_handler)("a"))\n',
            after="import dspy\nfrom lift import assertions\n"
            + _PROGRAM
            + 'print(assertions.assert_transform_module(Echo(), assertions.noop_handler)("a"))\n',
        ),
    ),
)
