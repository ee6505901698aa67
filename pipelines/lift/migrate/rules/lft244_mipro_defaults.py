"""`dspy.MIPROv2` has other sizes unless it is told them.

From 2.6.17 on it takes at most 4 labeled demos (16 before), minibatches of 35 examples (25) and
evaluates in full every 5 trials (10): the search is another one, and costs something else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from lift.migrate.calls import builds, ends, leaves_out, with_keywords
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.refused import is_refused
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_MADE = {"max_labeled_demos": ("16", "4")}
_COMPILED = {"minibatch_size": ("25", "35"), "minibatch_full_eval_steps": ("10", "5")}


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if builds(node, view, "MIPROv2"):
        # In 2.4 it was compile() that was told.
        told = any(
            isinstance(one, ast.keyword) and one.arg == "max_labeled_demos"
            for one in nodes_of(view.tree)
        )
        yield from _left_out(node, view, {} if told else _MADE)
    elif ends(view.called(node), "MIPROv2.compile"):
        whole = view.keywords_of(node).get("minibatch")
        if whole is None or view.constant(whole) is not False:
            yield from _left_out(node, view, _COMPILED)


def _left_out(
    node: ast.Call, view: ModuleView, defaults: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    missing = {name: both for name, both in defaults.items() if leaves_out(node, view, name)}
    if not missing or is_refused(node, view):
        return
    was = " and ".join(f"{name}={old}" for name, (old, _) in missing.items())
    now = " and ".join(new for _, new in missing.values())
    yield RULE.finding(
        view,
        node,
        message=f"the default was {was} and is {now}: the search is another one",
        advice="Write the values that the program relies on.",
        edits=with_keywords(node, view, **{name: old for name, (old, _) in missing.items()}),
    )


_PROGRAM = """\
import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
options = {{"prompt_model": lm, "task_model": lm, "metric": len, "init_temperature": 0.5}}
search = dspy.MIPROv2(auto="light"{more}, **options)
print(search.max_labeled_demos)
"""

RULE: Rule = Rule(
    code="LFT244",
    slug="mipro-defaults",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.17",
    summary="MIPROv2 takes 4 labeled demos, minibatches of 35 and evaluates in full every 5 trials",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=5,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=", max_labeled_demos=16"),
        ),
    ),
)
