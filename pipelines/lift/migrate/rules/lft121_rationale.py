"""The reasoning of `dspy.ChainOfThought` is in `.reasoning`, no longer in `.rationale`.

The field changed its name with `dspy.LM` in 2.5; from 2.6.0 on nothing calls it `rationale`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_THINKERS = ("ChainOfThought", "ChainOfThoughtWithHint", "TypedChainOfThought", "ProgramOfThought")
_SIGNATURE = re.compile(r"->[^\"'\n]*\brationale\b")
_GONE = "'Prediction' object has no attribute 'rationale'"


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr != "rationale" or not isinstance(node.ctx, ast.Load) or view.guarded(node):
        return
    known = _is_thought(node.value, view)
    if not known and not _may_be(node, view):
        return
    edits = (view.replaced(node, f"{view.segment(node.value)}.reasoning"),)
    yield _finding(node, view, f"AttributeError: {_GONE}", edits, known=known)


def _subscript(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    read = view.constant(node.slice) == "rationale" and isinstance(node.ctx, ast.Load)
    if read and _is_thought(node.value, view):
        edits = (view.replaced(node.slice, '"reasoning"'),)
        yield _finding(node, view, "KeyError: 'rationale'", edits, known=True)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`getattr(pred, "rationale", "")` and `pred.get("rationale")`."""
    plain = isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1
    got = isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(node.args) > 0
    if not plain and not got:
        return
    name = node.args[1 if plain else 0]
    owner = node.func.value if isinstance(node.func, ast.Attribute) else node.args[0]
    if view.constant(name) == "rationale" and _is_thought(owner, view):
        silent = got or len(node.args) > 2
        message = (
            "it gives the default: the field is gone" if silent else f"AttributeError: {_GONE}"
        )
        edits = (view.replaced(name, '"reasoning"'),)
        yield _finding(node, view, message, edits, known=True)


def _finding(
    node: ast.expr, view: ModuleView, message: str, edits: tuple[Edit, ...], *, known: bool
) -> Finding:
    fix = Fix.SAFE if known else Fix.UNSAFE
    return RULE.finding(
        view, node, message=message, advice="Read .reasoning.", edits=edits, fix=fix
    )


def _is_thought(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is what a module that reasons has answered, without such a field itself."""
    if isinstance(node, ast.Attribute) and node.attr == "completions":
        node = node.value
    return ends(view.result_of(node), *_THINKERS) and not _declared(view)


def _may_be(node: ast.Attribute, view: ModuleView) -> bool:
    """Whether a value of unknown kind is likely such an answer."""
    if not isinstance(node.value, (ast.Name, ast.Call, ast.Subscript)):
        return False
    if view.result_of(node.value) is not None or view.type_of(node.value) is not None:
        return False
    is_self = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    thinks = any(f"{name}(" in view.text for name in _THINKERS)
    return thinks and not is_self and not _declared(view)


def _declared(view: ModuleView) -> bool:
    """Whether a signature of this module has a field of that name."""
    if _SIGNATURE.search(view.text):
        return True
    return any(
        isinstance(target, ast.Name) and target.id == "rationale"
        for node in ast.walk(view.tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        for target in _targets(statement)
    )


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
