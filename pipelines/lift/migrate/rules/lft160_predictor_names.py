"""The predictor of a ChainOfThought has another name.

Until 2.5 a ChainOfThought was a predictor itself: a program that keeps one in `self.answer` had a
predictor `answer`. From 2.6.0 on that is `answer.predict`, in `named_predictors()`, in
`dump_state()` and in saved programs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from lift.migrate.chains import chain_attributes
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_LISTS = ("named_predictors", "named_parameters")


def _subscript(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    """`dict(program.named_predictors())["answer"]`, `program.dump_state()["answer"]`."""
    name = view.constant(node.slice)
    if not isinstance(name, str) or name not in chain_attributes(view.tree):
        return
    made = view.maker_of(node.value)
    if made is None or not (_is_state(made) or _is_table(made)):
        return
    if isinstance(node.ctx, ast.Load):
        edits = (view.replaced(node.slice, f'"{name}.predict"'),)
        yield RULE.finding(
            view,
            node,
            message=f"KeyError: '{name}'",
            advice=f"The predictor is called {name}.predict.",
            edits=edits if isinstance(node.slice, ast.Constant) else (),
        )


def _is_state(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "dump_state"


def _is_table(node: ast.Call) -> bool:
    named = isinstance(node.func, ast.Name) and node.func.id == "dict" and len(node.args) == 1
    return named and _is_list(node.args[0])


def _is_list(node: ast.expr) -> bool:
    """`program.named_predictors()`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in _LISTS


def _loop(node: ast.For, view: ModuleView) -> Iterator[Finding]:
    yield from _compared(node.target, node.iter, node, view)


def _comprehension(node: ast.comprehension, view: ModuleView) -> Iterator[Finding]:
    whole = view.parent(node)
    if whole is not None:
        yield from _compared(node.target, node.iter, whole, view)


def _compared(
    target: ast.expr, iterated: ast.expr, inside: ast.AST, view: ModuleView
) -> Iterator[Finding]:
    """Comparisons of the name in a loop over the predictors."""
    if not isinstance(iterated, ast.Call) or not _is_list(iterated):
        return
    first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else None
    if not isinstance(first, ast.Name):
        return
    for node in ast.walk(inside):
        if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Name):
            continue
        if node.left.id != first.id or not isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.In)):
            continue
        for name in _texts(node.comparators[0]):
            if name in chain_attributes(view.tree):
                found = RULE.finding(
                    view,
                    node,
                    message=f"no predictor is called {name!r}: the one of a ChainOfThought is "
                    f"called '{name}.predict'",
                    advice=f"Compare with '{name}.predict'.",
                )
                yield replace(found, severity=Severity.WARNING)


def _texts(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
    values = [one.value for one in parts if isinstance(one, ast.Constant)]
    return [one for one in values if isinstance(one, str)]


_PROGRAM = """\
import dspy


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.answer = dspy.ChainOfThought("question -> answer")


print("demos" in Search().dump_state()["answer{more}"])
"""

RULE: Rule = Rule(
    code="LFT160",
    slug="predictor-names",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="the predictor of a ChainOfThought in self.answer is called answer.predict",
    visitors=dict(
        (
            visitor(ast.Subscript, _subscript),
            visitor(ast.For, _loop),
            visitor(ast.comprehension, _comprehension),
        )
    ),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=10,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=".predict"),
        ),
    ),
)
