"""`dspy.configure` in what a server runs once per request raises from the second request on.

Until 2.6 any task of the thread could configure. From 3.0.0 the first asyncio task that does so
owns the settings, and every other one is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_HANDLERS = frozenset(
    "get post put patch delete route api_route websocket on_message on_chat_start on_chat_resume "
    "command tool on_event message_handler".split()
)
_ONCE = ("startup", "shutdown")
_TASKS = ("gather", "create_task", "ensure_future", "as_completed", "wait_for")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.name_of(node.func), "configure") or view.guarded(node):
        return
    if not ends(view.name_of(node.func), "settings.configure") and (
        view.name_of(node.func) != "dspy.configure"
    ):
        return
    function = _around(node, view)
    if function is None or not _per_task(function, view):
        return
    yield RULE.finding(
        view,
        node,
        message="RuntimeError: dspy.configure(...) can only be called from the same async task "
        "that called it first, from the second task on",
        advice="Use `with dspy.context(...):` here, and configure once where the program starts.",
    )


def _around(node: ast.AST, view: ModuleView) -> _Function | None:
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        parent = view.parent(parent)
    return parent


def _per_task(function: _Function, view: ModuleView) -> bool:
    """Whether a function runs in many tasks, by itself or inside of a handler of this file."""
    if isinstance(function, ast.AsyncFunctionDef):
        return _is_handler(function, view) or _is_made_a_task(function.name, view)
    return any(
        _calls(handler, function.name)
        for handler in nodes_of(view.tree)
        if isinstance(handler, ast.AsyncFunctionDef) and _is_handler(handler, view)
    )


def _is_handler(function: ast.AsyncFunctionDef, view: ModuleView) -> bool:
    for decorator in function.decorator_list:
        maker = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(maker, ast.Attribute) and maker.attr in _HANDLERS:
            given = decorator.args if isinstance(decorator, ast.Call) else []
            return not any(view.constant(one) in _ONCE for one in given)
    return False


def _is_made_a_task(name: str, view: ModuleView) -> bool:
    """`asyncio.gather(*(f(one) for one in many))` and the like."""
    for node in nodes_of(view.tree):
        method = node.func if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or not isinstance(method, ast.Attribute):
            continue
        if method.attr in _TASKS and any(_calls(one, name) for one in node.args):
            return method.attr == "gather" or _in_loop(node, view)
    return False


def _in_loop(node: ast.AST, view: ModuleView) -> bool:
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.ListComp, ast.GeneratorExp)):
            return True
        parent = view.parent(parent)
    return False


def _calls(inside: ast.AST, name: str) -> bool:
    for node in ast.walk(inside):
        if isinstance(node, ast.Call):
            function = node.func
            if name in (getattr(function, "id", None), getattr(function, "attr", None)):
                return True
    return False


_PROGRAM = """\
import asyncio

import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x")


async def answer(question):
    {setting}
        return await dspy.Predict("question -> answer").acall(question=question)


async def main():
    answers = await asyncio.gather(answer("why"), answer("how"))
    print([one.answer for one in answers])


asyncio.run(main())
"""

RULE: Rule = Rule(
    code="LFT174",
    slug="configure-in-task",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="3.0.0",
    summary="dspy.configure in what runs in many asyncio tasks",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=9,
            before=_PROGRAM.format(setting="dspy.configure(lm=lm)\n    if True:"),
            after=_PROGRAM.format(setting="with dspy.context(lm=lm):"),
        ),
    ),
)
