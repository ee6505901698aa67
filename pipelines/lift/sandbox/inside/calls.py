"""Answers calls of a function that a model wrote, sealed off from everything but one pipe.

Started by `lift.sandbox.calls`. The request comes on stdin (marshal, so that no module has to be
loaded for reading it); answers go to the pipe, one JSON line each, as a tree that names types:
the parent rebuilds values from it and never evaluates text from here.
"""

from __future__ import annotations

import builtins
import marshal
import os
import sys

from . import seal  # noqa: TID252  there is no package `lift` in here

TYPE_CHECKING = False  # loading the typing module would take longer than everything else here
if TYPE_CHECKING:
    from collections.abc import Callable

    from .requests import CallsRequest, Plain  # noqa: TID252

__all__ = ["main"]

_PIPE = 3
_MAX_DEPTH = 40
_MAX_INT_BITS = 10_000
_MAX_MESSAGE = 300
_FUTURE_ANNOTATIONS = 0x1000000


def main(pipe: int) -> None:
    """Read the request, seal the process, run the code, answer every call, and end at once."""
    request: CallsRequest = marshal.loads(sys.stdin.buffer.read())  # noqa: S302  from our parent
    os.dup2(pipe, _PIPE, False)
    os.closerange(_PIPE + 1, 256)
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
        seal.leave()
    _send(f'["sealed",{abi}]')
    _serve(request)
    seal.leave()


def _seal(request: CallsRequest) -> int:
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
    os.close(0)
    seal.install_filter(request["filter"])
    doors: list[Callable[[], object]] = [lambda: os.open("/dev/null", os.O_RDONLY), os.fork]
    for attempt in doors:
        try:
            attempt()
        except PermissionError:
            continue
        raise OSError("the seccomp filter was accepted but does not hold")
    return abi


def _serve(request: CallsRequest) -> None:
    namespace: dict[str, object] = {"__name__": "solution"}
    namespace["__builtins__"] = _guarded_builtins(frozenset(request["allowed"]))
    broken = ""
    entry: Callable[..., Plain] | None = None
    try:
        entry = _load(request, namespace)
    except BaseException as error:  # noqa: BLE001  the model's code may raise anything
        broken = _error(error)
    for args, kwargs in request["calls"]:
        if entry is None:
            _send(broken)
            continue
        try:
            answer = f'["value",{_tree(entry(*args, **kwargs), 0)}]'
        except _NotALiteral as error:
            answer = f'["error",{_text("NotALiteral")},{_text(error.args[0])}]'
        except BaseException as error:  # noqa: BLE001  the model's code may raise anything
            answer = _error(error)
        _send(answer)


def _load(request: CallsRequest, namespace: dict[str, object]) -> Callable[..., Plain]:
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
    return found  # pyright: ignore[reportReturnType]  _tree finds out


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


def _tree(value: Plain, depth: int) -> str:
    """Write a value as JSON that names types; only exact built-in types, so nothing can pretend."""
    if depth > _MAX_DEPTH:
        raise _NotALiteral(f"nested more than {_MAX_DEPTH} deep")
    items: list[Plain]
    if type(value) is dict:
        items = [item for pair in value.items() for item in pair]
    elif type(value) is list or type(value) is tuple or type(value) is set:
        items = list(value)
    else:
        return _scalar(value)
    parts = ["0", *[_tree(item, depth + 1) for item in items]]
    return f'["{type(value).__name__}",{",".join(parts)}]'


def _scalar(value: Plain) -> str:
    if value is None or value is True or value is False:
        return "null" if value is None else str(value).lower()
    if type(value) is int:
        if value.bit_length() > _MAX_INT_BITS:
            raise _NotALiteral(f"an int of {value.bit_length():,} bits")
        return str(value)
    if type(value) is str:
        return _text(value)
    if type(value) is float:
        return f'["float","{value.hex()}"]'
    if type(value) is complex:
        return f'["complex","{value.real.hex()}","{value.imag.hex()}"]'
    if type(value) is bytes:
        return f'["bytes","{value.hex()}"]'
    raise _NotALiteral(f"a value of type {type(value).__name__}")


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
        data = data[os.write(_PIPE, data) :]
