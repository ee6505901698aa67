"""Methods of the old clients that `dspy.LM` does not have.

Until 2.5 the clients of single providers had `basic_request`, `request` and more. They went with
the clients in 2.6.0; `dspy.LM` is called: `lm("prompt")` gives a list of texts.
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

_METHODS = (
    "basic_request",
    "request",
    "_generate",
    "_get_choice_text",
    "log_usage",
    "tracker_call",
    "print_green",
    "print_red",
)
_UNIQUE = ("basic_request", "tracker_call", "_get_choice_text")
"""Names that nothing but an old client has."""
_SETTING = ("dspy.settings.lm", "dspy.settings.rm", "dsp.settings.lm", "dspy.dsp.settings.lm")


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr not in _METHODS or not isinstance(node.ctx, ast.Load) or view.guarded(node):
        return
    if not _is_client(node, view):
        return
    advice = "Call the LM: lm(prompt) gives a list of texts."
    if node.attr == "basic_request":
        advice += " The provider's answer is lm.history[-1]."
    yield RULE.finding(
        view,
        node,
        message=f"AttributeError: 'LM' object has no attribute {node.attr!r}",
        advice=advice,
    )


def _is_client(node: ast.Attribute, view: ModuleView) -> bool:
    owner = node.value
    if isinstance(owner, ast.Name) and owner.id in ("self", "cls"):
        return False
    if (
        isinstance(owner, ast.Call)
        and isinstance(owner.func, ast.Name)
        and owner.func.id == "super"
    ):
        return False
    if view.name_of(owner) in _SETTING:
        return True
    known = view.type_of(owner)
    if known is not None:
        return _plain(owner, view) and ends(known, "LM", *CLIENTS)
    unknown = view.name_of(owner) is None
    return unknown and node.attr in _UNIQUE and node.attr not in _defined(view.tree)


def _plain(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is not of a class of the program's own."""
    made = view.maker_of(node)
    return made is None or view.name_of(made.func) is not None


@lru_cache(maxsize=4)
def _defined(tree: ast.Module) -> frozenset[str]:
    """The methods that the module defines itself."""
    functions = (one for one in nodes_of(tree) if isinstance(one, ast.FunctionDef))
    return frozenset(one.name for one in functions)


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
print(bool(dspy.settings.lm{method}("hello")))
"""

RULE: Rule = Rule(
    code="LFT152",
    slug="client-methods",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.0",
    summary="methods of the old clients, such as basic_request, are gone",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        Example(
            old="2.4.9",
            new="3.0.1",
            line=6,
            before=_PROGRAM.format(method=".basic_request"),
            after=_PROGRAM.format(method=""),
        ),
    ),
)
