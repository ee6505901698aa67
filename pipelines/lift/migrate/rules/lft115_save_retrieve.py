"""Saving a program that holds a `dspy.Retrieve` raises.

From 3.0.3 on, a module asks everything inside it for its state with `json_mode=`; `dspy.Retrieve`
does not take it. Only `save_program=True`, which pickles, still works.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_SAVING = ("save", "dump_state")
_DEEP = 6  # modules inside modules
_MESSAGE = "TypeError: {}.dump_state() got an unexpected keyword argument 'json_mode'"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    called = node.func
    if not isinstance(called, ast.Attribute) or called.attr not in _SAVING or view.guarded(node):
        return
    pickled = view.keywords_of(node).get("save_program")
    if pickled is not None and view.constant(pickled) is not False:
        return
    program = _class_of(called.value, view)
    holder = _retriever_in(program, view) if program is not None else ""
    if holder:
        yield RULE.finding(
            view,
            node,
            message=_MESSAGE.format(holder),
            advice="Give it a state that takes the argument: class Search(dspy.Retrieve) with "
            "def dump_state(self, json_mode=True): return {'k': self.k}; or call dspy.settings.rm "
            "in forward and keep no Retrieve in the module.",
        )


def _class_of(node: ast.expr, view: ModuleView, depth: int = 0) -> ast.ClassDef | None:
    """The class of this module that an expression is an instance of."""
    if depth > _DEEP:
        return None
    if isinstance(node, ast.Name):
        if node.id == "self":
            return _enclosing_class(node, view)
        values = _assigned(node.id, view)
        found = {_class_of(value, view, depth + 1) for value in values}
        return found.pop() if len(found) == 1 else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _class_named(node.func.id, view)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "compile":  # an optimizer gives back a program of the same class
            given = view.keywords_of(node).get("student") or next(iter(node.args), None)
            return _class_of(given, view, depth + 1) if given is not None else None
        if node.func.attr in ("deepcopy", "reset_copy"):
            return _class_of(node.func.value, view, depth + 1)
    return None


def _assigned(name: str, view: ModuleView) -> list[ast.expr]:
    return [
        one.value
        for one in nodes_of(view.tree)
        if isinstance(one, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in one.targets)
    ]


def _class_named(name: str, view: ModuleView) -> ast.ClassDef | None:
    for node in nodes_of(view.tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    return None


def _enclosing_class(node: ast.AST, view: ModuleView) -> ast.ClassDef | None:
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, ast.ClassDef):
        parent = view.parent(parent)
    return parent


def _retriever_in(program: ast.ClassDef, view: ModuleView, depth: int = 0) -> str:
    """The class of a retriever without a state of its own that a program holds; else empty."""
    for node in ast.walk(program):
        if isinstance(node, ast.Assign) and any(map(_is_attribute, node.targets)):
            for made in _made(node.value):
                if found := _retriever(made, program, view, depth):
                    return found
    return ""


def _made(value: ast.expr) -> Iterator[ast.Call]:
    """The calls whose results are assigned: one, or those of a list or dict."""
    if isinstance(value, ast.Call):
        yield value
    elif isinstance(value, (ast.List, ast.Tuple)):
        for element in value.elts:
            yield from _made(element)
    elif isinstance(value, ast.ListComp):
        yield from _made(value.elt)
    elif isinstance(value, ast.Dict):
        for element in value.values:
            yield from _made(element)


def _retriever(made: ast.Call, program: ast.ClassDef, view: ModuleView, depth: int) -> str:
    if ends(view.name_of(made.func), "Retrieve"):
        return "Retrieve"
    inner = _class_named(made.func.id, view) if isinstance(made.func, ast.Name) else None
    if inner is None or inner is program or depth > _DEEP:
        return ""
    if ends(next(iter(view.bases_of(inner)), None), "Retrieve"):
        return "" if _has_own_state(inner) else inner.name
    return _retriever_in(inner, view, depth + 1)


def _is_attribute(target: ast.expr) -> bool:
    return (
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id == "self"
    )


def _has_own_state(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "dump_state" for one in node.body)


RULE: Rule = Rule(
    code="LFT115",
    slug="save-retrieve",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.0.3",
    summary="a program that holds a dspy.Retrieve cannot be saved",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=11,
            before="""\
import dspy


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.retrieve = dspy.Retrieve(k=3)


search = Search()
search.save("search.json")
print("saved")
""",
            after="""\
import dspy


class Remembered(dspy.Retrieve):
    def dump_state(self, json_mode=True):
        return {"k": self.k}


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.retrieve = Remembered(k=3)


search = Search()
search.save("search.json")
print("saved")
""",
        ),
    ),
)
