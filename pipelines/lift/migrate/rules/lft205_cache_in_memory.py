"""`cache_in_memory` of `dspy.LM` is sent to the model.

From 3.0.3 `dspy.LM` does not know the option any more. It is taken for an option of the request and
sent to the server, which may refuse it; with DSPy 3.4 it also takes the call away from the native
client. `dspy.configure_cache(enable_memory_cache=...)` is what sets the cache now.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "cache_in_memory"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "LM"):
        return
    value = view.keywords_of(node).get(_OPTION)
    if value is None:
        return
    named = any(keyword.arg == _OPTION for keyword in node.keywords)
    yield RULE.finding(
        view,
        node,
        message=f"{_OPTION} is no option of dspy.LM any more and is sent to the model's server",
        advice="Take it out; dspy.configure_cache(enable_memory_cache=...) sets the cache.",
        edits=(view.without_keyword(node, _OPTION),) if named else (),
        fix=Fix.SAFE if view.constant(value) is True else Fix.UNSAFE,
    )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
url = "http://localhost:11434/v1"
lm = dspy.LM("openai/m", api_base=url, api_key="x"{option}, **options)
dspy.configure(lm=lm)
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT205",
    slug="cache-in-memory",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.3",
    summary="cache_in_memory of dspy.LM is sent to the model",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.4.1",
            watch="wire",
            line=5,
            before=_PROGRAM.format(option=", cache_in_memory=True"),
            after=_PROGRAM.format(option=""),
        ),
    ),
)
