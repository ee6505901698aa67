"""A module with a `load_state(self, state)` or a `dump_state(self)` of its own.

From 3.2.0 `load` hands `allow_unsafe_lm_state` to load_state, and from 3.0.3 `save` hands
`json_mode` to the dump_state of every predictor and retriever of a program: a method that does not
take it raises.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_LOADED = ("load_state", "allow_unsafe_lm_state", "load()", "3.2.0")
_SAVED = ("dump_state", "json_mode", "save() of a program that has one", "3.0.3")
_PARAMETERS = ("Predict", "Retrieve", "Parameter")
"""What `save` asks for its state; a module inside a program is not asked itself."""
_OTHERS = ("BaseLM", "LM", "Signature")
"""What has a load_state that `load` does not call with options."""


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    bases = view.bases_of(node)
    if bases and not _loads_itself(node) and not any(ends(base, *_OTHERS) for base in bases):
        yield from _method(node, view, *_LOADED)
    if any(ends(base, *_PARAMETERS) for base in bases):
        yield from _method(node, view, *_SAVED)


def _loads_itself(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "load" for one in node.body)


def _method(
    node: ast.ClassDef, view: ModuleView, name: str, option: str, caller: str, since: str
) -> Iterator[Finding]:
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.name != name:
            continue
        arguments = method.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        takes = arguments.kwarg is not None or any(one.arg == option for one in named)
        if not takes and Version(view.target_version) >= Version(since):
            yield RULE.finding(
                view,
                method,
                message=f"TypeError: {node.name}.{name}() got an unexpected keyword argument "
                f"'{option}', raised by {caller}",
                advice=f"Take **kwargs and hand them to super().{name}().",
            )


_PROGRAM = """\
import dspy


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.answer = dspy.Predict("question -> answer")

    def load_state(self, state{more}):
        super().load_state(state{more})


Search().save("state.json")
Search().load("state.json")
print("loaded")
"""

_PART = """\
import dspy


class Short(dspy.Predict):
    def dump_state(self{more}):
        return {{**super().dump_state(), "traces": []}}


class Search(dspy.Module):
    def __init__(self):
        super().__init__()
        self.answer = Short("question -> answer")


Search().save("state.json")
print("saved")
"""

RULE: Rule = Rule(
    code="LFT150",
    slug="own-load-state",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.0.3",
    summary="a load_state or dump_state of one's own has to take what load() and save() hand on",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=9,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=", **more"),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=5,
            before=_PART.format(more=""),
            after=_PART.format(more=", **more"),
        ),
    ),
)
