"""Answers calls of a function that a model wrote, sealed off from everything but one pipe.

Started by `lift.sandbox.calls`. The request comes on stdin (marshal, so that no module has to be
loaded for reading it); answers go to the pipe, one JSON line each, as a tree that names types:
the parent rebuilds values from it and never evaluates text from here.
"""

from __future__ import annotations

import builtins
import marshal
import posix
import sys
from collections.abc import Callable
from typing import TypedDict

from . import seal

__all__ = ["Request", "main"]

_PIPE = 3
_MAX_DEPTH = 40
_MAX_INT_BITS = 10_000
_MAX_MESSAGE = 300
_FUTURE_ANNOTATIONS = 0x1000000


class Request(TypedDict):
    """What the parent asks for; only types that marshal knows."""

    parent: int
    machine: str
    filter: bytes
    cpu_s: float
    memory_mb: int
    modules: list[str]
    """Imported before sealing; no module can be loaded after it."""
    allowed: list[str]
    """What the code may import."""
    setup: str
    source: str
    entry: str
    calls: list[tuple[object, object]]
    """Per call its positional and its keyword arguments."""


def main(pipe: int) -> None:
    """Read the request, seal the process, run the code, answer every call, and end at once."""
    request: Request = marshal.loads(sys.stdin.buffer.read())
    posix.dup2(pipe, _PIPE, False)
    posix.closerange(_PIPE + 1, 256)
    for name in request["modules"]:
        try:
            __import__(name)
        except ImportError:  # it fails again, and is reported, when the code asks for it
            continue
    sys.path.clear()
    try:
        abi = _seal(request)
    except OSError as error:
        _send(f'["unsealed",{_text(str(error))}]')
        posix._exit(0)
    _send(f'["sealed",{abi}]')
    _serve(request)
    posix._exit(0)


def _seal(request: Request) -> int:
    """Close every door, then try two of them; return the version of Landlock.

    Raises:
        OSError: A needed layer was refused, or a door that must be shut still opens.
    """
    if sys.platform == "darwin":  # sandbox-exec has closed this process in before it started
        seal.limit(cpu_s=request["cpu_s"], memory_mb=request["memory_mb"], file_mb=0, files=16)
        return 0
    seal.die_with_parent(request["parent"])
    seal.limit(cpu_s=request["cpu_s"], memory_mb=request["memory_mb"], file_mb=0, files=16)
    seal.drop_capabilities(request["machine"])
    abi = seal.restrict_files([])
    posix.close(0)
    seal.install_filter(request["filter"])
    for attempt in (lambda: posix.open("/dev/null", posix.O_RDONLY), posix.fork):
        try:
            attempt()
        except PermissionError:
            continue
        raise OSError("the seccomp filter was accepted but does not hold")
    return abi


def _serve(request: Request) -> None:
    namespace: dict[str, object] = {"__name__": "solution"}
    namespace["__builtins__"] = _guarded_builtins(frozenset(request["allowed"]))
    broken = ""
    entry: Callable[..., object] | None = None
    try:
        entry = _load(request, namespace)
    except BaseException as error:  # noqa: BLE001  the model's code may raise anything
        broken = _error(error)
    for args, kwargs in request["calls"]:
        if entry is None:
            _send(broken)
            continue
        try:
            answer = f'["value",{_tree(entry(*args, **kwargs), 0)}]'  # type: ignore[misc, attr-defined]
        except _NotALiteral as error:
            answer = f'["error",{_text("NotALiteral")},{_text(error.args[0])}]'
        except BaseException as error:  # noqa: BLE001  the model's code may raise anything
            answer = _error(error)
        _send(answer)


def _load(request: Request, namespace: dict[str, object]) -> Callable[..., object]:
    setup = compile(request["setup"], "setup", "exec", dont_inherit=True)
    exec(setup, namespace)  # noqa: S102  this process exists for running that code
    flags = setup.co_flags & _FUTURE_ANNOTATIONS
    source = compile(request["source"], "fix", "exec", flags=flags, dont_inherit=True)
    exec(source, namespace)  # noqa: S102
    first, *rest = request["entry"].split(".")
    if first not in namespace:
        raise NameError(f"{first} is not defined")
    found = namespace[first]
    for name in rest:
        found = getattr(found, name)
    if not callable(found):
        raise TypeError(f"{request['entry']} is not a function")
    return found


def _guarded_builtins(allowed: frozenset[str]) -> dict[str, object]:
    """Return builtins whose import statement refuses and reports what is not allowed.

    This gives a readable error early. What holds against code that gets round it is the filter.
    """
    real = builtins.__import__

    def guarded(
        name: str,
        globals: dict[str, object] | None = None,  # noqa: A002  the import protocol's names
        locals: dict[str, object] | None = None,  # noqa: A002
        fromlist: tuple[str, ...] = (),
        level: int = 0,
    ) -> object:
        below = [f"{name}.{item}" for item in fromlist or ()]
        if level or not (
            _within(name, allowed) or (below and all(_within(n, allowed) for n in below))
        ):
            _send(f'["import",{_text(str(name))}]')
            raise ImportError(f"{name} may not be imported here")
        return real(name, globals, locals, fromlist, level)

    return {**vars(builtins), "__import__": guarded}


def _within(name: str, allowed: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in allowed for count in range(1, len(parts) + 1))


class _NotALiteral(Exception):
    """A returned value that is not made of plain built-in types; the message says which."""


def _tree(value: object, depth: int) -> str:
    """Write a value as JSON that names types; only exact built-in types, so nothing can pretend."""
    kind = type(value)
    if depth > _MAX_DEPTH:
        raise _NotALiteral(f"nested more than {_MAX_DEPTH} deep")
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]  # type: ignore[index]
    if kind is int:
        if value.bit_length() > _MAX_INT_BITS:  # type: ignore[attr-defined]
            raise _NotALiteral(f"an int of {value.bit_length():,} bits")  # type: ignore[attr-defined]
        return str(value)
    if kind is str:
        return _text(value)  # type: ignore[arg-type]
    if kind is float:
        return f'["float","{value.hex()}"]'  # type: ignore[attr-defined]
    if kind is complex:
        return f'["complex","{value.real.hex()}","{value.imag.hex()}"]'  # type: ignore[attr-defined]
    if kind is bytes:
        return f'["bytes","{value.hex()}"]'  # type: ignore[attr-defined]
    if kind is dict:
        items = [item for pair in value.items() for item in pair]  # type: ignore[attr-defined]
    elif kind is list or kind is tuple or kind is set:
        items = list(value)  # type: ignore[call-overload]
    else:
        raise _NotALiteral(f"a value of type {kind.__name__}")
    return f'["{kind.__name__}",{",".join(["0", *[_tree(item, depth + 1) for item in items]])}]'


def _error(error: BaseException) -> str:
    try:
        message = str(error)[:_MAX_MESSAGE]
    except BaseException:  # noqa: BLE001  the model's code wrote __str__
        message = ""
    return f'["error",{_text(type(error).__name__)},{_text(message)}]'


def _text(value: str) -> str:
    """Write a string as JSON without loading the json module: hexadecimal UTF-8."""
    return f'"{value.encode("utf-8", "surrogatepass").hex()}"'


def _send(line: str) -> None:
    data = line.encode() + b"\n"
    while data:
        data = data[posix.write(_PIPE, data) :]
