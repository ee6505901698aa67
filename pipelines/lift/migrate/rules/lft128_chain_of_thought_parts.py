"""A `dspy.ChainOfThought` is a module around a predictor, no predictor itself.

From 2.6.0 its signature, demos and configuration are those of its part `.predict`. Reading them
from the module raises; setting them there sets an attribute that nothing reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from lift.migrate.calls import ends
from lift.migrate.chains import chain_attributes
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PARTS = ("signature", "extended_signature", "demos", "activated", "traces", "config")


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if node.attr not in _PARTS or not _is_chain(node.value, view):
        return
    if view.guarded(node) or isinstance(node.ctx, ast.Del) or _asked_before(node, view):
        return
    message = f"AttributeError: 'ChainOfThought' object has no attribute '{node.attr}'"
    if isinstance(node.ctx, ast.Store):
        message = (
            f"this sets an attribute that nothing reads; the {node.attr} are those of .predict"
        )
    name = _now(node.attr)
    edits = (view.replaced(node, f"{view.segment(node.value)}.predict.{name}"),)
    yield RULE.finding(
        view,
        node,
        message=message,
        advice=f"Write .predict.{name}.",
        edits=() if node.attr == "activated" else edits,
    )


def _asked(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`hasattr` and `getattr` of a part: no error, but another answer."""
    function = node.func.id if isinstance(node.func, ast.Name) else ""
    if function not in ("hasattr", "getattr") or len(node.args) < 2:
        return
    name = view.constant(node.args[1])
    if name not in _PARTS or not _is_chain(node.args[0], view):
        return
    message = f"AttributeError: 'ChainOfThought' object has no attribute '{name}'"
    if function == "hasattr":
        message = f"this is False: the {name} of a ChainOfThought are those of its .predict"
    elif len(node.args) > 2:
        message = f"this is the default: the {name} of a ChainOfThought are those of its .predict"
    finding = RULE.finding(
        view, node, message=message, advice=f"Ask .predict for its {_now(str(name))}."
    )
    loud = function == "getattr" and len(node.args) == 2
    yield finding if loud else replace(finding, severity=Severity.WARNING)


def _now(name: str) -> str:
    return "signature" if name == "extended_signature" else name


def _is_chain(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is a ChainOfThought, or the part of a program that a class here makes one."""
    known = view.type_of(node)
    if known == "dspy.Module":
        return _is_compiled_chain(node, view)
    if known is not None or not isinstance(node, ast.Attribute):
        return ends(known, "ChainOfThought")
    owner = node.value
    if isinstance(owner, ast.Name) and owner.id in ("self", "cls"):
        return False  # its class is in view, and does not say so
    return view.name_of(node) is None and node.attr in chain_attributes(view.tree)


def _is_compiled_chain(node: ast.expr, view: ModuleView) -> bool:
    """Whether a value is what an optimizer made of a ChainOfThought."""
    made = view.maker_of(node)
    if made is None or not isinstance(made.func, ast.Attribute) or made.func.attr != "compile":
        return False
    student = made.args[0] if made.args else view.keywords_of(made).get("student")
    return student is not None and ends(view.type_of(student), "ChainOfThought")


def _asked_before(node: ast.Attribute, view: ModuleView) -> bool:
    """Whether `hasattr` decides if this is reached; then that is what is reported."""
    wanted = (view.segment(node.value), repr(node.attr))
    child: ast.AST = node
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef):
        tests: list[ast.expr] = []
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            tests = [parent.test]
        elif isinstance(parent, ast.BoolOp):
            tests = parent.values
        for test in tests:
            for one in ast.walk(test):
                if (
                    isinstance(one, ast.Call)
                    and isinstance(one.func, ast.Name)
                    and one.func.id == "hasattr"
                    and tuple(view.segment(a).replace('"', "'") for a in one.args) == wanted
                ):
                    return True
        child, parent = parent, view.parent(parent)
    return False


RULE: Rule = Rule(
    code="LFT128",
    slug="chain-of-thought-parts",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="signature and demos of a ChainOfThought are those of its .predict",
    visitors=dict((visitor(ast.Attribute, _attribute), visitor(ast.Call, _asked))),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=4,
            before="""\
import dspy

think = dspy.ChainOfThought("question -> answer")
print(think.demos)
""",
            after="""\
import dspy

think = dspy.ChainOfThought("question -> answer")
print(think.predict.demos)
""",
        ),
    ),
)
