"""`dspy.Evaluate` runs in eight threads unless it is told otherwise.

The default of num_threads was 1 until 2.6.17. From 2.6.18 on it is None, which means
`dspy.settings.num_threads`, and that is 8: the program and the metric have to be safe in threads,
and a model server is asked eight times at once.
"""

from lift.migrate.defaults import Default, visitors
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

_PROGRAM = """\
import dspy

evaluate = dspy.Evaluate(devset=[], metric=lambda *_: 1.0, max_errors=5{option})
print(evaluate.num_threads)
"""

RULE: Rule = Rule(
    code="LFT243",
    slug="evaluate-threads",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.18",
    summary="dspy.Evaluate runs in 8 threads, not in one",
    visitors=visitors(
        lambda: RULE,
        Default(
            classes=("Evaluate",),
            parameter="num_threads",
            position=None,
            values={"0": "1", "2.6.18": "None"},
            consequence="the program and the metric run in several threads at once",
            meaning={"None": "dspy.settings.num_threads, which is 8"},
        ),
    ),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=3,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", num_threads=1"),
        ),
    ),
)
