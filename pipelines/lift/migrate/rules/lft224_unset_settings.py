"""`lm.kwargs["max_tokens"]` is None where nobody has set it.

Until 3.0.3 an LM that was made without temperature and max_tokens had 0.0 and 4000 there. From
3.0.4 on both are None: a calculation with them raises, and `.get("max_tokens", 512)` gives None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends, leaves_out
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import is_lm
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_POSITIONS = {"temperature": 2, "max_tokens": 3}
_WAS = {"temperature": "0.0", "max_tokens": "4000"}


def _item(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.ctx, ast.Load):
        yield from _read(node, node.value, node.slice, view)


def _get(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`.get` with a value for what is not there; without one None is expected."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(node.args) > 1:
        yield from _read(node, node.func.value, node.args[0], view)


def _read(node: ast.expr, options: ast.expr, key: ast.expr, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(options, ast.Attribute) or options.attr != "kwargs":
        return
    name = view.constant(key)
    if not isinstance(name, str) or name not in _POSITIONS or not _may_lack(options, name, view):
        return
    if _expects_none(node, view) or _is_set_above(node, name, view):
        return
    yield RULE.finding(
        view,
        node,
        message=f"this was {_WAS[name]} where dspy.LM was made without {name}, and is None now",
        advice=f"Pass {name} to dspy.LM, or write `... or {_WAS[name]}` here.",
        edits=(view.replaced(node, f"({view.segment(node)} or {_WAS[name]})"),),
    )


def _may_lack(options: ast.Attribute, name: str, view: ModuleView) -> bool:
    """Whether the LM whose options are read is made without that one."""
    owner = options.value
    if isinstance(owner, ast.Name) and owner.id == "self":
        return False
    maker = view.maker_of(owner)
    if maker is not None:
        return is_lm(maker, view) and leaves_out(maker, view, name, _POSITIONS[name])
    return ends(view.type_of(owner), "LM") or view.name_of(owner) == "dspy.settings.lm"


def _is_set_above(node: ast.expr, name: str, view: ModuleView) -> bool:
    """Whether the program has put something there before."""
    return any(
        isinstance(one, ast.Subscript)
        and isinstance(one.ctx, ast.Store)
        and isinstance(one.value, ast.Attribute)
        and one.value.attr == "kwargs"
        and view.constant(one.slice) == name
        and one.lineno < node.lineno
        for one in nodes_of(view.tree)
    )


def _expects_none(node: ast.expr, view: ModuleView) -> bool:
    """Whether something else is taken instead of None, or it is only kept to be put back."""
    parent = view.parent(node)
    if isinstance(parent, (ast.BoolOp, ast.If, ast.IfExp)):
        return True
    if isinstance(parent, ast.Compare):
        return isinstance(parent.ops[0], (ast.Is, ast.IsNot))
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        kept = parent.targets[0].id
        return any(_minds(one, kept) for one in nodes_of(view.tree))
    return False


def _minds(node: ast.AST, name: str) -> bool:
    """`options[...] = name` puts it back, `name is None` asks for it."""
    if isinstance(node, ast.Assign):
        back = isinstance(node.targets[0], ast.Subscript)
        return back and isinstance(node.value, ast.Name) and node.value.id == name
    if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
        return node.left.id == name and isinstance(node.ops[0], (ast.Is, ast.IsNot))
    return False


_PROGRAM = """\
import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x")
print({read} // 2)
"""

RULE: Rule = Rule(
    code="LFT224",
    slug="unset-settings",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.4",
    summary='lm.kwargs["max_tokens"] is None where nobody has set it',
    visitors=dict((visitor(ast.Subscript, _item), visitor(ast.Call, _get))),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=4,
            before=_PROGRAM.format(read='lm.kwargs["max_tokens"]'),
            after=_PROGRAM.format(read='(lm.kwargs["max_tokens"] or 4000)'),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=4,
            before=_PROGRAM.format(read='lm.kwargs.get("max_tokens", 512)'),
            after=_PROGRAM.format(read='(lm.kwargs.get("max_tokens", 512) or 4000)'),
        ),
    ),
)
