"""The sampling options of a request: plain JSON, and never a key or a password.

What is in a request ends up in the ledger and in recordings that people share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from lift.engine.request import JsonValue
from lift.errors import UsageError

__all__ = ["plain_json", "refuse_secrets", "without_secrets"]

_SECRET = re.compile(
    r"""
    api_?key | access_?key | private_?key | secret | passw | credential | authori[sz]ation
    | bearer | cookie | headers? $
    | ^ token $
    | (?: ^ | _ ) (?: auth | access | session | refresh | security | api | ad | hf) _? token $
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_secrets(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options less those whose name says that they are secret, at any depth."""
    kept: dict[str, object] = {}
    for name, value in options.items():
        if _SECRET.search(name) is None:
            nested = _mapping(value)
            kept[name] = value if nested is None else without_secrets(nested)
    return kept


def refuse_secrets(options: Mapping[str, object]) -> None:
    """Check a request that was built elsewhere.

    Raises:
        UsageError: an option is a secret by its name; the message does not show its value.
    """
    for name, value in options.items():
        if _SECRET.search(name):
            raise UsageError(
                f"the option {name} looks like a secret and must not be part of a request",
                hint="give it to the host, by its environment variable",
            )
        nested = _mapping(value)
        if nested is not None:
            refuse_secrets(nested)


def plain_json(values: Mapping[str, object]) -> dict[str, JsonValue]:
    """Return the values as immutable JSON.

    Raises:
        UsageError: a value has no JSON form.
    """
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: object) -> JsonValue:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    nested = _mapping(value)
    if nested is not None:
        return {key: _plain(name, item) for key, item in nested.items()}
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[object]", value)
        return tuple(_plain(name, item) for item in items)
    raise UsageError(f"the model option {name} is a {type(value).__name__}, which is not JSON")


def _mapping(value: object) -> dict[str, object] | None:
    if not isinstance(value, Mapping):
        return None
    mapping = cast("Mapping[object, object]", value)
    return {str(name): item for name, item in mapping.items()}
