"""`dspy.MIPROv2` proposes instructions at temperature 1.0 where it used 0.5.

The default of init_temperature changed in 3.0.3: the same seed searches other candidates.
"""

from lift.migrate.defaults import Default, visitors
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

_PROGRAM = """\
import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
optimizer = dspy.MIPROv2(metric=len, prompt_model=lm, task_model=lm{option})
print(optimizer.init_temperature)
"""

RULE: Rule = Rule(
    code="LFT207",
    slug="mipro-temperature",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.3",
    summary="dspy.MIPROv2 starts at temperature 1.0, not 0.5",
    visitors=visitors(
        lambda: RULE,
        Default(
            classes=("MIPROv2",),
            parameter="init_temperature",
            position=None,
            values={"0": "0.5", "3.0.3": "1.0"},
            consequence="the proposals of a seed are other ones",
            meaning={},
        ),
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.4.1",
            line=4,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", init_temperature=0.5"),
        ),
    ),
)
