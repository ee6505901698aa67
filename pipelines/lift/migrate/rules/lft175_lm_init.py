"""A subclass of `dspy.LM` whose `__init__` does not call `super().__init__()` cannot be used.

Until 3.3 it was enough to set `model`, `kwargs` and `history`. From 3.4.0 the client reads more
that `LM.__init__` sets, in a call as well as when an optimizer copies it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_COPIES = ("BestOfN", "Refine", "MIPROv2", "BootstrapFewShot", "InferRules", "SIMBA", "LM.copy")


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    bases = view.bases_of(node)
    if len(node.bases) != 1 or not any(ends(one, "LM") for one in bases):
        return
    methods = {
        one.name: one
        for one in node.body
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    own = methods.get("__init__")
    if own is None or _hands_on(own):
        return
    if "__call__" in methods and not _copied(view):
        return
    read = "_engine_spec" if "__call__" in methods else "_warned_zero_temp_rollout"
    when = "when it is copied" if "__call__" in methods else "when it is called"
    yield RULE.finding(
        view,
        own,
        message=f"AttributeError: '{node.name}' object has no attribute '{read}', raised {when}",
        advice="Call super().__init__(model=...) first, or inherit from dspy.BaseLM.",
    )


def _hands_on(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "__init__" for node in ast.walk(function)
    )


def _copied(view: ModuleView) -> bool:
    """Whether the file uses something that works with copies of the model."""
    return any(
        isinstance(node, ast.Call) and ends(view.name_of(node.func), *_COPIES)
        for node in nodes_of(view.tree)
    )


_PROGRAM = """\
from types import SimpleNamespace

import dspy


class Own(dspy.LM):
    def __init__(self):{call}
        self.model, self.model_type, self.cache = "own", "chat", False
        self.kwargs, self.history, self.callbacks = {{}}, [], []

    def forward(self, prompt=None, messages=None, **kwargs):
        text = "[[ ## answer ## ]]\\n7\\n\\n[[ ## completed ## ]]"
        choice = SimpleNamespace(message=SimpleNamespace(content=text), finish_reason="stop")
        return SimpleNamespace(choices=[choice], usage={{}}, model="own")


dspy.configure(lm=Own())
print(dspy.Predict("question -> answer")(question="why").answer)
"""

RULE: Rule = Rule(
    code="LFT175",
    slug="lm-without-init",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.4.0",
    summary="a subclass of dspy.LM has to call super().__init__()",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=7,
            before=_PROGRAM.format(call=""),
            after=_PROGRAM.format(call='\n        super().__init__("own")'),
        ),
    ),
)
