"""`max_errors` of Evaluate and BootstrapFewShot is 10 where it was 5.

From 3.0.0 the default is None, which means `dspy.settings.max_errors`, and that is 10. A run with
six broken examples ended with an exception and now ends with a score. Where the default was 10
before (Parallel, MIPROv2, BootstrapFewShotWithRandomSearch) nothing changes.
"""

from lift.migrate.defaults import Default, visitors
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

_PROGRAM = """\
import dspy


class Broken(dspy.Module):
    def forward(self, question):
        raise ValueError(question)


devset = [dspy.Example(question=str(number)).with_inputs("question") for number in range(7)]
evaluate = dspy.Evaluate(devset=devset, metric=lambda *_: 1.0, num_threads=1{option})
try:
    print(float(evaluate(Broken())))
except Exception as error:
    print("it gave up")
"""

RULE: Rule = Rule(
    code="LFT206",
    slug="max-errors",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="Evaluate and BootstrapFewShot forgive 10 errors, not 5",
    visitors=visitors(
        lambda: RULE,
        Default(
            classes=("Evaluate", "BootstrapFewShot"),
            parameter="max_errors",
            position=None,
            values={"0": "5", "3.0.0": "None"},
            consequence="a run with more than 5 errors goes on instead of raising",
            meaning={"None": "dspy.settings.max_errors, which is 10"},
        ),
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=10,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", max_errors=5"),
        ),
    ),
)
