"""Values that cross the sandbox's border, and what it means for two of them to be the same.

The child writes values as JSON trees that name types. The parent rebuilds them here from plain
JSON, so no text that a hostile program wrote is ever evaluated or unpickled.
"""

from __future__ import annotations

import ast
import math

from lift.errors import UsageError

__all__ = ["decode_tree", "parse_literal", "render_literal", "same_value"]

MAX_DEPTH = 40
"""How deep a value may nest."""


def decode_tree(tree: object, depth: int = 0) -> object:
    """Rebuild a value from the JSON tree in which the child wrote it.

    Raises:
        ValueError: The tree is not one that the child writes.
        TypeError: It has an unhashable key or set member.
    """
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if tree is None or isinstance(tree, bool | int):
        return tree
    if isinstance(tree, str):
        return bytes.fromhex(tree).decode("utf-8", "surrogatepass")
    if not isinstance(tree, list) or len(tree) < 2 or not isinstance(tree[0], str):
        raise ValueError("not a value")
    kind, *rest = tree
    if kind in {"float", "complex", "bytes"}:
        return _decode_scalar(kind, rest)
    items = [decode_tree(item, depth + 1) for item in rest[1:]]
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
            raise ValueError(f"unknown type {kind[:20]}")


def _decode_scalar(kind: str, rest: list[object]) -> object:
    texts = [text for text in rest if isinstance(text, str)]
    match kind, len(texts):
        case "float", 1:
            return float.fromhex(texts[0])
        case "complex", 2:
            return complex(float.fromhex(texts[0]), float.fromhex(texts[1]))
        case "bytes", 1:
            return bytes.fromhex(texts[0])
        case _:
            raise ValueError(f"malformed {kind}")


def render_literal(value: object) -> str:
    """Write a value as Python source that `ast.literal_eval` reads back to the same value.

    Raises:
        ValueError: The value has no such form: a nan, or a type beyond the plain built-in ones.
    """
    match value:
        case None | bool() | int() | str() | bytes():
            return repr(value)
        case float():
            return _render_float(value)
        case complex():
            sign = "-" if math.copysign(1, value.imag) < 0 else "+"
            return f"({_render_float(value.real)}{sign}{_render_float(abs(value.imag))}j)"
        case list():
            return f"[{', '.join(map(render_literal, value))}]"
        case tuple():
            inner = ", ".join(map(render_literal, value))
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case set():
            return f"{{{', '.join(sorted(map(render_literal, value)))}}}" if value else "set()"
        case dict():
            pairs = (f"{render_literal(k)}: {render_literal(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _:
            raise ValueError(f"a value of type {type(value).__name__}")


def _render_float(value: float) -> str:
    if math.isnan(value):
        raise ValueError("nan")
    if math.isinf(value):
        return "1e999" if value > 0 else "-1e999"
    return repr(value)


def parse_literal(text: str, *, what: str) -> object:
    """Read a literal of a dataset.

    Raises:
        UsageError: The text is not a literal; `what` says whose it was meant to be.
    """
    try:
        value: object = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise UsageError(
            f"{what} is not a Python literal: {text[:60]!r}",
            hint="write plain numbers, strings, bytes, tuples, lists, dicts, sets, None",
        ) from error
    return value


def same_value(got: object, expected: object) -> bool:
    """Compare exactly: type by type all the way down, so that True is not 1 and 1 is not 1.0."""
    if type(got) is not type(expected):
        return False
    if isinstance(got, list | tuple) and isinstance(expected, list | tuple):
        return len(got) == len(expected) and all(map(same_value, got, expected))
    if isinstance(got, dict) and isinstance(expected, dict):
        if len(got) != len(expected):
            return False
        kinds = {key: (type(key), value) for key, value in expected.items()}
        return all(
            key in kinds and kinds[key][0] is type(key) and same_value(value, kinds[key][1])
            for key, value in got.items()
        )
    if isinstance(got, set) and isinstance(expected, set):
        members = {(type(item), item) for item in expected}
        return {(type(item), item) for item in got} == members
    if isinstance(got, float) and isinstance(expected, float):
        return got.hex() == expected.hex()
    return got == expected
