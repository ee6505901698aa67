"""An answer `None` in a field `Optional[str]` is the text "None".

Until 3.0 the parser gave None where the model had written None. From 3.0.4 on it
keeps the text for every field that may be text, so `if answer is None` is never true.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_MESSAGE = 'an answer None is the text "None" and no longer None'
_ADVICE = 'Compare with the text "None" as well, or say in the signature to leave the field empty.'


def _field(node: ast.AnnAssign, view: ModuleView) -> Iterator[Finding]:
    owner = view.parent(node)
    if not isinstance(owner, ast.ClassDef) or not isinstance(node.value, ast.Call):
        return
    if not ends(view.name_of(node.value.func), "OutputField"):
        return
    if _may_be_text_or_none(node.annotation) and any(
        ends(one, "Signature") for one in view.bases_of(owner)
    ):
        yield RULE.finding(view, node, message=_MESSAGE, advice=_ADVICE)


def _text(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """A signature written as text."""
    dotted = view.name_of(node.func)
    if not node.args or dotted is None or not dotted.rpartition(".")[2][:1].isupper():
        return
    text = view.constant(node.args[0])
    if isinstance(text, str) and "->" in text:
        outputs = re.split(r",(?![^\[]*\])", text.partition("->")[2])
        if any(_may_be_text_or_none(_parsed(one.partition(":")[2])) for one in outputs):
            yield RULE.finding(view, node.args[0], message=_MESSAGE, advice=_ADVICE)


def _may_be_text_or_none(node: ast.expr | None) -> bool:
    """Whether an annotation is a union with str and None among its members."""
    members = set(_members(node)) if node is not None else set[str]()
    return {"str", "None"} <= members


def _members(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed = _parsed(node.value)
        if parsed is not None:
            yield from _members(parsed)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript):
        name = ast.unparse(node.value).rpartition(".")[2]
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in ("Optional", "Union"):
            yield from (["None"] if name == "Optional" else [])
            for one in inner:
                yield from _members(one)
    else:
        yield ast.unparse(node)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None


RULE: Rule = Rule(
    code="LFT211",
    slug="optional-text",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.4",
    summary='None in a field Optional[str] is the text "None"',
    visitors=dict((visitor(ast.AnnAssign, _field), visitor(ast.Call, _text))),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=8,
            before="""\
from typing import Optional

import dspy


class Find(dspy.Signature):
    question: str = dspy.InputField()
    answer: Optional[str] = dspy.OutputField()


reply = "[[ ## answer ## ]]\\nNone\\n\\n[[ ## completed ## ]]"
print(dspy.ChatAdapter().parse(Find, reply)["answer"] is None)
""",
            after="",
        ),
    ),
)
