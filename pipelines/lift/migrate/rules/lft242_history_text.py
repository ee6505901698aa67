"""`inspect_history` prints, and gives nothing back.

The old clients printed their history and gave the text back, too. `dspy.LM.inspect_history` and
`dspy.inspect_history` give None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from lift.migrate.calls import ends
from lift.migrate.clients import CLIENTS
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_USED = (ast.Assign, ast.AnnAssign, ast.Return, ast.BinOp, ast.Attribute, ast.Subscript)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "inspect_history":
        return
    parent = view.parent(node)
    used = isinstance(parent, (*_USED, ast.FormattedValue))
    if isinstance(parent, ast.Call) and node in parent.args:
        used = not (isinstance(parent.func, ast.Name) and parent.func.id == "print")
    if used and _is_old(node.func.value, view):
        yield RULE.finding(
            view,
            node,
            message="inspect_history gave the text back and gives None; it only prints",
            advice="Read lm.history, or redirect what is printed.",
        )


def _is_old(owner: ast.expr, view: ModuleView) -> bool:
    """Whether it was the history of an old client: `lm`, `dspy.settings.lm` or `dspy` itself."""
    if ends(view.type_of(owner), *CLIENTS):
        return True
    name = view.name_of(owner)
    return name in ("dspy", "dspy.settings.lm") and _makes_client(view.tree)


@lru_cache(maxsize=4)
def _makes_client(tree: ast.Module) -> bool:
    return any(
        isinstance(one, ast.Attribute)
        and one.attr in CLIENTS
        and isinstance(one.value, ast.Name)
        and one.value.id in ("dspy", "dsp")
        for one in nodes_of(tree)
    )


_PROGRAM = """\
import dspy

lm = dspy.{client}
dspy.configure(lm=lm)
dspy.Predict("question -> answer")(question="why")
said = {said}
assert "why" in said
"""

RULE: Rule = Rule(
    code="LFT242",
    slug="history-text",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="inspect_history gives None, not the text that it prints",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=6,
            before=_PROGRAM.format(
                client='OllamaLocal(model="m", base_url="http://localhost:11434")',
                said="lm.inspect_history(n=1)",
            ),
            after="",
        ),
    ),
)
