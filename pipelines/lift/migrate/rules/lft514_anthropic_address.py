"""A server of Anthropic's form behind `api_base` is not found.

Until 3.3 `dspy.LM("anthropic/NAME", api_base="http://HOST")` posted to `/v1/messages` there. The
client of DSPy 3.4 posts to `/messages` on that address.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import (
    address_of,
    ends_with_v1,
    is_lm,
    maybe_native,
    provider_of,
    through_litellm,
)
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.unset import unset
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view) or provider_of(node, view) != "anthropic":
        return
    address = address_of(node, view)
    if address is None or not maybe_native(node, view) or unset(address, view, at=node):
        return
    if ends_with_v1(address, view):
        return
    yield RULE.finding(
        view,
        node,
        message="LMInvalidRequestError: 404: it posts to /messages on api_base, and posted to "
        "/v1/messages before",
        advice='End api_base with /v1, or say engine="litellm" to send what was sent before.',
        edits=through_litellm(node, view),
    )


_PROGRAM = """\
import dspy

options = {{"api_key": "x", "temperature": 0.0, "max_tokens": 99, "num_retries": 0}}
lm = dspy.LM("anthropic/m", api_base="http://localhost:11434"{option}, **options)
try:
    lm("hello")
except Exception:
    pass
"""

RULE: Rule = Rule(
    code="LFT514",
    slug="anthropic-address",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="anthropic/ with api_base posts to /messages, not to /v1/messages",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="wire",
            line=4,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
    ),
)
