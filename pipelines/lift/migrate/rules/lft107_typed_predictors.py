"""Typed predictors and `dspy.functional` are gone: every predictor is typed.

Removed in 2.6.0. `dspy.Predict` and `dspy.ChainOfThought` take typed signatures, pydantic models
included. A function made with `@predictor` or `@cot` becomes a signature and a predictor.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule
from lift.migrate.typed_calls import rewritten, why_not

_PREDICT = Gone(
    now="dspy.Predict",
    fix=Fix.UNSAFE,
    advice="Use dspy.Predict with the same typed signature.",
    call=rewritten,
    why=why_not,
)
_COT = Gone(
    now="dspy.ChainOfThought",
    fix=Fix.UNSAFE,
    advice="Use dspy.ChainOfThought with the same typed signature.",
    call=rewritten,
    why=why_not,
)
_FUNCTION = Gone(
    advice="Write a class that inherits from dspy.Signature, and use dspy.Predict on it."
)

RULE: Rule = Rule(
    code="LFT107",
    slug="typed-predictors",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="2.6.0",
    summary="dspy.TypedPredictor and dspy.functional are gone",
    visitors=visitors(
        lambda: RULE,
        {
            "dspy.TypedPredictor": _PREDICT,
            "dspy.TypedChainOfThought": _COT,
            "dspy.functional.TypedPredictor": _PREDICT,
            "dspy.functional.TypedChainOfThought": _COT,
            "dspy.FunctionalModule": _FUNCTION,
            "dspy.predictor": _FUNCTION,
            "dspy.cot": _FUNCTION,
            "dspy.functional.*": _FUNCTION,
        },
    ),
    examples=(
        Example(
            old="2.5.43",
            new="2.6.27",
            line=3,
            before="""\
import dspy

predict = dspy.TypedPredictor("question -> answer: int", max_retries=5, explain_errors=True)
print(callable(predict))
""",
            after="""\
import dspy

predict = dspy.Predict("question -> answer: int")
print(callable(predict))
""",
        ),
    ),
)
