"""`dspy.ReAct` makes up to 10, then 20 rounds where it made 5.

The default of max_iters is 5 until 2.6, 10 from 3.0.0 and 20 from 3.1.2 on. A model that does not
finish of itself costs up to four times the calls, tokens and time.
"""

from lift.migrate.defaults import Default, visitors
from lift.migrate.finding import Fix, Severity
from lift.migrate.rule import Example, Rule

_PROGRAM = """\
import dspy


def lookup():
    '''Look it up.'''
    return "nothing"


lm = dspy.LM(
    "openai/m", api_base="http://localhost:11434/v1", api_key="x", temperature=0.0, max_tokens=99
)
dspy.configure(lm=lm)
agent = dspy.ReAct("question -> answer", tools=[lookup]{option})
print(len(agent(question="why").trajectory) // 4)
"""

RULE: Rule = Rule(
    code="LFT204",
    slug="react-max-iters",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.0",
    again=("3.1.2",),
    summary="dspy.ReAct goes on for more rounds",
    visitors=visitors(
        lambda: RULE,
        Default(
            classes=("ReAct",),
            parameter="max_iters",
            position=2,
            values={"0": "5", "3.0.0": "10", "3.1.2": "20"},
            consequence="an agent that does not finish makes more calls",
            meaning={},
        ),
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=13,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", max_iters=5"),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=13,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", max_iters=10"),
        ),
    ),
)
