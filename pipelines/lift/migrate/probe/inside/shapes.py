"""Describe the signatures and programs of a module, in the same words for every DSPy.

Part of the probe, see `main`; runs in Python 3.9 with whatever DSPy is there.
"""
# Everything here belongs to a DSPy of any version, so nothing is known about its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownLambdaType=false

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import time
import traceback
import typing
import warnings
from collections.abc import Callable  # Python 3.9
from typing import Any

__all__ = ["adapter", "describe", "guarded", "load", "said"]

Json = dict[str, Any]


def describe(dspy: Any, request: Json) -> Json:
    """Import a module of the project and describe its signatures and programs."""
    started = time.perf_counter()
    module = load(request)
    seconds = time.perf_counter() - started
    signatures: Json = {}
    programs: Json = {}
    for name, value in sorted(vars(module).items()):
        own = getattr(value, "__module__", None) == module.__name__
        if isinstance(value, type) and own and issubclass(value, dspy.Signature):
            signatures[name] = signature_of(value)
        elif (isinstance(value, type) and own and issubclass(value, dspy.Module)) or isinstance(
            value, dspy.Module
        ):
            programs[name] = program_of(value)
    return {"seconds": seconds, "signatures": signatures, "programs": programs}


def load(request: Json) -> Any:
    """Import a module by its name, or a file whose name is none by its path."""
    name, path = request["name"], request.get("path")
    if path is None or all(part.isidentifier() for part in name.split(".")):
        return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def program_of(value: Any) -> Json:
    """Describe a program: what it takes, and every predictor in it."""
    kind = "class" if isinstance(value, type) else "object"
    found: Json = {"kind": kind, "needs": [], "error": None, "parameters": [], "predictors": {}}
    if isinstance(value, type):
        # Its own signature is that of a metaclass in some versions.
        needed = [
            one.name
            for one in parameters(inspect.getattr_static(value, "__init__"))[1:]
            if required(one)
        ]
        if needed:
            return {**found, "needs": needed}
        value, found["error"] = guarded(value)
        if found["error"] is not None:
            return found
    forward = getattr(value, "forward", None)
    found["parameters"] = [
        {"name": one.name, "required": required(one), "json_schema": schema_of(one.annotation)}
        for one in (parameters(forward) if forward else [])
        if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    ]
    predictors, found["error"] = guarded(lambda: list(value.named_predictors()))
    for name, predictor in predictors or []:
        kind = type(predictor).__name__
        found["predictors"][name] = {"type": kind, "signature": signature_of(predictor.signature)}
    return found


def parameters(target: Any) -> list[inspect.Parameter]:
    """Return what a callable takes; annotations that are text are looked up where that works."""
    try:
        found = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        return []
    hints, _ = guarded(lambda: typing.get_type_hints(target))
    return [one.replace(annotation=(hints or {}).get(one.name, one.annotation)) for one in found]


def required(one: inspect.Parameter) -> bool:
    return one.default is one.empty and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)


def signature_of(signature: Any) -> Json:
    """Describe a signature: its instructions and its fields in order."""
    fields: list[Json] = []
    for name, field in (getattr(signature, "model_fields", None) or {}).items():
        extra = getattr(field, "json_schema_extra", None) or {}
        fields.append(
            {
                "name": name,
                "kind": extra.get("__dspy_field_type", ""),
                "type": type_name(field.annotation),
                "desc": extra.get("desc"),
                "prefix": extra.get("prefix"),
                "constraints": extra.get("constraints"),
                "json_schema": schema_of(field.annotation),
            }
        )
    return {"instructions": str(getattr(signature, "instructions", "")), "fields": fields}


def type_name(annotation: Any) -> str:
    if isinstance(annotation, type) and not getattr(annotation, "__args__", None):
        return annotation.__name__
    return str(annotation).replace("typing.", "").replace("NoneType", "None")


def schema_of(annotation: Any) -> Any:
    """Return the JSON Schema of a type, or None where there is none."""
    if annotation is inspect.Parameter.empty:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema, error = guarded(lambda: adapter(annotation).json_schema())
    return None if error else schema


def guarded(function: Callable[[], Any]) -> tuple[Any, Json | None]:
    """Call what belongs to the user; return its result, or None and what it raised."""
    try:
        return function(), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - the user's program may raise anything
        return None, said(error)


def said(error: BaseException) -> Json:
    """Return an error as data: its type, its words, its traceback without the probe's own lines."""
    here = __file__.rpartition("/")[0]
    frames = [one for one in traceback.extract_tb(error.__traceback__) if here not in one.filename]
    lines = traceback.format_list(frames)
    return {
        "type": type(error).__name__,
        "message": str(error),
        "traceback": "".join([*lines, *traceback.format_exception_only(type(error), error)]),
        "places": [[one.filename, one.lineno] for one in frames],
    }


def adapter(annotation: Any) -> Any:
    """Return pydantic's view of a type; every DSPy from 2.4 on brings pydantic 2."""
    return importlib.import_module("pydantic").TypeAdapter(annotation)
