"""Loading a pickled program raises until it is allowed.

From 3.1.0 `dspy.load(folder)` and `program.load("file.pkl")` raise a ValueError without
`allow_pickle=True`: a pickle can run any code. Save the state as JSON where that is possible.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends, with_keywords
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_OPTION = "allow_pickle"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if view.open_keywords(node) or _OPTION in view.keywords_of(node) or view.guarded(node):
        return
    if view.name_of(node.func) == "dspy.load":
        if _is_state(node, view):
            return  # dspy.load takes the folder of a whole program, in every version
        message = (
            "ValueError: Loading with pickle is not allowed. Please set `allow_pickle=True` if you "
            "are sure you trust the source of the model."
        )
    elif _loads_pickle(node, view):
        message = (
            "ValueError: Loading .pkl files can run arbitrary code, which may be dangerous. Prefer "
            "saving with .json files if possible. Set `allow_pickle=True` if you are sure about "
            "the source of the file and in a trusted environment."
        )
    else:
        return
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Save the state as .json and load that; or say allow_pickle=True for files that "
        "nobody else can write.",
        edits=with_keywords(node, view, allow_pickle="True"),
    )


def _is_state(node: ast.Call, view: ModuleView) -> bool:
    path = view.constant(node.args[0]) if node.args else None
    return isinstance(path, str) and path.endswith(".json")


def _loads_pickle(node: ast.Call, view: ModuleView) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "load" or not node.args:
        return False
    path = view.constant(node.args[0])
    named = isinstance(path, str) and path.endswith(".pkl")
    return named and ends(f"{view.type_of(function.value)}.load", "load")


RULE: Rule = Rule(
    code="LFT123",
    slug="load-pickle",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="3.1.0",
    summary="loading a pickled program raises until it is allowed",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before="""\
import dspy

program = dspy.Predict("question -> answer")
program.save("state.pkl")
again = dspy.Predict("question -> answer")
again.load("state.pkl")
print(len(again.demos))
""",
            after="""\
import dspy

program = dspy.Predict("question -> answer")
program.save("state.pkl")
again = dspy.Predict("question -> answer")
again.load("state.pkl", allow_pickle=True)
print(len(again.demos))
""",
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=4,
            before="""\
import dspy

dspy.Predict("question -> answer").save("whole", save_program=True)
print(type(dspy.load("whole")).__name__)
""",
            after="""\
import dspy

dspy.Predict("question -> answer").save("whole", save_program=True)
print(type(dspy.load("whole", allow_pickle=True)).__name__)
""",
        ),
    ),
)
