"""The candidates of an optimizer are dictionaries, not tuples.

`compiled.candidate_programs` of BootstrapFewShotWithRandomSearch, MIPROv2 and, from 3.1, of
BetterTogether was a list of tuples. From 2.6.5 its elements are dictionaries with "score",
"program" and more: a number as index raises KeyError, and unpacking gives the names of the keys.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_NAMES = ("candidate_programs", "mb_candidate_programs")
_KEYS = {0: "score", 3: "program"}
_ADVICE = 'Take the parts by name: candidate["score"], candidate["program"].'


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr not in _NAMES or not isinstance(node.ctx, ast.Load):
        return
    yield from _used(node, view)
    parent = view.parent(node)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        if isinstance(target, ast.Name):
            for one in _uses(target.id, parent, view):
                yield from _used(one, view)


def _uses(name: str, after: ast.stmt, view: ModuleView) -> Iterator[ast.expr]:
    """Where a variable is read in the function, or module, that gives it its value."""
    around: ast.AST = after
    while not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
        around = view.parent(around) or view.tree
    for node in ast.walk(around):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node


def _used(candidates: ast.expr, view: ModuleView) -> Iterator[Finding]:
    """What is done with the list: an element of it, a loop over it, a key to sort it by."""
    node, parent = candidates, view.parent(candidates)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        if not isinstance(parent.slice, ast.Slice):
            yield from _element(parent, view)
            return
        node, parent = parent, view.parent(parent)
    pair = False
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.args:
        if parent.func.id in ("sorted", "max", "min"):
            yield from _sorted(parent, view)
        pair = parent.func.id == "enumerate"
        node, parent = parent, view.parent(parent)
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
        target = parent.target
        if pair and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1]
        yield from _loop(target, parent, view)


def _loop(
    target: ast.expr, loop: ast.For | ast.comprehension, view: ModuleView
) -> Iterator[Finding]:
    if isinstance(target, (ast.Tuple, ast.List)):
        yield _unpacked(target, view)
    elif isinstance(target, ast.Name):
        whole = loop if isinstance(loop, ast.For) else view.parent(loop)
        if whole is not None:
            yield from _indexed(target.id, whole, view)


def _sorted(call: ast.Call, view: ModuleView) -> Iterator[Finding]:
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Lambda) and keyword.value.args.args:
            yield from _indexed(keyword.value.args.args[0].arg, keyword.value, view)


def _element(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    """`programs[0][1]`, and `score, program = programs[0]`."""
    parent = view.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        yield from _index(parent, view)
    elif isinstance(parent, ast.Assign) and parent.value is node:
        for target in parent.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                yield _unpacked(target, view)


def _indexed(name: str, inside: ast.AST, view: ModuleView) -> Iterator[Finding]:
    for node in ast.walk(inside):
        value = node.value if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Subscript) and isinstance(value, ast.Name) and value.id == name:
            yield from _index(node, view)


def _index(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    number = view.constant(node.slice)
    if not isinstance(number, int) or isinstance(number, bool):
        return
    key = _KEYS.get(number)
    edits: tuple[Edit, ...] = ()
    if key is not None:
        edits = (view.replaced(node.slice, f'"{key}"'),)
    yield RULE.finding(view, node, message=f"KeyError: {number}", advice=_ADVICE, edits=edits)


def _unpacked(target: ast.expr, view: ModuleView) -> Finding:
    message = "the candidates are dictionaries: unpacked they give the names of their keys"
    return RULE.finding(view, target, message=message, advice=_ADVICE)


_PROGRAM = """\
import contextlib
import io

import dspy
from dspy.teleprompt import BootstrapFewShotWithRandomSearch

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)
trainset = [dspy.Example(question=str(n), answer="7").with_inputs("question") for n in range(4)]
sizes = {{"num_candidate_programs": 1, "max_bootstrapped_demos": 1, "num_threads": 1}}
search = BootstrapFewShotWithRandomSearch(metric=lambda *_: 1.0, max_errors=10, **sizes)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    best = search.compile(dspy.Predict("question -> answer"), trainset=trainset)
print([type(one{key}).__name__ for one in best.candidate_programs][0])
"""

RULE: Rule = Rule(
    code="LFT155",
    slug="candidate-programs",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.5",
    summary="the candidates of an optimizer are dictionaries",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=16,
            before=_PROGRAM.format(key="[3]"),
            after=_PROGRAM.format(key='["program"]'),
        ),
    ),
)
