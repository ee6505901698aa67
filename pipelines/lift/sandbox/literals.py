"""Values that cross the sandbox's border, and what it means for two of them to be the same.

The child writes values as JSON trees that name types. The parent rebuilds them here from plain
JSON, so no text that a hostile program wrote is ever evaluated or unpickled.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable
from typing import cast

from lift.errors import UsageError
from lift.sandbox.inside.requests import Plain

__all__ = ["Plain", "decode_tree", "parse_literal", "render_literal", "same_value"]

MAX_DEPTH = 40
"""How deep a value may nest."""


def decode_tree(tree: object, depth: int = 0) -> Plain:
    """Rebuild a value from the JSON tree in which the child wrote it.

    Raises:
        ValueError: The tree is not one that the child writes.
        TypeError: It has an unhashable key or set member.
    """
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    match tree:
        case None | bool() | int():
            return tree
        case str():
            return bytes.fromhex(tree).decode("utf-8", "surrogatepass")
        case ["float", str(number)]:
            return float.fromhex(number)
        case ["complex", str(real), str(imaginary)]:
            return complex(float.fromhex(real), float.fromhex(imaginary))
        case ["bytes", str(digits)]:
            return bytes.fromhex(digits)
        case list():
            kind, mark, *items = cast("list[object]", tree)
            if mark != 0:
                raise ValueError("not a value")
            return _collect(kind, [decode_tree(item, depth + 1) for item in items])
        case _:
            raise ValueError("not a value")


def _collect(kind: object, items: list[Plain]) -> Plain:
    match kind:
        case "list":
            return items
        case "tuple":
            return tuple(items)
        case "set":
            return set(items)
        case "dict":
            return dict(zip(items[::2], items[1::2], strict=True))
        case _:
            raise ValueError("unknown type")


def render_literal(value: object) -> str:
    """Write a value as Python source that `ast.literal_eval` reads back to the same value.

    Raises:
        ValueError: The value has no such form: it holds a nan, or something that is not plain.
    """
    match value:
        case None | bool() | int() | str() | bytes():
            return repr(value)
        case float():
            return _render_float(value)
        case complex():
            sign = "-" if math.copysign(1, value.imag) < 0 else "+"
            return f"({_render_float(value.real)}{sign}{_render_float(abs(value.imag))}j)"
        case list() | tuple() | set() | dict():
            return _render_many(cast("Plain", value))
        case _:
            raise ValueError(f"a value of type {type(value).__name__}")


def _render_many(value: Plain) -> str:
    if isinstance(value, dict):
        pairs = (f"{render_literal(k)}: {render_literal(v)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(render_literal, value)))}}}" if value else "set()"
    if isinstance(value, tuple):
        inner = ", ".join(map(render_literal, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"[{', '.join(map(render_literal, cast('list[Plain]', value)))}]"


def _render_float(value: float) -> str:
    if math.isnan(value):
        raise ValueError("nan")
    if math.isinf(value):
        return "1e999" if value > 0 else "-1e999"
    return repr(value)


def parse_literal(text: str, *, what: str) -> Plain:
    """Read a literal of a dataset.

    Raises:
        UsageError: The text is not a literal; `what` says whose it was meant to be.
    """
    try:
        return cast("Plain", ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise UsageError(
            f"{what} is not a Python literal: {text[:60]!r}",
            hint="write plain numbers, strings, bytes, tuples, lists, dicts, sets, None",
        ) from error


def same_value(got: object, expected: object) -> bool:
    """Compare exactly: type by type all the way down, so that True is not 1 and 1 is not 1.0."""
    return _same(cast("Plain", got), cast("Plain", expected))


def _same(got: Plain, expected: Plain) -> bool:
    if type(got) is not type(expected):
        return False
    match got, expected:
        case list(), list():
            return len(got) == len(expected) and all(map(_same, got, expected))
        case tuple(), tuple():
            return len(got) == len(expected) and all(map(_same, got, expected))
        case dict(), dict():
            return _typed(got) == _typed(expected) and all(
                _same(value, expected[key]) for key, value in got.items()
            )
        case set(), set():
            return _typed(got) == _typed(expected)
        case float(), float():
            return got.hex() == expected.hex()
        case _:
            return got == expected


def _typed(members: Iterable[Plain]) -> set[tuple[str, Plain]]:
    """Tell 1 from True and 1.0 among keys and members, by their full spelling."""
    return {(render_literal(member), member) for member in members}
