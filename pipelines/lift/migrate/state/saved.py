"""Bytes -> a saved program, or an error that tells what the file is instead."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from packaging.version import InvalidVersion, Version

from lift.errors import DataError
from lift.migrate.state.draft import Json, JsonObject, is_predictor

__all__ = [
    "SavedProgram",
    "is_saved",
    "parse_json",
    "parse_saved",
    "read_bytes",
    "render",
    "saved_version",
    "without_nan",
]

_DEPTH = 100
_AGAIN = "restore it from version control, or save the program again in its own version"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedProgram:
    """A JSON state as it lies on the disk."""

    data: bytes
    document: JsonObject


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        DataError: it is not there, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"cannot read {path}: {error.strerror or error}", hint="see: lift migrate state --help"
        ) from error


def parse_saved(data: bytes, name: str) -> SavedProgram:
    """Parse the content of a .json state.

    Raises:
        DataError: it is empty, cut off, not UTF-8, not JSON, or not a saved program.
    """
    document = parse_json(data, name)
    if not isinstance(document, dict):
        kind = "a list" if isinstance(document, list) else f"a {type(document).__name__}"
        raise DataError(f"{name} is not a saved program: its JSON is {kind}", hint=_KIND_HINT)
    if "dependency_versions" in document and len(document) == 1:
        raise DataError(
            f"{name} is the metadata of a program folder, not a saved program",
            hint="give the folder instead, with --allow-pickle",
        )
    if not is_saved(document):
        raise DataError(
            f"{name} is not a saved program: nothing in it is the state of a predictor",
            hint=_KIND_HINT,
        )
    return SavedProgram(data=data, document=document)


def parse_json(data: bytes, name: str) -> Json:
    """Parse JSON of any kind.

    Raises:
        DataError: it is empty, cut off, not UTF-8, or not JSON.
    """
    return _parse(_decode(data, name), name)


def is_saved(document: JsonObject) -> bool:
    """Whether JSON is a saved program; one without predictors has its metadata only."""
    entries = [one for key, one in document.items() if key != "metadata"]
    if not entries:
        return isinstance(document.get("metadata"), dict)
    return any(isinstance(one, dict) and is_predictor(one) for one in entries)


_KIND_HINT = "give a file that program.save(...) wrote"


def saved_version(document: JsonObject) -> Version | None:
    """Return the DSPy that wrote the file, as far as the file tells."""
    metadata = document.get("metadata")
    versions = metadata.get("dependency_versions") if isinstance(metadata, dict) else None
    text = versions.get("dspy") if isinstance(versions, dict) else None
    if isinstance(text, str):
        try:
            return Version(text)
        except InvalidVersion:
            return None
    entries = [one for one in document.values() if isinstance(one, dict)]
    if any("signature_instructions" in one for one in entries):
        return Version("2.5.2")  # the last that wrote this form
    return Version("2.5.20") if not isinstance(metadata, dict) else None


def render(document: JsonObject) -> bytes:
    """Write a state the way DSPy does: keys in their order, two spaces, real letters."""
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return (json.dumps(document, indent=2) + "\n").encode("ascii")


def without_nan(value: Json) -> tuple[Json, bool]:
    """Return a value with NaN and infinities as null, and whether there were any."""
    if isinstance(value, float) and not math.isfinite(value):
        return None, True
    if isinstance(value, list):
        items = [without_nan(one) for one in value]
        return [one for one, _ in items], any(found for _, found in items)
    if isinstance(value, dict):
        pairs = {key: without_nan(one) for key, one in value.items()}
        return {key: one for key, (one, _) in pairs.items()}, any(
            found for _, found in pairs.values()
        )
    return value, False


def _decode(data: bytes, name: str) -> str:
    if not data.strip():
        raise DataError(f"{name} is empty", hint=_AGAIN)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:1] == b"\x80":
            raise DataError(
                f"{name} is a pickle, not JSON", hint="call it .pkl and add --allow-pickle"
            ) from error
        raise DataError(
            f"{name} is not UTF-8: byte {error.start} cannot be read", hint=_AGAIN
        ) from error


def _parse(text: str, name: str) -> Json:
    try:
        document = cast("Json", json.loads(text))
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise DataError(
                f"{name} ends in the middle (line {error.lineno}); it was cut off while being "
                "written",
                hint=_AGAIN,
            ) from error
        raise DataError(
            f"{name}, line {error.lineno}, column {error.colno}: not JSON ({error.msg})",
            hint=_AGAIN,
        ) from error
    except RecursionError as error:
        raise DataError(
            f"{name} is nested too deeply to be a saved program", hint=_AGAIN
        ) from error
    except ValueError as error:  # a number with more digits than Python converts
        raise DataError(f"{name}: {error}", hint=_AGAIN) from error
    if _is_deep(document):
        raise DataError(f"{name} is nested too deeply to be a saved program", hint=_AGAIN)
    return document


def _is_deep(document: Json) -> bool:
    """Whether a value is nested deeper than any program is, and than functions may call."""
    level: list[Json] = [document]
    for _ in range(_DEPTH):
        level = [
            below
            for one in level
            if isinstance(one, (dict, list))
            for below in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)
