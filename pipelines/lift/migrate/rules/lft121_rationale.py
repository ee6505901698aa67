"""The reasoning of `dspy.ChainOfThought` is in `.reasoning`, no longer in `.rationale`.

The field changed its name with `dspy.LM` in 2.5; from 2.6.0 on nothing calls it `rationale`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_THINKERS = ("ChainOfThought", "ChainOfThoughtWithHint", "TypedChainOfThought", "ProgramOfThought")
_DECLARED = re.compile(
    r"\brationale\s*[:=](?!=)|->[^\"'\n]*\brationale\b|[\"']rationale[\"']\s*[:,]"
)


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr != "rationale" or not isinstance(node.ctx, ast.Load) or view.guarded(node):
        return
    result = view.result_of(node.value)
    known = ends(result, *_THINKERS)
    declared = _DECLARED.search(view.text) is not None  # a field of the program's own
    if declared or (not known and not (result is None and _may_be(node, view))):
        return
    edits = (view.replaced(node, f"{view.segment(node.value)}.reasoning"),)
    yield RULE.finding(
        view,
        node,
        message="AttributeError: 'Prediction' object has no attribute 'rationale'",
        advice="Read .reasoning.",
        edits=edits,
        fix=Fix.SAFE if known else Fix.UNSAFE,
    )


def _may_be(node: ast.Attribute, view: ModuleView) -> bool:
    """Whether a value of unknown kind is likely a prediction of a module that reasons."""
    if not isinstance(node.value, (ast.Name, ast.Call, ast.Subscript)):
        return False
    is_self = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    thinks = any(f"{name}(" in view.text for name in _THINKERS)
    return thinks and not is_self


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
think = dspy.ChainOfThought("question -> answer")
print(think(question="why").{field})
"""

RULE: Rule = Rule(
    code="LFT121",
    slug="rationale",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="the reasoning is in .reasoning, not in .rationale",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        Example(
            old="2.4.9",
            new="3.0.1",
            line=7,
            before=_PROGRAM.format(field="rationale"),
            after=_PROGRAM.format(field="reasoning"),
        ),
    ),
)
