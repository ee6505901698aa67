"""`dspy.Refine` and `dspy.BestOfN` make every attempt at temperature 1.0.

Until 3.0.2 the first attempt used the model's own temperature and the later ones 0.5 and more. From
3.0.3 each attempt, the first one too, is made at 1.0 with a rollout id of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.refused import is_refused
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if builds(node, view, "Refine", "BestOfN") and not is_refused(node, view):
        yield RULE.finding(
            view,
            node,
            message="every attempt is made at temperature 1.0, the first one too",
            advice="Try the module itself first where a good first answer has to stay as it was.",
        )


RULE: Rule = Rule(
    code="LFT212",
    slug="refine-temperature",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.3",
    summary="Refine and BestOfN make every attempt at temperature 1.0",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="wire",
            line=6,
            before="""\
import dspy

options = {"temperature": 0.3, "max_tokens": 99}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
best = dspy.BestOfN(
    module=dspy.Predict("question -> answer"),
    N=2,
    reward_fn=lambda arguments, answer: 1.0,
    threshold=1.0,
)
print(best(question="why").answer)
""",
            after="",
        ),
    ),
)
