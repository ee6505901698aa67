"""Two servers with the same model share one cache.

The key of DSPy's cache leaves the address out, in every version: what host A answered is given for
host B too. A comparison of two hosts measures one of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import address_of, is_lm, model_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _module(node: ast.Module, view: ModuleView) -> Iterator[Finding]:
    if view.text.count("LM(") < 2:
        return
    seen: dict[str, str] = {}
    for call in ast.walk(node):
        if not isinstance(call, ast.Call) or not is_lm(call, view):
            continue
        cache = view.keywords_of(call).get("cache")
        if cache is not None and view.constant(cache) is False:
            continue
        model, address = model_of(call, view), address_of(call, view)
        host = None if address is None else view.constant(address)
        if model is None or not isinstance(host, str):
            continue
        first = seen.setdefault(model, host)
        if first != host:
            yield RULE.finding(
                view,
                call,
                message=f"the cache does not know {host} from {first}: what one has answered is "
                "given for the other",
                advice="Write cache=False for one of them.",
                edits=(view.with_keyword(call, "cache", "False"),),
            )


_PROGRAM = """\
import dspy

ask = dspy.Predict("question -> answer")
options = {{"temperature": 0.0, "max_tokens": 99, "api_key": "x"}}
one = dspy.LM("openai/m", api_base="http://localhost:11434/v1", **options)
two = dspy.LM("openai/m", api_base="http://localhost:11434/other/v1"{option}, **options)
for lm in (one, two):
    with dspy.context(lm=lm):
        print(ask(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT504",
    slug="shared-cache",
    severity=Severity.INFO,
    fix=Fix.UNSAFE,
    since="0",
    summary="two servers with the same model share one cache",
    visitors=dict((visitor(ast.Module, _module),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.0.1",
            watch="wire",
            line=6,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=", cache=False"),
        ),
    ),
)
