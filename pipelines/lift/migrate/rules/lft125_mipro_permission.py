"""`MIPROv2.compile(requires_permission_to_run=True)` raises.

From 3.1.0 nobody is asked before a run; with True the call raises a ValueError, with False it warns
that the option will go.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "requires_permission_to_run"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.called(node), "MIPROv2.compile"):
        return
    keyword = next((one for one in node.keywords if one.arg == _OPTION), None)
    if keyword is not None and view.constant(keyword.value) is True:
        yield RULE.finding(
            view,
            node,
            message="ValueError: User confirmation is removed from MIPROv2. Please remove the "
            "'requires_permission_to_run' argument.",
            advice="Take it out.",
            edits=(view.without_keyword(node, _OPTION),),
        )


RULE: Rule = Rule(
    code="LFT125",
    slug="mipro-permission",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.1.0",
    summary="MIPROv2.compile(requires_permission_to_run=True) raises",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=8,
            before="""\
import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
program = dspy.Predict("question -> answer")
models = {"prompt_model": lm, "task_model": lm}
optimizer = dspy.MIPROv2(metric=len, auto=None, num_candidates=1, init_temperature=0.5, **models)
try:
    optimizer.compile(program, trainset=[], num_trials=1, requires_permission_to_run=True)
except Exception as error:
    print("User confirmation" in str(error))
""",
            after="""\
import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
program = dspy.Predict("question -> answer")
models = {"prompt_model": lm, "task_model": lm}
optimizer = dspy.MIPROv2(metric=len, auto=None, num_candidates=1, init_temperature=0.5, **models)
try:
    optimizer.compile(program, trainset=[], num_trials=1)
except Exception as error:
    print("User confirmation" in str(error))
""",
        ),
    ),
)
