"""`dspy.PythonInterpreter({})` raises.

The tutorials of DSPy built the interpreter with an empty dictionary, a parameter of long ago. Until
3.1.0 a dictionary was taken as nothing; from 3.1.2 on the first parameter, the command that starts
Deno, has to be a list.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, builds
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    command = argument(node, view, "deno_command", 0)
    if command is None or not builds(node, view, "PythonInterpreter"):
        return
    if not _is_dictionary(command, view) or "import_white_list" in view.keywords_of(node):
        return  # that parameter is gone, which raises first
    edits: tuple[Edit, ...] = ()
    if node.args and len(node.args) + len(node.keywords) == 1:
        edits = (view.replaced(node, f"{view.segment(node.func)}()"),)
    yield RULE.finding(
        view,
        node,
        message="TypeError: deno_command must be a list of strings, not a dict",
        advice="Write PythonInterpreter(); the dictionary did nothing.",
        edits=edits,
    )


def _is_dictionary(node: ast.expr, view: ModuleView) -> bool:
    if isinstance(node, ast.Name):
        values = [one.value for one in view.bindings_of(node)[:1] if one.index is None]
        return any(isinstance(one, ast.Dict) for one in values)
    made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
    return made or isinstance(node, ast.Dict)


_PROGRAM = """\
import dspy

interpreter = dspy.PythonInterpreter({given})
print(type(interpreter).__name__)
"""

RULE: Rule = Rule(
    code="LFT132",
    slug="interpreter-command",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.1.2",
    summary="PythonInterpreter takes no dictionary",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=3,
            before=_PROGRAM.format(given="{}"),
            after=_PROGRAM.format(given=""),
        ),
    ),
)
