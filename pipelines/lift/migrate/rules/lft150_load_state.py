"""A module with a `load_state(self, state)` of its own cannot be loaded.

From 3.2.0 `load` hands `allow_unsafe_lm_state` to load_state: a method that does not take it
raises.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "allow_unsafe_lm_state"


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not view.bases_of(node):
        return
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.name != "load_state":
            continue
        arguments = method.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        if arguments.kwarg is None and all(one.arg != _OPTION for one in named):
            yield RULE.finding(
                view,
                method,
                message=f"TypeError: {node.name}.load_state() got an unexpected keyword argument "
                f"'{_OPTION}', raised by load()",
                advice="Take **kwargs and hand them to super().load_state().",
            )


_PROGRAM = """\
import dspy


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.answer = dspy.Predict("question -> answer")

    def load_state(self, state{more}):
        super().load_state(state{more})


Search().save("state.json")
Search().load("state.json")
print("loaded")
"""

RULE: Rule = Rule(
    code="LFT150",
    slug="own-load-state",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.2.0",
    summary="a load_state of one's own has to take what load() hands on",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=9,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=", **more"),
        ),
    ),
)
