"""`dspy.PythonInterpreter` and `dspy.ProgramOfThought` run code in Deno.

Until 2.5 they ran it in Python itself, without anything to install. From 2.6.0 on they start
Deno, and raise where it is not installed; the code sees no module of the program's environment.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import builds
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if builds(node, view, "PythonInterpreter", "ProgramOfThought") and not view.guarded(node):
        yield RULE.finding(
            view,
            node,
            message="this runs code in Deno and raises where that is not installed: "
            "InterpreterError: Deno executable not found.",
            advice="Install Deno (https://deno.com) where the program runs.",
        )


RULE: Rule = Rule(
    code="LFT153",
    slug="needs-deno",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="PythonInterpreter and ProgramOfThought need Deno",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=6,
            before="""\
import os

import dspy

os.environ["PATH"] = ""
interpreter = dspy.PythonInterpreter({})
print(interpreter.execute("1 + 1"))
""",
            after="",
        ),
    ),
)
