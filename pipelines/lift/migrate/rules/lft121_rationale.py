"""The reasoning of `dspy.ChainOfThought` is in `.reasoning`, no longer in `.rationale`.

The field changed its name with `dspy.LM` in 2.5; from 2.6.0 on nothing calls it `rationale`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_THINKERS = ("ChainOfThought", "ChainOfThoughtWithHint", "TypedChainOfThought", "ProgramOfThought")
_SIGNATURE = re.compile(r"->.*\brationale\b", re.DOTALL)
_GONE = "'Prediction' object has no attribute 'rationale'"
_NAME = "rationale"


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr != _NAME or not isinstance(node.ctx, ast.Load) or view.guarded(node):
        return
    known = _is_thought(node.value, view)
    if (known or _may_be(node.value, view)) and not _is_asked_for(node, view):
        edits = (view.replaced(node, f"{view.segment(node.value)}.reasoning"),)
        message = f"AttributeError: {_GONE}"
        if not known:
            message += ", if this is the answer of a module that reasons"
        yield _finding(node, view, message, edits, known=known)


def _subscript(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    read = view.constant(node.slice) == _NAME and isinstance(node.ctx, ast.Load)
    if read and _is_thought(node.value, view):
        edits = (view.replaced(node.slice, '"reasoning"'),)
        yield _finding(node, view, "KeyError: 'rationale'", edits, known=True)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`getattr(pred, "rationale", "")`, `pred.get("rationale")`, `hasattr(pred, "rationale")`."""
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    got = isinstance(function, ast.Attribute) and name == "get"
    if not got and name not in ("getattr", "hasattr"):
        return
    given = [function.value, *node.args] if isinstance(function, ast.Attribute) else node.args
    if len(given) < 2 or view.constant(given[1]) != _NAME:
        return
    owner, word = given[:2]
    known = _is_thought(owner, view)
    if known or (name == "hasattr" and _may_be(owner, view)):
        edits = [view.replaced(word, '"reasoning"')]
        if name == "hasattr":
            if _is_prepared(owner, view):
                return
            reads = [one for one in _reads(owner, view) if _is_asked_for(one, view)]
            edits += [view.replaced(one, f"{view.segment(one.value)}.reasoning") for one in reads]
            message = "this is always False: the field is gone"
        elif got or len(node.args) > 2:
            message = "it gives the default: the field is gone"
        else:
            message = f"AttributeError: {_GONE}"
        yield _finding(node, view, message, tuple(edits), known=known)


def _finding(
    node: ast.expr, view: ModuleView, message: str, edits: tuple[Edit, ...], *, known: bool
) -> Finding:
    raises = known and "Error: " in message
    return RULE.finding(
        view,
        node,
        message=message,
        advice="Read .reasoning.",
        edits=edits,
        fix=Fix.SAFE if known else Fix.UNSAFE,
        severity=Severity.ERROR if raises else Severity.WARNING,
    )


def _is_thought(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is what a module that reasons has answered, without such a field itself."""
    if isinstance(node, ast.Attribute) and node.attr == "completions":
        node = node.value
    return ends(view.result_of(node), *_THINKERS) and not _declared(view, guess=False)


def _may_be(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value of unknown kind is likely such an answer."""
    if not isinstance(node, (ast.Name, ast.Call, ast.Subscript)):
        return False
    if view.result_of(node) is not None or view.type_of(node) is not None:
        return False
    is_self = isinstance(node, ast.Name) and node.id in ("self", "cls")
    thinks = any(f"{name}(" in view.text for name in _THINKERS)
    return thinks and not is_self and not _declared(view, guess=True)


def _reads(owner: ast.expr, view: ModuleView) -> Iterator[ast.Attribute]:
    """Where the function around reads the field of the same object."""
    text = view.segment(owner)
    for node in ast.walk(_function_around(owner, view)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            same = node.attr == _NAME and view.segment(node.value) == text
            yield from [node] if same else []


def _is_asked_for(node: ast.Attribute, view: ModuleView) -> bool:
    """Whether a test in the same statement or around it asks `hasattr(x, "rationale")`."""
    wanted = f"hasattr({view.segment(node.value)}, "
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if isinstance(parent, (ast.If, ast.IfExp, ast.BoolOp)):
            test = view.segment(parent if isinstance(parent, ast.BoolOp) else parent.test)
            if wanted in test and _NAME in test:
                return True
        parent = view.parent(parent)
    return False


def _is_prepared(owner: ast.expr, view: ModuleView) -> bool:
    """Whether the function around reads the new field of the same object as well."""
    text = view.segment(owner)
    function = _function_around(owner, view)
    around = view.text if function is view.tree else view.segment(function)
    return f"{text}.reasoning" in around or f'hasattr({text}, "reasoning")' in around


def _function_around(node: ast.AST, view: ModuleView) -> ast.AST:
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        parent = view.parent(parent)
    return parent or view.tree


def _declared(view: ModuleView, *, guess: bool) -> bool:
    """Whether a signature of this module has a field of that name.

    For a value of unknown kind, any class that has one counts, and any call that gives one.
    """
    if _NAME not in view.text:
        return False
    for node in nodes_of(view.tree):
        if isinstance(node, ast.keyword):
            if guess and node.arg == _NAME:
                return True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _SIGNATURE.search(node.value):
                return True
        elif isinstance(node, ast.ClassDef) and (guess or node.bases):
            targets = (target for one in node.body for target in _targets(one))
            if any(isinstance(one, ast.Name) and one.id == _NAME for one in targets):
                return True
    return False


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.AnnAssign):
        return [node.target]
    return node.targets if isinstance(node, ast.Assign) else []


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
dspy.configure(lm=lm)
think = dspy.ChainOfThought("question -> answer")
print(think(question="why").{field})
"""

RULE: Rule = Rule(
    code="LFT121",
    slug="rationale",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="the reasoning is in .reasoning, not in .rationale",
    visitors=dict(
        (
            visitor(ast.Attribute, _attribute),
            visitor(ast.Subscript, _subscript),
            visitor(ast.Call, _call),
        )
    ),
    examples=(
        Example(
            old="2.4.9",
            new="3.0.1",
            line=7,
            before=_PROGRAM.format(field="rationale"),
            after=_PROGRAM.format(field="reasoning"),
        ),
    ),
)
