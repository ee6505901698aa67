"""`Retry`, which programs of DSPy 2.4 mapped over their predictors by hand, is gone.

Removed in 2.6.0. `lift.assertions.Retry` marks a predictor as one that can be asked again;
`assert_transform_module` does it by itself, so that mapping it has no other effect than then.
"""

from lift.migrate.assertion_names import RETRY
from lift.migrate.assertion_references import references
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

RULE: Rule = Rule(
    code="LFT113",
    slug="retry",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="Retry is gone; lift.assertions has it",
    visitors=references(lambda: RULE, RETRY),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=2,
            before="""\
import dspy
from dspy.predict import Retry

ask = dspy.ChainOfThought("question -> answer")
print(callable(ask.map_named_predictors(Retry)))
""",
            after="""\
import dspy
from lift.assertions import Retry

ask = dspy.ChainOfThought("question -> answer")
print(callable(ask.map_named_predictors(Retry)))
""",
        ),
    ),
)
