"""`dspy.BetterTogether(prompt_optimizer=..., weight_optimizer=...)` names its optimizers otherwise.

From 3.2.0 every keyword is an optimizer under the name that a strategy uses. Under the old keywords
the default strategy "p -> w -> p" names optimizers that are not there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_NAMES = {"prompt_optimizer": "p", "weight_optimizer": "w"}


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "BetterTogether"):
        return
    old = [keyword for keyword in node.keywords if keyword.arg in _NAMES]
    if old:
        edits = tuple(
            view.replaced(keyword, f"{_NAMES[keyword.arg or '']}={view.segment(keyword.value)}")
            for keyword in old
        )
        named = " and ".join(str(keyword.arg) for keyword in old)
        yield RULE.finding(
            view,
            node,
            message=f"{named} became the names of optimizers; a strategy such as 'p -> w -> p' "
            "finds no p and no w and raises",
            advice="Write p= and w=.",
            edits=edits,
        )


RULE: Rule = Rule(
    code="LFT127",
    slug="better-together",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.2.0",
    summary="BetterTogether(prompt_optimizer=..., weight_optimizer=...) is p= and w= now",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before="""\
import dspy

dspy.configure(experimental=True)
search = dspy.BootstrapFewShotWithRandomSearch(metric=len)
optimizer = dspy.BetterTogether(metric=len, prompt_optimizer=search)
print(sorted(getattr(optimizer, "optimizers", "p")) == ["p"])
""",
            after="""\
import dspy

dspy.configure(experimental=True)
search = dspy.BootstrapFewShotWithRandomSearch(metric=len)
optimizer = dspy.BetterTogether(metric=len, p=search)
print(sorted(getattr(optimizer, "optimizers", "p")) == ["p"])
""",
        ),
    ),
)
