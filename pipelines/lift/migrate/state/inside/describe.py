"""Write down the predictors and fields of a program: describe.py MODULE:NAME OUT.

Runs on whatever Python and DSPy the environment has; the result is JSON in the file OUT.
"""
# Everything here belongs to a DSPy of any version, so nothing is known about its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def describe(target: str) -> dict[str, Any]:
    """Import, build and describe the program."""
    dspy: Any = importlib.import_module("dspy")
    module_name, _, attribute = target.partition(":")
    thing: Any = importlib.import_module(module_name)
    for part in attribute.split("."):
        thing = getattr(thing, part)
    program = thing if isinstance(thing, dspy.Module) else thing()
    predictors: dict[str, Any] = {}
    others: list[str] = []
    for name, parameter in program.named_parameters():
        signature = getattr(parameter, "signature", None)
        if signature is None:
            others.append(name)
        else:
            fields = [field_of(one, field) for one, field in signature.fields.items()]
            predictors[name] = {"instructions": signature.instructions, "fields": fields}
    return {"predictors": predictors, "others": others}


def field_of(name: str, field: Any) -> dict[str, Any]:
    """Describe one field of a signature."""
    extra = field.json_schema_extra or {}
    return {
        "name": name,
        "prefix": str(extra.get("prefix", "")),
        "description": str(extra.get("desc", "")),
        "is_output": extra.get("__dspy_field_type") == "output",
    }


def main(target: str, out: str) -> None:
    """Write the description, or the error in its place."""
    try:
        found = describe(target)
    except BaseException as error:  # noqa: BLE001 - the user's program may raise anything
        found = {"error": f"{type(error).__name__}: {error}"}
    Path(out).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
