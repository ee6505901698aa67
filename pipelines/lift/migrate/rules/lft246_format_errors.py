"""What a predictor raises when the model's answer does not fit.

Until 2.6.18 that was a ValueError, and until 3.3 a ValidationError of pydantic, which is one too,
where the type of a field did not fit. It is `dspy.utils.exceptions.AdapterParseError` now, which is
no ValueError: a handler for those does not catch it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_CAUGHT = ("ValueError", "ValidationError", "JSONDecodeError")
_WIDER = ("Exception", "BaseException", "AdapterParseError", "DSPyError")
_CALLED = tuple(
    f"{name}.__call__"
    for name in ("Predict", "ChainOfThought", "TypedPredictor", "TypedChainOfThought", "Module")
)
_NEW = "dspy.utils.exceptions.AdapterParseError"


def _try(node: ast.Try, view: ModuleView) -> Iterator[Finding]:
    caught = [(handler, _names(handler)) for handler in node.handlers]
    if any(not names or set(names) & set(_WIDER) for _, names in caught):
        return
    if not any(_asks(one, view) for statement in node.body for one in ast.walk(statement)):
        return
    for handler, names in caught:
        if set(names) & set(_CAUGHT) and handler.type is not None:
            yield RULE.finding(
                view,
                handler,
                message="an answer that does not fit raises AdapterParseError, which is no "
                f"{' and no '.join(names)}: this does not catch it",
                advice=f"Catch {_NEW}, too.",
                edits=_edits(handler.type, view),
            )
            return


def _names(handler: ast.ExceptHandler) -> list[str]:
    """The last parts of the names that a handler catches; none for those that catch all."""
    caught = handler.type
    parts = caught.elts if isinstance(caught, ast.Tuple) else [] if caught is None else [caught]
    return [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in parts]


def _asks(node: ast.AST, view: ModuleView) -> bool:
    return isinstance(node, ast.Call) and ends(view.called(node), *_CALLED)


def _edits(caught: ast.expr, view: ModuleView) -> tuple[Edit, ...]:
    if any(True for _ in view.imported("dspy")):
        return ()
    text = view.segment(caught)
    if isinstance(caught, ast.Tuple):
        text = text.strip("()").rstrip().rstrip(",")
    return (view.replaced(caught, f"({text}, {_NEW})"),)


_PROGRAM = """\
import dspy

options = {{"temperature": 0.0, "max_tokens": 99}}
dspy.configure(
    lm=dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", **options)
)
answer = dspy.Predict("question -> answers: list[str]")
try:
    print(answer(question="why"))
except {caught}:
    print("it does not fit")
"""

RULE: Rule = Rule(
    code="LFT246",
    slug="format-errors",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.24",
    again=("3.4.0",),
    summary="an answer that does not fit raises no ValueError",
    visitors=dict((visitor(ast.Try, _try),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=10,
            before=_PROGRAM.format(caught="ValueError"),
            after=_PROGRAM.format(caught=f"(ValueError, {_NEW})"),
        ),
    ),
)
