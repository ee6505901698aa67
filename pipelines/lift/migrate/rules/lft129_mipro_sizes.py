"""`dspy.MIPROv2` with num_candidates or num_trials and without `auto` raises.

Until 2.6.16 auto was None by default; it is "medium" from 2.6.17 and "light" from 2.6.23 on, and
from then on compile() refuses sizes of its own beside it. `auto=None` asks for both of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds, ends, leaves_out, with_keywords
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(node.func, ast.Attribute) or not ends(view.called(node), "MIPROv2.compile"):
        return
    maker = view.maker_of(node.func.value)
    if maker is None or not builds(maker, view, "MIPROv2") or not leaves_out(maker, view, "auto"):
        return
    candidates = argument(maker, view, "num_candidates")
    trials = argument(node, view, "num_trials")
    if candidates is None and trials is None:
        return
    missing = (
        {"auto": "None"} if candidates is not None else {"auto": "None", "num_candidates": "10"}
    )
    edits: tuple[Edit, ...] = with_keywords(maker, view, **missing)
    if trials is None:
        edits += with_keywords(node, view, num_trials="30")
    yield RULE.finding(
        view,
        node,
        message="ValueError: If auto is not None, num_candidates and num_trials cannot be set, "
        "since they would be overridden by the auto settings.",
        advice="Write auto=None in MIPROv2(...), and both num_candidates and num_trials.",
        edits=edits,
    )


_PROGRAM = """\
import dspy

devset = [dspy.Example(question=str(n), answer="7").with_inputs("question") for n in range(4)]
options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
models = {{"prompt_model": lm, "task_model": lm}}
optimizer = dspy.MIPROv2(metric=len, num_candidates=2, init_temperature=0.5, **models{option})
try:
    optimizer.compile(dspy.Predict("question -> answer"), trainset=devset, num_trials=1)
except ValueError as error:
    print("auto is not None" in str(error))
except Exception as error:
    print(False)
"""

RULE: Rule = Rule(
    code="LFT129",
    slug="mipro-sizes",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.23",
    summary="MIPROv2 with num_candidates or num_trials needs auto=None",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=9,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", auto=None"),
        ),
    ),
)
