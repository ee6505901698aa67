"""`dspy.configure` in a second thread raises.

Until 2.5 every thread could configure DSPy for itself. From 2.6.0 on the settings belong to the
first thread that configures them; Streamlit runs its script in a new thread each time, and a web
framework its handlers in a pool of threads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_HANDLERS = frozenset("get post put patch delete route api_route websocket task".split())
_STARTERS = frozenset("Thread submit map apply_async apply run_in_executor to_thread".split())
_KEPT = ("cache_resource", "cache_data", "session_state", "cache", "experimental_singleton")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = view.name_of(node.func)
    if name not in ("dspy.configure", "dspy.settings.configure") and not ends(
        name, "settings.configure"
    ):
        return
    if view.guarded(node) or not _in_threads(node, view):
        return
    yield RULE.finding(
        view,
        node,
        message="RuntimeError: dspy.settings can only be changed by the thread that initially "
        "configured it., raised from the second thread on",
        advice="Use `with dspy.context(lm=...):` here, or configure once where the process starts.",
    )


def _in_threads(node: ast.Call, view: ModuleView) -> bool:
    function: ast.FunctionDef | None = None
    around = view.parent(node)
    while around is not None:
        if isinstance(around, ast.AsyncFunctionDef):
            return False  # the event loop has one thread
        if isinstance(around, ast.FunctionDef):
            function = function or around
            if any(kept in view.segment(one) for one in around.decorator_list for kept in _KEPT):
                return False
        if isinstance(around, ast.If) and any(kept in view.segment(around.test) for kept in _KEPT):
            return False
        around = view.parent(around)
    if _is_streamlit(view.tree):
        return function is None or _runs_at_each(function.name, view.tree)
    if function is None:
        return False
    return _is_handler(function) or function.name in _started(view.tree)


def _is_handler(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in _HANDLERS
        and bool(one.args)
        for one in function.decorator_list
    )


@lru_cache(maxsize=4)
def _is_streamlit(tree: ast.Module) -> bool:
    """Whether the module is the script of a Streamlit app: it draws something at its top level."""
    imported = any(
        isinstance(one, ast.Import) and any(a.name == "streamlit" for a in one.names)
        for one in tree.body
    )
    return imported and any(
        isinstance(one, ast.Attribute)
        and isinstance(one.value, ast.Name)
        and one.value.id in ("st", "streamlit")
        and one.attr in ("title", "header", "set_page_config", "text_input", "chat_input", "button")
        for one in nodes_of(tree)
    )


def _runs_at_each(name: str, tree: ast.Module) -> bool:
    """Whether the script calls a function at its top level."""
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == name
        for statement in tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for one in ast.walk(statement)
    )


@lru_cache(maxsize=4)
def _started(tree: ast.Module) -> frozenset[str]:
    """The functions that the module runs in threads of their own."""
    found: set[str] = set()
    for node in nodes_of(tree):
        if not isinstance(node, ast.Call):
            continue
        callee = node.func
        name = callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", "")
        if name not in _STARTERS or (name == "map" and isinstance(callee, ast.Name)):
            continue
        given = [*node.args[:2], *(one.value for one in node.keywords if one.arg == "target")]
        found.update(one.id for one in given if isinstance(one, ast.Name))
    return frozenset(found)


_PROGRAM = """\
import threading

import dspy

lm = dspy.LM("openai/m", temperature=0.0, max_tokens=99)
dspy.configure(lm=lm)


def work():
    with dspy.context(lm=lm):
        print(dspy.settings.lm.model)


thread = threading.Thread(target=work)
thread.start()
thread.join()
"""

RULE: Rule = Rule(
    code="LFT157",
    slug="configure-in-thread",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="2.6.0",
    summary="dspy.configure in a second thread raises",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.5.43",
            new="3.0.1",
            line=10,
            before=_PROGRAM.replace(
                "    with dspy.context(lm=lm):\n        print",
                "    dspy.configure(lm=lm)\n    print",
            ),
            after=_PROGRAM,
        ),
    ),
)
