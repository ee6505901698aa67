"""The key of a model is no longer written into the state of a program.

`save` and `dump_state` write the models that `set_lm` gave to a program. Until 3.0.3 they wrote
`api_key` too, and the program that loads the state needed no other. From 3.0.4 it needs the
variable of the provider in its environment.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("save", "dump_state"):
        return
    program = view.type_of(function.value) is not None and view.name_of(function) is None
    whole = argument(node, view, "save_program", 1)
    if not program or (whole is not None and view.constant(whole) is not False):
        return
    if _own_model(function.value, view) or _keyed(view):
        yield RULE.finding(
            view,
            node,
            message="api_key of the model is no longer in the saved state: a program that loads "
            "it raises where the variable of the provider is not set",
            advice="Set the variable, as OPENAI_API_KEY, or call set_lm after loading.",
        )


def _keyed(view: ModuleView) -> bool:
    """Whether this file gives a program a model with a key of its own."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "set_lm"
        and any(_own_model(one, view) for one in (*node.args, *(k.value for k in node.keywords)))
        for node in nodes_of(view.tree)
    )


def _own_model(node: ast.expr, view: ModuleView) -> bool:
    maker = view.maker_of(node)
    if maker is None or not builds(maker, view, "LM"):
        return False
    key = view.keywords_of(maker).get("api_key")
    empty = isinstance(key, ast.Constant) and not key.value
    return key is not None and not empty  # an empty one is the matter of LFT502


_PROGRAM = """\
import os

import dspy

os.environ{variable}
options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m"{key}, **options)
program = dspy.Predict("question -> answer")
program.set_lm(lm)
program.save("state.json")
again = dspy.Predict("question -> answer")
again.load("state.json")
print(again.lm.kwargs.get("api_key") or os.environ.get("OPENAI_API_KEY"))
"""

RULE: Rule = Rule(
    code="LFT268",
    slug="saved-key",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.4",
    summary="the key of a model is no longer saved with a program",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=10,
            before=_PROGRAM.format(variable='.pop("OPENAI_API_KEY", None)', key=', api_key="x"'),
            after=_PROGRAM.format(variable='["OPENAI_API_KEY"] = "x"', key=""),
        ),
    ),
)
