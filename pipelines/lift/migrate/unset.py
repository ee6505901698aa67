"""Values that are None or empty where nobody gave them: a parameter's default, the environment."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from lift.migrate.names.scopes import Binding
from lift.migrate.nodes import nodes_of
from lift.migrate.view import ModuleView

__all__ = ["Unset", "unset"]

_DEEP = 8
_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Assign, ast.AugAssign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unset:
    """Why a value may be None or empty."""

    kind: Literal["constant", "parameter", "environment"]
    empty: bool = False
    """Whether it is the empty text."""
    variable: str = ""
    """Of the environment."""


def unset(node: ast.expr, view: ModuleView, *, at: ast.AST, depth: int = 0) -> Unset | None:
    """Why an expression that is used at `at` may be None or empty; None when nothing says so."""
    if depth > _DEEP:
        return None
    if isinstance(node, ast.Constant):
        nothing = node.value is None or node.value == ""
        return Unset(kind="constant", empty=node.value == "") if nothing else None
    if isinstance(node, ast.BoolOp):
        return _of_last(node, view, at, depth) if isinstance(node.op, ast.Or) else None
    if isinstance(node, ast.Call):
        return _from_environment(node, view)
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    text = ast.unparse(node)
    if _asked(text, node, view) or _asked(text, at, view) or _ruled_out(text, at, view):
        return None
    for binding in view.bindings_of(node):
        return _from_binding(node, binding, view, at, depth) or _from_command_line(node, view)
    return _from_command_line(node, view)


def _of_last(node: ast.BoolOp, view: ModuleView, at: ast.AST, depth: int) -> Unset | None:
    """`key or None`: certain where the first is missing only."""
    found = unset(node.values[-1], view, at=at, depth=depth + 1)
    if found is not None and found.kind == "constant":
        return Unset(kind="parameter", empty=found.empty)
    return found


def _from_command_line(node: ast.expr, view: ModuleView) -> Unset | None:
    """`args.api_key` after `parser.add_argument("--api-key")`."""
    if not isinstance(node, ast.Attribute) or "add_argument" not in view.text:
        return None
    flag = f"--{node.attr}".replace("_", "-")
    for call in (one for one in nodes_of(view.tree) if isinstance(one, ast.Call)):
        if getattr(call.func, "attr", "") != "add_argument":
            continue
        if not any(str(view.constant(one)).replace("_", "-") == flag for one in call.args):
            continue
        given = {one.arg: one.value for one in call.keywords}
        if "required" in given or "action" in given:
            return None
        default = given.get("default")
        if default is None or _is_none(default) or view.constant(default) == "":
            return Unset(kind="parameter")
        return _from_environment(default, view) if isinstance(default, ast.Call) else None
    return None


def _from_binding(
    node: ast.expr, binding: Binding, view: ModuleView, at: ast.AST, depth: int
) -> Unset | None:
    value = binding.value
    if value is None or binding.index is not None or value is node:
        return None
    found = unset(value, view, at=value if depth else at, depth=depth + 1)
    if found is not None and found.kind == "constant" and _is_default(value, view):
        return Unset(kind="parameter", empty=found.empty)
    return found


def _is_default(node: ast.AST, view: ModuleView) -> bool:
    """Whether an expression is the default of a parameter, or of a field of a class."""
    parent = view.parent(node)
    inside = view.parent(parent) if parent is not None else None
    return isinstance(parent, ast.arguments) or isinstance(inside, ast.ClassDef)


def _from_environment(node: ast.Call, view: ModuleView) -> Unset | None:
    """`os.getenv("X")` and `os.environ.get("X")`, with no default or with an empty one."""
    function = ast.unparse(node.func)
    if function not in ("os.getenv", "getenv", "os.environ.get", "environ.get") or not node.args:
        return None
    default = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "default")]
    if default and view.constant(default[0]) != "" and not _is_none(default[0]):
        return None
    name = view.constant(node.args[0])
    return Unset(kind="environment", empty=bool(default), variable=str(name or ""))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _asked(text: str, node: ast.AST, view: ModuleView) -> bool:
    """Whether a node stands under a condition that speaks about the value."""
    child, parent = node, view.parent(node)
    while parent is not None:
        under = isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test
        if under and isinstance(parent, (ast.If, ast.IfExp)) and text in ast.unparse(parent.test):
            return True
        child, parent = parent, view.parent(parent)
    return False


def _ruled_out(text: str, node: ast.AST, view: ModuleView) -> bool:
    """Whether the function around ends, or gives the value, where it is missing."""
    around = view.parent(node)
    while around is not None and not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef)):
        around = view.parent(around)
    for one in ast.walk(around or view.tree):
        if isinstance(one, ast.Assert) and text in ast.unparse(one.test):
            return True
        if isinstance(one, ast.If) and text in ast.unparse(one.test) and _leaves(one):
            return True
    return False


def _leaves(node: ast.If) -> bool:
    """Whether a branch of a condition raises, returns, assigns or calls something that ends."""
    last = [*node.body[-1:], *node.orelse[-1:]]
    return any(isinstance(one, _ENDS) or "exit" in ast.dump(one) for one in last)
