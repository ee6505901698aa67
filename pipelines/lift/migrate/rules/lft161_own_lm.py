"""An LM has to inherit from one of DSPy's classes.

Until 2.5 anything that could be called was taken for an LM. From 2.6 on predictors refuse what is
no `dspy.BaseLM`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import crosses, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.name_of(node.func), "configure", "context"):
        return
    value = view.keywords_of(node).get("lm")
    made = None if value is None else view.maker_of(value)
    if made is None or not isinstance(made.func, ast.Name) or view.name_of(made.func) is not None:
        return
    own = _class(made.func.id, view)
    if own is None:
        return
    name = own.name
    yield RULE.finding(
        view,
        node,
        message=f"ValueError: LM must be an instance of `dspy.BaseLM`, not {name}, raised by the "
        "first predictor"
        if crosses(view, "3.0.0")
        else "AssertionError: No LM is loaded., raised by the first predictor",
        advice=f"Let {name} inherit from dspy.BaseLM and implement forward(prompt, messages, "
        "**kwargs).",
    )


def _class(name: str, view: ModuleView) -> ast.ClassDef | None:
    """A class of this module that inherits from nothing and can be called."""
    found = [one for one in view.tree.body if isinstance(one, ast.ClassDef) and one.name == name]
    if len(found) != 1 or not all(_is_object(base) for base in found[0].bases):
        return None
    methods = [one.name for one in found[0].body if isinstance(one, ast.FunctionDef)]
    return found[0] if "__call__" in methods else None


def _is_object(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("object", "ABC")


_PROGRAM = """\
import dspy


class Mine{base}:
    def __init__(self):
        {init}

    def {method}(self, prompt=None, **kwargs):
        return {answer}


dspy.configure(lm=Mine())
try:
    print(bool(dspy.Predict("question -> answer")(question="why").answer))
except (ValueError, AssertionError):
    print("refused")
"""

RULE: Rule = Rule(
    code="LFT161",
    slug="own-lm",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.0",
    summary="an LM of one's own has to inherit from dspy.BaseLM",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=12,
            before=_PROGRAM.format(
                base="",
                init='self.kwargs = {"temperature": 0.0, "n": 1}',
                method="__call__",
                answer='["Answer: 7"]',
            ),
            after="",
        ),
    ),
)
