"""`lm(prompt, messages)` raises: messages are given by name.

From 3.4.0 the call of a `dspy.LM` takes one positional argument, the prompt.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    positional = [one for one in node.args if not isinstance(one, ast.Starred)]
    if len(positional) < 2 or not ends(view.called(node), "LM.__call__", "BaseLM.__call__"):
        return
    messages = positional[1]
    given = len(positional) + 1
    yield RULE.finding(
        view,
        node,
        message="TypeError: BaseLM.__call__() takes from 1 to 2 positional arguments but "
        f"{given} were given",
        advice="Write messages=.",
        edits=(view.replaced(messages, f"messages={view.segment(messages)}"),),
    )


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
print(lm(None, {name}[{{"role": "user", "content": "hello"}}]))
"""

RULE: Rule = Rule(
    code="LFT124",
    slug="positional-messages",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.4.0",
    summary="messages are given to an LM by name",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before=_PROGRAM.format(name=""),
            after=_PROGRAM.format(name="messages="),
        ),
    ),
)
