"""A value that fits a JSON Schema, always the same one."""

from __future__ import annotations

from collections.abc import Mapping

from lift.engine.request import JsonValue

__all__ = ["sample"]

_DEEPEST = 6


def sample(schema: JsonValue, name: str) -> JsonValue:
    """Return a value for a field; a short text with its name where nothing says otherwise."""
    if not isinstance(schema, dict):
        return _text(name)
    definitions = schema.get("$defs")
    known = definitions if isinstance(definitions, dict) else {}
    return _value(schema, name, known, 0)


def _text(name: str) -> str:
    return f"a sample {name.replace('_', ' ')}"


def _value(
    schema: Mapping[str, JsonValue], name: str, known: Mapping[str, JsonValue], depth: int
) -> JsonValue:
    """Return the first value that the schema names, or one built from its type."""
    if depth > _DEEPEST:
        return None
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    choices = schema.get("enum") or schema.get("examples")
    if isinstance(choices, list) and choices:
        return choices[0]
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _part(known.get(reference.rpartition("/")[2]), name, known, depth)
    for key in ("anyOf", "oneOf", "allOf"):
        options = schema.get(key)
        if isinstance(options, list) and options:
            return _part(options[0], name, known, depth)
    return _of_type(schema, name, known, depth)


def _of_type(
    schema: Mapping[str, JsonValue], name: str, known: Mapping[str, JsonValue], depth: int
) -> JsonValue:
    kind = schema.get("type")
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    floor = low + 1 if isinstance(low, (int, float)) else None
    if kind == "integer":
        return int(floor) if floor is not None else 7
    if kind == "number":
        return float(floor) if floor is not None else 0.5
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    if kind == "array":
        items = schema.get("prefixItems")
        if isinstance(items, list):
            return [_part(one, name, known, depth) for one in items]
        return [_part(schema.get("items"), name, known, depth)]
    if kind == "object":
        return _object(schema, known, depth)
    return _string(schema, name)


def _object(
    schema: Mapping[str, JsonValue], known: Mapping[str, JsonValue], depth: int
) -> JsonValue:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {name: _part(one, name, known, depth) for name, one in properties.items()}


def _part(schema: JsonValue, name: str, known: Mapping[str, JsonValue], depth: int) -> JsonValue:
    if not isinstance(schema, dict) or not schema:
        return _text(name)
    return _value(schema, name, known, depth + 1)


def _string(schema: Mapping[str, JsonValue], name: str) -> str:
    formats = {
        "date": "2026-01-02",
        "date-time": "2026-01-02T03:04:05Z",
        "time": "03:04:05Z",
        "uuid": "00000000-0000-4000-8000-000000000000",
        "uri": "http://localhost/sample",
        "email": "sample@example.com",
    }
    shape = schema.get("format")
    text = formats.get(shape, _text(name)) if isinstance(shape, str) else _text(name)
    longest = schema.get("maxLength")
    return text[: int(longest)] if isinstance(longest, int) else text
