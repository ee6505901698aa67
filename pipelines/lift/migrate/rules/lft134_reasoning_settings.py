"""A reasoning model of OpenAI refuses other settings than its own.

From 3.0.0 the family gpt-5 is treated like o1, o3 and o4 before: until 3.0.3 `dspy.LM` demanded
temperature=1.0 and at least 20000 tokens (16000 in 3.0.3), from 3.0.4 on it takes neither of them
or these. Everything else raises when the LM is made.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import argument, leaves_out
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.local import is_lm, model_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_FIRST = re.compile(r"o[1345]|gpt-5")
_LATER = re.compile(r"(?:o[1345](?:-(?:mini|nano|pro))?(?:-\d{4}-\d\d-\d\d)?|gpt-5(?!-chat).*)$")
_OPTIONAL, _LESS, _RENAMED, _NARROWER = "3.0.4", "3.0.3", "3.3.0", "3.1.0"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view):
        return
    target = Version(view.target_version)
    family = (model_of(node, view) or "").rpartition("/")[2].lower()
    pattern = _LATER if target >= Version(_NARROWER) else _FIRST
    if pattern.match(family) is None or _is_cut(node):
        return
    least = 20000 if target < Version(_LESS) else 16000
    wrong = list(_wrong(node, view, least))
    if not wrong:
        return
    kind = "LMConfigurationError" if target >= Version(_RENAMED) else "ValueError"
    some = " or None" if target >= Version(_OPTIONAL) else ""
    yield RULE.finding(
        view,
        node,
        message=f"{kind}: OpenAI's reasoning models require passing temperature=1.0{some} and "
        f"max_tokens >= {least}{some} to `dspy.LM(...)`",
        advice=f"Write temperature=1.0 and max_tokens={least}; what such a model thinks counts as "
        "tokens too.",
        edits=_edits(node, wrong, least, view),
    )


def _is_cut(node: ast.Call) -> bool:
    """Whether the model's name is only known in part."""
    name = node.args[0] if node.args else None
    return isinstance(name, (ast.JoinedStr, ast.BinOp))


def _wrong(node: ast.Call, view: ModuleView, least: int) -> Iterator[str]:
    """The settings that are certainly refused."""
    demanded = Version(view.target_version) < Version(_OPTIONAL)
    for name, position in (("temperature", 2), ("max_tokens", 3)):
        given = argument(node, view, name, position)
        if given is None:
            if demanded and leaves_out(node, view, name, position):
                yield name
            continue
        value = view.constant(given)
        if not isinstance(value, (int, float)) or (not value and not demanded):
            continue
        if (name == "temperature" and value != 1.0) or (name == "max_tokens" and value < least):
            yield name


def _edits(node: ast.Call, wrong: list[str], least: int, view: ModuleView) -> tuple[Edit, ...]:
    right = {"temperature": "1.0", "max_tokens": str(least)}
    missing = {name: right[name] for name in wrong}
    edits = [
        view.replaced(keyword.value, missing.pop(keyword.arg))
        for keyword in node.keywords
        if keyword.arg in missing
    ]
    if any(argument(node, view, name, 9) is not None for name in missing) or len(node.args) > 2:
        return ()
    if missing:
        (name, value), *rest = missing.items()
        text = "".join(f", {one}={given}" for one, given in rest)
        edits.append(view.with_keyword(node, name, f"{value}{text}"))
    return tuple(edits)


_PROGRAM = """\
import dspy

lm = dspy.LM("openai/gpt-5-mini", {given})
print(lm.kwargs["temperature"])
"""

RULE: Rule = Rule(
    code="LFT134",
    slug="reasoning-settings",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="3.0.0",
    summary="gpt-5 and the like take temperature=1.0 and many tokens only",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=3,
            before=_PROGRAM.format(given="temperature=1.0"),
            after=_PROGRAM.format(given="temperature=1.0, max_tokens=20000"),
        ),
        Example(
            old="2.6.27",
            new="3.4.1",
            line=3,
            before=_PROGRAM.format(given="temperature=1.0, max_tokens=4000"),
            after=_PROGRAM.format(given="temperature=1.0, max_tokens=16000"),
        ),
    ),
)
