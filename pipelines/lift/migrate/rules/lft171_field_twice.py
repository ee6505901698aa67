"""A signature in a string that names a field on both sides of the arrow raises.

Until 3.1 the output won silently and the input was lost. From 3.2.0 the names have to differ.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_MAKERS = (
    "Predict",
    "ChainOfThought",
    "ReAct",
    "ProgramOfThought",
    "CodeAct",
    "MultiChainComparison",
    "Signature",
    "RLM",
    "Avatar",
)
_FIELD = re.compile(r"(\w+)\s*(?::|$)")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.name_of(node.func), *_MAKERS):
        return
    written = node.args[0] if node.args else view.keywords_of(node).get("signature")
    text = None if written is None else view.constant(written)
    if written is None or not isinstance(text, str) or text.count("->") != 1:
        return
    inputs, outputs = (_names(side) for side in text.split("->"))
    twice = sorted(inputs & outputs)
    if twice:
        yield RULE.finding(
            view,
            written,
            message="ValueError: Input and output fields must have distinct names, but found "
            f"duplicates: '{', '.join(twice)}'.",
            advice="Give the output a name of its own. Until now the input was lost silently.",
        )


def _names(side: str) -> set[str]:
    """The fields of one side; commas inside of brackets part no fields."""
    depth, part, parts = 0, "", list[str]()
    for sign in side:
        depth += (sign in "[(") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += sign
    found = (_FIELD.match(one.strip()) for one in [*parts, part])
    return {one.group(1) for one in found if one is not None}


_PROGRAM = """\
import dspy

shorten = dspy.Predict("text -> {name}")
print(len(shorten.signature.output_fields))
"""

RULE: Rule = Rule(
    code="LFT171",
    slug="field-on-both-sides",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.2.0",
    summary="a field that a string signature names on both sides of the arrow",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=3,
            before=_PROGRAM.format(name="text"),
            after=_PROGRAM.format(name="short_text"),
        ),
    ),
)
