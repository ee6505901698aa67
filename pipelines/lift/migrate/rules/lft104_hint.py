"""`dspy.ChainOfThoughtWithHint` is gone.

Removed in 3.0.0. A hint is an input field like any other: add it to the signature and use
`dspy.ChainOfThought`.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule

_HINT = Gone(advice="Add an input field `hint: str` to the signature and use dspy.ChainOfThought.")

RULE: Rule = Rule(
    code="LFT104",
    slug="chain-of-thought-with-hint",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.0.0",
    summary="dspy.ChainOfThoughtWithHint is gone",
    visitors=visitors(
        lambda: RULE,
        {
            "dspy.ChainOfThoughtWithHint": _HINT,
            "dspy.predict.ChainOfThoughtWithHint": _HINT,
            "dspy.predict.chain_of_thought_with_hint.*": _HINT,
        },
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=3,
            before="""\
import dspy

think = dspy.ChainOfThoughtWithHint("question -> answer")
print(callable(think))
""",
            after="""\
import dspy

think = dspy.ChainOfThought("question, hint -> answer")
print(callable(think))
""",
        ),
    ),
)
