"""What the program's own modules keep in `self.history`, which DSPy uses since 2.6.25."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from lift.migrate.calls import ends
from lift.migrate.view import ModuleView

__all__ = ["Assigned", "Kind", "assigned"]

_NAME = "history"
_OTHERS: dict[type[ast.expr], str] = {
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.Tuple: "tuple",
    ast.JoinedStr: "str",
}


class Kind(Enum):
    """What is assigned."""

    LIST = "a list: it gets DSPy's entries, too"
    OTHER = "what nothing can be appended to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One assignment to `self.history`."""

    statement: ast.stmt
    kind: Kind
    type: str
    """The name of the type, as Python's message has it."""


def assigned(node: ast.ClassDef, view: ModuleView) -> Iterator[Assigned]:
    """What the methods of a class of modules put into `self.history`, as far as it can be told."""
    if not any(ends(base, "Module", "Program") for base in view.bases_of(node)):
        return
    for statement in ast.walk(node):
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets, value = list(statement.targets), statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets.append(statement.target)
            value = statement.value
        else:
            continue
        if not any(_is_own(one) for one in targets):
            continue
        if (found := _type(value, view)) is not None:
            kind = Kind.LIST if found in ("list", "deque") else Kind.OTHER
            yield Assigned(statement=statement, kind=kind, type=found)


def _is_own(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == _NAME
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _type(node: ast.expr, view: ModuleView) -> str | None:
    if isinstance(node, (ast.List, ast.ListComp)):
        return "list"
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    if (known := _OTHERS.get(type(node))) is not None:
        return known
    if not isinstance(node, ast.Call):
        return None
    if ends(view.name_of(node.func), "History"):
        return "History"
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name if name in ("list", "dict", "str", "set", "tuple", "deque", "defaultdict") else None
