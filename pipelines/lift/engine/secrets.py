"""Keep keys and passwords out of requests, and thereby out of the ledger and of recordings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lift.errors import UsageError

__all__ = ["refuse_secrets", "without_secrets"]

_SECRET = re.compile(
    r"""
    api_?key | access_?key | private_?key | secret | passw | credential | authori[sz]ation
    | bearer | cookie | headers? $
    | ^ token $
    | (?: auth | access | session | refresh | security | api | ad | hf) _? token $
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_secrets(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options less those whose name says that they are secret, at any depth."""
    return {
        name: without_secrets(_text_keys(value)) if isinstance(value, Mapping) else value
        for name, value in options.items()
        if not _SECRET.search(name)
    }


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
        if isinstance(value, Mapping):
            refuse_secrets(_text_keys(value))


def _text_keys(value: Mapping[object, object]) -> dict[str, object]:
    return {str(name): item for name, item in value.items()}
