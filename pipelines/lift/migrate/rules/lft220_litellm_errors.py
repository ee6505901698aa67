"""Errors of LiteLLM and OpenAI are not what a failed call raises any more.

From 3.3.0 a model that cannot be reached, refuses or is overloaded raises an error of DSPy, such as
`dspy.LMRateLimitError`, whichever client is used. None of them is an `openai.APIError`: a handler
that names one of those, or a retry that waits for one, is never run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.outside import asks_itself, calls_in, origin_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PACKAGES = ("litellm.", "openai.")
_IMPORTED = ("litellm", "openai")
_UNREACHABLE = ("LMServerError", "LMTransportError")
_NEW = {
    "RateLimitError": ("LMRateLimitError",),
    "APIConnectionError": ("LMTransportError",),
    "Timeout": ("LMTimeoutError",),
    "APITimeoutError": ("LMTimeoutError",),
    "AuthenticationError": ("LMAuthError",),
    "PermissionDeniedError": ("LMAuthError",),
    "ContextWindowExceededError": ("ContextWindowExceededError",),
    "BadRequestError": ("LMInvalidRequestError",),
    "NotFoundError": ("LMInvalidRequestError",),
    "InternalServerError": _UNREACHABLE,
    "ServiceUnavailableError": _UNREACHABLE,
}
_ASKING = ("__call__", "acall", "forward", "compile")
_OTHERS = frozenset({"create", "completion", "acompletion", "embedding", "aembedding", "embed"})
"""Methods of clients beside DSPy."""
_WAITING = ("retry_if_exception_type", "retry_if_not_exception_type", "on_exception")


def _try(node: ast.Try, view: ModuleView) -> Iterator[Finding]:
    if not any(package in view.text for package in _IMPORTED):
        return
    named = [one for handler in node.handlers if handler.type for one in _named(handler.type, view)]
    if named and _may_ask_dspy(node.body, view):
        yield from named


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    if name in _WAITING and not asks_itself(view):
        for given in node.args:
            yield from _named(given, view)


def _named(node: ast.expr, view: ModuleView) -> Iterator[Finding]:
    """A finding for the errors that a handler names; none where it names those of DSPy too."""
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    old = [one for one in kinds if _is_old(one, view)]
    if not old or any(view.name_of(one) is not None or _catches_all(one) for one in kinds):
        return
    names = [ast.unparse(one).rpartition(".")[2] for one in old]
    wanted = (one for name in names for one in _NEW.get(name, ("LMError",)))
    new = [f"dspy.{one}" for one in dict.fromkeys(wanted)]
    yield RULE.finding(
        view,
        old[0],
        message=f"no call of a model raises {names[0]} any more: it raises {new[0]}, which is none "
        "of that kind",
        advice=f"Name {' and '.join(new)} too; dspy.LMError is what all of them inherit from.",
        edits=_with(node, new, view),
    )


def _with(node: ast.expr, new: list[str], view: ModuleView) -> tuple[Edit, ...]:
    bound = view.bindings_of(ast.Name(id="dspy"))
    if not any(one.imported is not None and one.imported.module == "dspy" for one in bound):
        return ()
    if not isinstance(node, ast.Tuple):
        return (view.replaced(node, f"({', '.join([view.segment(node), *new])})"),)
    last = node.elts[-1]
    return (view.replaced(last, ", ".join([view.segment(last), *new])),)


def _is_old(node: ast.expr, view: ModuleView) -> bool:
    origin = origin_of(node, view) or ""
    return origin.startswith(_PACKAGES) and origin.rpartition(".")[2][:1].isupper()


def _catches_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("Exception", "BaseException")


def _may_ask_dspy(body: list[ast.stmt], view: ModuleView) -> bool:
    """Whether the statements call something of DSPy, or something that nothing else explains."""
    calls = [call for statement in body for call in calls_in(statement)]
    if any(ends(view.called(one), *_ASKING) for one in calls):
        return True
    named = {one.func.attr for one in calls if isinstance(one.func, ast.Attribute)}
    return bool(calls) and not named & _OTHERS and not asks_itself(view)


_PROGRAM = """\
import dspy
import litellm

options = {{"num_retries": 0, "max_tokens": 99, "cache": False}}
lm = dspy.LM("openai/m", api_base="http://localhost:1/v1", api_key="x", **options)
try:
    print(lm("hello"))
except {errors}:
    print("not there")
"""

RULE: Rule = Rule(
    code="LFT220",
    slug="litellm-errors",
    severity=Severity.WARNING,
    fix=Fix.UNSAFE,
    since="3.3.0",
    summary="a failed call raises no error of LiteLLM or OpenAI",
    visitors=dict((visitor(ast.Try, _try), visitor(ast.Call, _call))),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=8,
            before=_PROGRAM.format(errors="litellm.exceptions.InternalServerError"),
            after=_PROGRAM.format(errors="dspy.LMError"),
        ),
    ),
)
