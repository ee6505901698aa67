"""Runs calls of a model-written function; brings back plain answers, the verdict is the caller's.

The child holds inputs only. Expected values stay in this process, so that nothing the code does,
from printing to patching to taking over its whole process, can make a wrong fix pass.
"""

from __future__ import annotations

import ast
import json
import os
import platform
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from lift.errors import SandboxUnavailable, UsageError
from lift.sandbox.command import CHILD_ENV, child_command, filter_of_this_machine
from lift.sandbox.filters import calls_filter
from lift.sandbox.inside.requests import CallsRequest
from lift.sandbox.limits import Limits
from lift.sandbox.literals import Plain, decode_tree, parse_literal, render_literal
from lift.sandbox.macos import calls_profile
from lift.sandbox.process import Ended, run_child

__all__ = ["Call", "CallAnswer", "CallsResult", "run_calls"]

_FORGED = "it wrote to the answer pipe itself"
_LOADED_LATE = {"datetime": ("_strptime", "time"), "time": ("_strptime",)}
"""Modules that others load in the middle of a call, when no file can be read any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call to make, as Python literals."""

    args: str = "()"
    kwargs: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswer:
    """What one call gave: exactly one of the two fields is set."""

    value: str | None = None
    """The returned value as a literal, written by this process; read it with `ast.literal_eval`."""
    error: str | None = None
    """`TYPE: MESSAGE` of the exception; `NotALiteral: ...` for a value that is not plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsResult:
    """The answers of a run, in the order of the calls; fewer than calls when it was stopped."""

    answers: tuple[CallAnswer, ...]
    stopped: str | None = None
    """Why the run did not end in order; whoever scores it gives 0 when this is set."""
    denied_imports: tuple[str, ...] = ()
    """Modules that the code tried to import at run time and was refused."""


def run_calls(
    *,
    source: str,
    entry: str,
    setup: str,
    calls: Sequence[Call],
    limits: Limits,
    python: str | None = None,
    allowed_imports: Sequence[str] = (),
) -> CallsResult:
    """Run `setup` and `source` in a sealed process, then call `entry` once per call.

    Args:
        source: The code that a model wrote.
        entry: Name of the function in it, dotted for a method.
        setup: Source that runs before it in the same namespace; what it imports is allowed.
        calls: Literals of the arguments.
        limits: Caps of the whole run.
        python: Interpreter; this one when None.
        allowed_imports: Standard-library modules that the code may import besides.

    Raises:
        SandboxUnavailable: A needed layer is missing, so nothing was run.
        UsageError: The arguments of a call are not literals, or `setup` does not parse.
    """
    tree = _parse_setup(setup)
    allowed = sorted({*_imports(tree, parts=False), *allowed_imports})
    allowed += [late for name in allowed for late in _LOADED_LATE.get(name, ())]
    modules = {*allowed, *_imports(tree, parts=True), *_submodules(source, allowed)}
    request: CallsRequest = {
        "parent": os.getpid(),
        "machine": platform.machine(),
        "filter": filter_of_this_machine(calls_filter),
        "cpu_s": limits.cpu_s,
        "memory_mb": limits.memory_mb * 2,
        "modules": sorted(modules),
        "allowed": allowed,
        "setup": setup,
        "source": source,
        "entry": entry,
        "calls": [_arguments(call) for call in calls],
    }
    interpreter = python or _this_python()
    profile = calls_profile(interpreter) if sys.platform == "darwin" else ()
    ended = run_child(
        command=(*profile, *child_command(interpreter, module="calls", site=False)),
        request=request,
        limits=limits,
        env=CHILD_ENV,
    )
    return _result(ended, len(calls))


def _this_python() -> str:
    """Return the interpreter behind a virtual environment: it starts a little faster."""
    base = getattr(sys, "_base_executable", None)
    return base if isinstance(base, str) and base else sys.executable


def _arguments(call: Call) -> tuple[list[Plain], dict[str, Plain]]:
    args = parse_literal(call.args, what="the args of a call")
    kwargs = parse_literal(call.kwargs, what="the kwargs of a call")
    if not isinstance(args, tuple | list) or not isinstance(kwargs, dict):
        raise UsageError(
            f"a call needs a tuple and a dict, not {call.args[:60]!r} and {call.kwargs[:60]!r}",
            hint='write args as "(1, 2)" and kwargs as "{}"',
        )
    return list(args), {str(name): value for name, value in kwargs.items()}


def _parse_setup(setup: str) -> ast.Module:
    try:
        return ast.parse(setup)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise UsageError(
            f"the setup of the calls does not parse: {error}",
            hint="repair check.setup of the example in the dataset",
        ) from error


def _submodules(source: str, allowed: Collection[str]) -> list[str]:
    """Return what the code imports below the allowed modules, to be loaded before the seal."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # it is told so as its answer
        return []
    return [name for name in _imports(tree, parts=True) if name.partition(".")[0] in allowed]


def _imports(tree: ast.Module, *, parts: bool) -> Iterator[str]:
    """Yield the modules that code imports; with `parts`, also names that may be submodules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if parts:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _result(ended: Ended, expected: int) -> CallsResult:
    lines = ended.output.split(b"\n")
    try:
        messages = [_message(line) for line in lines[:-1]]
    except (ValueError, TypeError, RecursionError):
        return CallsResult(answers=(), stopped=_FORGED)
    _check_sealed(messages, ended)
    denied = tuple(str(parts[0]) for kind, parts in messages if kind == "import")
    answers = tuple(_answer(*message) for message in messages if message[0] in {"value", "error"})
    stopped = ended.stopped
    if stopped is None and (len(messages) - 1 - len(denied) > expected or lines[-1]):
        stopped = _FORGED
    if stopped is None and len(answers) < expected:
        stopped = f"{ended.ending} before answering call {len(answers) + 1} of {expected}"
    return CallsResult(answers=answers[:expected], stopped=stopped, denied_imports=denied)


def _message(line: bytes) -> tuple[str, list[Plain]]:
    """Read one line of the pipe, strictly: what kind of message, and its parts."""
    message = cast("list[object]", json.loads(line))
    match message:
        case ["sealed", int()] | ["unsealed", str()] | ["import", str()] | ["value", _]:
            pass
        case ["error", str(), str()]:
            pass
        case _:
            raise ValueError("not a message of the sandbox")
    return str(message[0]), [decode_tree(part) for part in message[1:]]


def _check_sealed(messages: Sequence[tuple[str, list[Plain]]], ended: Ended) -> None:
    match messages:
        case [("sealed", _), *_]:
            return
        case [("unsealed", [reason]), *_]:
            text = str(reason)
        case _:
            text = f"{ended.ending} before it was closed"
    raise SandboxUnavailable(
        f"the sandbox could not be closed: {text}", hint="lift doctor shows every layer"
    )


def _answer(kind: str, parts: Sequence[Plain]) -> CallAnswer:
    if kind == "error":
        name, text = map(str, parts)
        return CallAnswer(error=f"{name}: {text}" if text else name)
    try:
        return CallAnswer(value=render_literal(parts[0]))
    except ValueError as error:
        return CallAnswer(error=f"NotALiteral: {error}")
