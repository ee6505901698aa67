"""`api_key=""` and `api_key=None` raise.

The empty text is the idiom of the documentation for local servers; None is what a parameter with
that default, or a variable of the environment that is not set, hands on. Until 3.3 LiteLLM took
either as no key, and used the one of the environment. The client of DSPy 3.4 takes both as a key
that is empty, and raises before it sends anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.local import CLIENTS, KEYLESS, address_of, is_lm, maybe_native, provider_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.unset import Unset, unset
from lift.migrate.view import ModuleView

_READS = "_API_KEY"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or not maybe_native(node, view):
        return
    key, provider = view.keywords_of(node).get("api_key"), provider_of(node, view)
    found = None if key is None else unset(key, view, at=node)
    if key is None or found is None or _elsewhere(found, provider, view):
        return
    given = f"under '{CLIENTS[provider]}'" if provider else "under its name"
    finding = RULE.finding(
        view,
        node,
        message=f"LMNotConfiguredError: empty credential {given}; no environment fallback"
        + _when(found, key),
        advice=_advice(found, provider, ast.unparse(_given(key))),
        edits=_edits(node, found, provider, view),
    )
    certain = found.kind == "constant" and provider is not None
    yield finding if certain else replace(finding, severity=Severity.WARNING)


def _elsewhere(found: Unset, provider: str | None, view: ModuleView) -> bool:
    """Whether the old version failed too, or the new one takes the key from the environment."""
    name = (provider or "").upper()
    if provider and any(f"{name}_{word}" in view.text for word in ("API_BASE", "BASE_URL")):
        return True
    if found.kind != "environment":
        return False
    if provider is not None:
        return provider not in KEYLESS
    return found.variable in {f"{one.upper()}{_READS}" for one in CLIENTS if one not in KEYLESS}


def _when(found: Unset, key: ast.expr) -> str:
    if found.kind == "environment":
        return f", raised where {found.variable or ast.unparse(key)} is not set"
    if found.kind == "parameter":
        return f", raised where {ast.unparse(_given(key))} is not given"
    return ""


def _given(node: ast.expr) -> ast.expr:
    """`key` for `key or None`."""
    closed = isinstance(node, ast.BoolOp) and isinstance(node.values[-1], ast.Constant)
    return node.values[0] if closed and isinstance(node, ast.BoolOp) else node


def _advice(found: Unset, provider: str | None, text: str) -> str:
    if found.kind == "constant":
        return (
            "Leave api_key out: the key comes from the environment then, and Ollama needs none; "
            "for another local server any text will do."
        )
    other = ' or "none"' if provider in KEYLESS else ""
    if other:
        return f"Write api_key={text}{other}."
    return f'Pass the key where there is one only: **({{"api_key": {text}}} if {text} else {{}}).'


def _edits(
    node: ast.Call, found: Unset, provider: str | None, view: ModuleView
) -> tuple[Edit, ...]:
    keyword = next((one for one in node.keywords if one.arg == "api_key"), None)
    if keyword is None:
        return ()
    text = view.segment(keyword.value)
    if found.kind == "constant":
        if found.empty and provider not in KEYLESS and address_of(node, view) is not None:
            return (view.replaced(keyword.value, '"none"'),)
        return (view.without_keyword(node, "api_key"),)
    if provider in KEYLESS:
        return (view.replaced(keyword.value, f'{text} or "none"'),)
    value = _given(keyword.value)
    text = view.segment(value)
    if isinstance(value, (ast.Name, ast.Attribute)):
        passed = f'**({{"api_key": {text}}} if {text} else {{}})'
        return (view.replaced(keyword, passed),)
    return ()


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
url = "http://localhost:11434/v1"
lm = dspy.LM("ollama_chat/m", api_base=url{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""
_WRAPPER = """\
import os

import dspy


def make(model, api_key=None):
    return dspy.LM(model, {passed}, api_base="http://localhost:11434/v1", max_tokens=9)


os.environ["OPENAI_" + "API_KEY"] = "x"
dspy.configure(lm=make("openai/m"))
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT502",
    slug="empty-key",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary='api_key="" and api_key=None raise',
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before=_PROGRAM.format(option=', api_key=""'),
            after=_PROGRAM.format(option=""),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=7,
            before=_WRAPPER.format(passed="api_key=api_key"),
            after=_WRAPPER.format(passed='**({"api_key": api_key} if api_key else {})'),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before=_PROGRAM.replace("import dspy", "import os, dspy", 1).format(
                option=', api_key=os.getenv("OLLAMA_API_KEY")'
            ),
            after=_PROGRAM.replace("import dspy", "import os, dspy", 1).format(
                option=', api_key=os.getenv("OLLAMA_API_KEY") or "none"'
            ),
        ),
    ),
)
