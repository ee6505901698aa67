"""JSON on its way to a host; refuses schemas that the host would ignore in silence.

llama.cpp answers without any constraint when it cannot read a schema, so the plain mistakes are
looked for first. Called by the hosts before they send.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from lift.engine.request import JsonValue
from lift.errors import ModelError

__all__ = ["check_schema", "plain_json"]

_TYPES = frozenset("object array string number integer boolean null".split())
_MAPS = ("properties", "$defs", "definitions", "patternProperties")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_ONES = ("items", "additionalProperties", "not")


def check_schema(schema: Mapping[str, object]) -> None:
    """Check types and references of a schema.

    Raises:
        ModelError: a type does not exist or a reference points nowhere; the message says where.
    """
    _check(schema, schema, "#")


def plain_json(value: JsonValue) -> Any:
    """Turn the mappings and tuples of a request into the dicts and lists that clients want."""
    if isinstance(value, Mapping):
        return {name: plain_json(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(item) for item in value]
    return value


def _check(node: object, root: Mapping[str, object], place: str) -> None:
    if isinstance(node, bool):
        return
    schema = _mapping(node, place)
    kinds = schema.get("type", ())
    several = isinstance(kinds, (list, tuple))
    for kind in cast("Sequence[object]", kinds) if several else (kinds,):
        if kind not in _TYPES:
            raise _wrong(f"{place}/type", f"names the type {kind!r}, which JSON does not have")
    reference = schema.get("$ref")
    if reference is not None and not _resolves(reference, root):
        raise _wrong(f"{place}/$ref", f"points to {reference!r}, which is not in the schema")
    for where, child in _children(schema, place):
        _check(child, root, where)


def _children(schema: Mapping[str, object], place: str) -> Iterator[tuple[str, object]]:
    """Yield every schema directly inside this one, with its place."""
    for key in _ONES:
        if key in schema:
            yield f"{place}/{key}", schema[key]
    for key in _LISTS:
        for index, item in enumerate(_sequence(schema.get(key, ()), f"{place}/{key}")):
            yield f"{place}/{key}/{index}", item
    for key in _MAPS:
        for name, item in _mapping(schema.get(key, {}), f"{place}/{key}").items():
            yield f"{place}/{key}/{name}", item


def _mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _wrong(place, f"is {type(value).__name__} and not an object")
    return cast("Mapping[str, object]", value)


def _sequence(value: object, place: str) -> Sequence[object]:
    if not isinstance(value, (list, tuple)):
        raise _wrong(place, f"is {type(value).__name__} and not a list")
    return cast("Sequence[object]", value)


def _resolves(reference: object, root: Mapping[str, object]) -> bool:
    if not isinstance(reference, str) or not reference.startswith("#"):
        return False
    node: Any = root
    for step in filter(None, reference[1:].split("/")):
        if not isinstance(node, dict):
            return False
        node = cast("dict[str, Any]", node).get(step.replace("~1", "/").replace("~0", "~"))
    return node is not None


def _wrong(place: str, what: str) -> ModelError:
    return ModelError(
        f"the response schema is wrong: {place} {what}",
        hint="correct the output types of the program",
    )
