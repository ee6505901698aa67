"""`dspy.Retrieve` asks for one query and gives plain passages.

Until 2.5 `retrieve(["one", "two"])` searched for each query and mixed what was found; from 2.6.0 on
the whole list goes to the retriever as if it were one query. `by_prob` and `with_metadata` belonged
to that; now they are only passed on to the retriever.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTIONS = ("by_prob", "with_metadata")
_LISTS = ("list", "sorted")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.called(node), "Retrieve.__call__"):
        return
    made = view.maker_of(node.func)
    if made is None or not ends(view.name_of(made.func), "Retrieve"):
        return  # a retriever of the program's own
    if node.args and _is_list(node.args[0], view):
        yield RULE.finding(
            view,
            node,
            message="a list of queries is searched for as one query",
            advice="Call it once for each query, and join the passages.",
        )
    for name in _OPTIONS:
        if any(one.arg == name for one in node.keywords):
            yield RULE.finding(
                view,
                node,
                message=f"{name} is no option of Retrieve any more and is passed on to the "
                "retriever; what comes back are the passages only",
                advice="Take it out; ask the retriever itself for more than passages.",
            )


def _is_list(node: ast.expr, view: ModuleView) -> bool:
    if isinstance(node, (ast.List, ast.ListComp, ast.Tuple)):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in _LISTS
    return isinstance(view.constant(node), list)


_PROGRAM = """\
import dspy


def search(query, k, **more):
    return [dspy.Example(long_text=f"about {{query}}", score=1.0, prob=1.0)]


dspy.configure(rm=search)
retrieve = dspy.Retrieve(k=1)
print({call})
"""

RULE: Rule = Rule(
    code="LFT217",
    slug="retrieve-options",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="dspy.Retrieve takes one query, and neither by_prob nor with_metadata",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=10,
            before=_PROGRAM.format(call='retrieve(["one"]).passages'),
            after=_PROGRAM.format(
                call='[text for one in ("one",) for text in retrieve(one).passages]'
            ),
        ),
    ),
)
