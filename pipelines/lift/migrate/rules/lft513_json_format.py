"""`dspy.JSONAdapter` asks a local model for no JSON any more.

Until 3.3 requests said `response_format`: JSON mode in 2.6, the schema of the answer from 3.0 on.
DSPy 3.4 sends it to models of which its own list says that they know it. The list knows hardly a
local model: small ones then answer with prose, and parsing fails.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import (
    KEYLESS,
    address_of,
    is_lm,
    maybe_native,
    model_of,
    provider_of,
    through_litellm,
)
from lift.migrate.outside import calls_in
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_LISTED = re.compile(r"openai/(?:gpt-[345]|chatgpt|o\d)|ollama\w*/(?:llama3\.1|mistral)$")
"""Models that are asked for JSON still."""


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "JSONAdapter"):
        return
    local = [one for one in _models(node, view) if is_lm(one, view) and _is_unlisted(one, view)]
    if not local:
        return
    here = {id(one) for one in calls_in(view.tree)}
    model = model_of(local[0], view)
    yield RULE.finding(
        view,
        node,
        message=f"requests to {model} ask for JSON by response_format no more: DSPy's list of "
        "models does not say that it can",
        advice='Say engine="litellm" in dspy.LM to ask for JSON mode again, or write '
        'response_format={"type": "json_object"} there.',
        edits=tuple(
            edit for one in local if id(one) in here for edit in through_litellm(one, view)
        ),
    )


def _models(node: ast.Call, view: ModuleView) -> Iterator[ast.Call]:
    """The calls that may make the model: that of `configure(lm=..., adapter=...)`, or any here."""
    parent = view.parent(node)
    user = view.parent(parent) if isinstance(parent, ast.keyword) else None
    model = view.keywords_of(user).get("lm") if isinstance(user, ast.Call) else None
    maker = None if model is None else view.maker_of(model)
    if maker is not None and is_lm(maker, view):
        yield maker
    else:
        yield from calls_in(view.tree)


def _is_unlisted(node: ast.Call, view: ModuleView) -> bool:
    provider, model = provider_of(node, view), model_of(node, view) or ""
    if not maybe_native(node, view) or _LISTED.match(model):
        return False
    if "response_format" in view.keywords_of(node):
        return False
    if provider == "openai":
        return address_of(node, view) is not None
    return provider in KEYLESS


_PROGRAM = """\
import dspy

url = "http://localhost:11434/v1"
options = {{"temperature": 0.0, "max_tokens": 500}}
lm = dspy.LM("hosted_vllm/m", api_base=url, api_key="x"{option}, **options)
dspy.configure(lm=lm, adapter=dspy.JSONAdapter())
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT513",
    slug="json-format",
    severity=Severity.WARNING,
    fix=Fix.UNSAFE,
    since="3.4.0",
    summary="JSONAdapter asks a local model for no JSON by response_format",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.4.1",
            watch="wire",
            line=6,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="wire",
            line=6,
            before=_PROGRAM.format(option=""),
            after="",
        ),
    ),
)
