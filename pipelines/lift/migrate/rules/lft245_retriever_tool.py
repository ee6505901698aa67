"""A retriever is no tool of `dspy.ReAct` any more.

Until 2.5 ReAct knew `dspy.Retrieve`: a tool `Search` that takes a query. From 2.6.0 on it looks at
the retriever as at any callable, finds `*args` and `**kwargs`, and tells the model so: the calls
fail, and the failures are what the model observes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not builds(node, view, "ReAct"):
        return
    tools = argument(node, view, "tools", 1)
    for one in tools.elts if isinstance(tools, (ast.List, ast.Tuple)) else ():
        if ends(view.type_of(one), "Retrieve"):
            yield RULE.finding(
                view,
                one,
                message="ReAct sees a tool Retrieve(args, kwargs): its calls fail, and the model "
                "observes the failures",
                advice="Pass a function: def search(query: str) -> list[str]: "
                "return retrieve(query).passages",
            )


_PROGRAM = """\
import dspy

retrieve = dspy.Retrieve(k=1)


def search(query: str) -> list[str]:
    return retrieve(query).passages


agent = dspy.ReAct("question -> answer", tools=[{tool}], max_iters=5)
(tool,) = [one for name, one in agent.tools.items() if name != "finish"]
print({seen})
"""

RULE: Rule = Rule(
    code="LFT245",
    slug="retriever-tool",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="dspy.Retrieve is no tool of ReAct",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=10,
            before=_PROGRAM.format(
                tool="retrieve", seen='getattr(tool, "input_variable", None) or list(tool.args)[0]'
            ),
            after=_PROGRAM.format(tool="search", seen="list(tool.args)[0]"),
        ),
    ),
)
