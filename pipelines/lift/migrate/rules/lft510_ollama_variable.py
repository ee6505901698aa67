"""`OLLAMA_API_BASE` is not read for `ollama_chat/` models.

Until 3.3 LiteLLM took the address of Ollama from that variable of the environment. The client of
DSPy 3.4 asks `localhost:11434`, unless the call itself names another address.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import with_keywords
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.local import address_of, is_lm, maybe_native, provider_of, through_litellm
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_VARIABLE = "OLLAMA_API_BASE"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if _VARIABLE not in view.text or not is_lm(node, view) or not maybe_native(node, view):
        return
    if provider_of(node, view) != "ollama_chat" or address_of(node, view) is not None:
        return
    if view.open_keywords(node) or not _names_it(view):
        return
    edits: tuple[Edit, ...] = (
        *with_keywords(node, view, api_base=f'os.environ["{_VARIABLE}"]'),
        *through_litellm(node, view),
    )
    yield RULE.finding(
        view,
        node,
        message=f"LMTransportError: failed to connect to localhost:11434: {_VARIABLE} is not read "
        "any more",
        advice=f'Pass api_base=os.environ["{_VARIABLE}"] and engine="litellm", or an address that '
        "ends with /v1.",
        edits=(*edits, *view.imported("os")),
    )


def _names_it(view: ModuleView) -> bool:
    """Whether the program itself sets or reads the variable."""
    return any(
        isinstance(one, ast.Constant) and one.value == _VARIABLE for one in nodes_of(view.tree)
    )


_PROGRAM = """\
import os

import dspy

os.environ["OLLAMA_API_BASE"] = "http://localhost:11434"
lm = dspy.LM("ollama_chat/m", temperature=0.0, max_tokens=99{option})
print(lm("hello"))
"""

RULE: Rule = Rule(
    code="LFT510",
    slug="ollama-variable",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="OLLAMA_API_BASE is not read for ollama_chat/ models",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(
                option=', api_base=os.environ["OLLAMA_API_BASE"], engine="litellm"'
            ),
        ),
    ),
)
