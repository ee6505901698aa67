"""`dspy.MIPROv2` without sizes runs "light" where it tried 10 candidates in 30 trials.

The default of auto was None until 2.6.16, "medium" from 2.6.17 and is "light" from 2.6.23 on.
"""

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds, crosses, leaves_out
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "MIPROv2") or not leaves_out(node, view, "auto"):
        return
    if argument(node, view, "num_candidates") is not None or "num_trials" in view.text:
        return  # that raises, see LFT129
    was = "10 candidates in 30 trials" if crosses(view, "2.6.17") else 'auto="medium"'
    yield RULE.finding(
        view,
        node,
        message=f'it did {was} by default and does auto="light"',
        advice="Write auto=, or auto=None with num_candidates= and num_trials=.",
    )


RULE: Rule = Rule(
    code="LFT216",
    slug="mipro-auto",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.17",
    again=("2.6.23",),
    summary='MIPROv2 without sizes runs auto="light"',
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=5,
            before="""\
import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
models = {"prompt_model": lm, "task_model": lm, "metric": len}
optimizer = dspy.MIPROv2(**models, init_temperature=0.5)
print(optimizer.auto)
""",
            after="",
        ),
    ),
)
