"""The reference page of eval/eval_report.json, made from the models themselves.

Written to docs/reference/ by scripts/write_report_reference.py; a test keeps it fresh.
"""

from __future__ import annotations

import inspect

from pydantic import BaseModel, JsonValue

from lift.report.files import DOCUMENTS

__all__ = ["reference_text"]

_INTRODUCTION = """\
# eval_report.json, baseline.json, regress.json

<!-- Written by scripts/write_report_reference.py; do not edit. -->

Three JSON documents under `eval/`. Each carries `schema_version` (now 1); a lift that meets a
newer one refuses it. Unknown keys and numbers that are not finite are errors. The JSON Schemas
ship in the package under `lift/report/schemas/`. How the numbers are made:
[numbers](../explanation/numbers.md).

`times` holds all that may differ between a run and its replay; the rest has to be equal.
"""
_TITLES = {
    "eval_report": "eval_report.json, written by `lift optimize`",
    "baseline": "baseline.json, written by `lift baseline capture`",
    "regress": "regress.json, written by `lift regress run`",
}


def reference_text() -> str:
    """Return the page: a table of fields for every object, each object once."""
    parts = [_INTRODUCTION]
    seen: set[str] = set()
    for name, title in _TITLES.items():
        schema = DOCUMENTS[name].model_json_schema(mode="serialization")
        parts.append(f"## {title}\n")
        parts.append(_object(DOCUMENTS[name], schema))
        for inner, definition in sorted(_mapping(schema.get("$defs")).items()):
            if inner not in seen:
                seen.add(inner)
                parts.append(f"### {inner}\n")
                parts.append(_table(_mapping(definition)))
    return "\n".join(parts)


def _object(model: type[BaseModel], schema: dict[str, JsonValue]) -> str:
    return f"{inspect.getdoc(model)}\n\n{_rows(schema)}"


def _table(schema: dict[str, JsonValue]) -> str:
    return f"{schema.get('description', '')}\n\n{_rows(schema)}"


def _rows(schema: dict[str, JsonValue]) -> str:
    lines = ["| Field | Type | Meaning |", "|---|---|---|"]
    for name, raw in _mapping(schema.get("properties")).items():
        field = _mapping(raw)
        meaning = str(field.get("description", "")).replace("|", "\\|")
        lines.append(f"| `{name}` | {_type(field)} | {meaning} |")
    return "\n".join(lines) + "\n"


def _type(field: dict[str, JsonValue]) -> str:
    """Say a field's type in words."""
    choices = field.get("anyOf")
    if isinstance(choices, list):
        return " or ".join(_type(_mapping(choice)) for choice in choices)
    if "const" in field:
        return f"`{field['const']}`"
    options = field.get("enum")
    if isinstance(options, list):
        return ", ".join(f"`{option}`" for option in options)
    reference = field.get("$ref")
    if isinstance(reference, str):
        return reference.rsplit("/", 1)[-1]
    if field.get("type") == "array":
        return f"list of {_type(_mapping(field.get('items')))}"
    if field.get("type") == "object" and field.get("additionalProperties"):
        return f"map to {_type(_mapping(field.get('additionalProperties')))}"
    return str(field.get("type", "any"))


def _mapping(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
