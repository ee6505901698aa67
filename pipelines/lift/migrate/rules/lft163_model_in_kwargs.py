"""`lm.kwargs["model"]` raises: the model is `lm.model`.

The old clients kept their model among the options of their requests. `dspy.LM` has it beside them,
with its provider: `lm.model` is "openai/gpt-4o" where `lm.kwargs["model"]` was "gpt-4o".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.clients import CLIENTS
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_ADVICE = "Read lm.model, which has the provider before the name: openai/gpt-4o."


def _subscript(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.ctx, ast.Load) and view.constant(node.slice) == "model":
        owner = _owner(node.value, view)
        if owner is not None and not view.guarded(node):
            edits = (view.replaced(node, f"{view.segment(owner)}.model"),)
            yield RULE.finding(view, node, message="KeyError: 'model'", advice=_ADVICE, edits=edits)


def _owner(node: ast.expr, view: ModuleView) -> ast.expr | None:
    """The LM whose options an expression is."""
    if not isinstance(node, ast.Attribute) or node.attr != "kwargs":
        return None
    owner = node.value
    if view.name_of(owner) == "dspy.settings.lm" or ends(view.type_of(owner), "LM", *CLIENTS):
        return owner
    return None


_PROGRAM = """\
import dspy

lm = dspy.{client}
print(bool(lm.{model}))
"""

RULE: Rule = Rule(
    code="LFT163",
    slug="model-in-kwargs",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="2.6.0",
    summary='lm.kwargs["model"] is lm.model',
    visitors=dict((visitor(ast.Subscript, _subscript),)),
    examples=(
        Example(
            old="2.4.17",
            new="3.0.1",
            line=4,
            before=_PROGRAM.format(
                client='LM("openai/m", temperature=0.0, max_tokens=9)', model='kwargs["model"]'
            ),
            after=_PROGRAM.format(
                client='LM("openai/m", temperature=0.0, max_tokens=9)', model="model"
            ),
        ),
    ),
)
