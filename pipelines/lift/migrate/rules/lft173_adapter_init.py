"""An adapter whose `__init__` does not call `super().__init__()` cannot be used.

Until 2.6 `Adapter` had nothing of its own to set. From 3.0.0 every call reads options from it that
its `__init__` sets.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_ADAPTERS = ("Adapter", "ChatAdapter", "JSONAdapter", "XMLAdapter", "TwoStepAdapter")


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    bases = view.bases_of(node)
    if len(node.bases) != 1 or not bases or not all(ends(one, *_ADAPTERS) for one in bases):
        return
    methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
    own = methods.get("__init__")
    if own is None or "__call__" in methods or _hands_on(own):
        return
    yield RULE.finding(
        view,
        own,
        message=f"AttributeError: '{node.name}' object has no attribute "
        f"'use_native_function_calling', raised when it is used{_fallback(bases, view)}",
        advice="Call super().__init__() first.",
        edits=(_calling_super(own, view),),
    )


def _fallback(bases: tuple[str, ...], view: ModuleView) -> str:
    """Until 3.2 a ChatAdapter tries once more as a JSONAdapter, whatever went wrong."""
    hidden = ends(bases[0], "ChatAdapter") and Version(view.target_version) < Version("3.3")
    return "; a plain JSONAdapter silently does the work instead" if hidden else ""


def _calling_super(function: ast.FunctionDef, view: ModuleView) -> Edit:
    first = function.body[0]
    indent = view.text.splitlines()[first.lineno - 1][: first.col_offset]
    return view.replaced(first, f"super().__init__()\n{indent}{view.segment(first)}")


def _hands_on(function: ast.FunctionDef) -> bool:
    """Whether an `__init__` calls another one, or sets what is read itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            stored = isinstance(node.ctx, ast.Store)
            if node.attr == "__init__" or (stored and node.attr == "use_native_function_calling"):
                return True
    return False


_PROGRAM = """\
import dspy


class Plain(dspy.Adapter):
    def __init__(self, note):{call}
        self.note = note

    def format(self, signature, demos, inputs):
        return [{{"role": "user", "content": inputs["question"]}}]

    def parse(self, signature, completion):
        return {{"answer": completion}}


lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x")
dspy.configure(lm=lm, adapter=Plain("short"))
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT173",
    slug="adapter-without-init",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="an adapter has to call super().__init__()",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=5,
            before=_PROGRAM.format(call=""),
            after=_PROGRAM.format(call="\n        super().__init__()"),
        ),
    ),
)
