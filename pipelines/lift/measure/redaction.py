"""Keep secrets out of what lift saves: reports are mailed, committed and put on pages.

Three nets: values of secret-looking environment variables that the caller hands over, values under
secret-looking keys, and strings of the well-known forms of keys and passwords in URLs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pydantic import JsonValue

__all__ = ["REDACTED", "redact", "redact_text", "secret_values"]

REDACTED = "[redacted]"
_SHORTEST = 8
"""Shorter values are not searched for: replacing `1` everywhere would ruin a report."""
_VARIABLE = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$", re.IGNORECASE)
_KEY = re.compile(
    r"(^|[_-])(api[_-]?key|(access|auth|bearer|refresh)[_-]?token|token|secret|passwd|password|"
    r"authorization|credentials?)$",
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"\bsk-[A-Za-z0-9_-]{16,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}"
    r"|\bgithub_pat_[A-Za-z0-9_]{20,}"
    r"|\bhf_[A-Za-z0-9]{20,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bAIza[0-9A-Za-z_-]{30,}"
    r"|(?<=\bBearer )[A-Za-z0-9._~+/=-]{12,}"
)
_URL_PASSWORD = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")


def secret_values(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the values of variables that are named like a secret (`..._API_KEY`, `..._TOKEN`)."""
    return frozenset(
        value
        for name, value in environment.items()
        if _VARIABLE.search(name) and len(value) >= _SHORTEST
    )


def redact(value: JsonValue, *, secrets: Collection[str] = ()) -> JsonValue:
    """Return a copy in which every secret is replaced by `[redacted]`."""
    ordered = sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True)
    return _walk(value, ordered)


def redact_text(text: str, *, secrets: Collection[str] = ()) -> str:
    """Return the text without secrets."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return _URL_PASSWORD.sub(REDACTED, _FORMS.sub(REDACTED, text))


def _is_secret(key: str, value: JsonValue) -> bool:
    return isinstance(value, str) and value != "" and _KEY.search(key) is not None


def _walk(value: JsonValue, secrets: Collection[str]) -> JsonValue:
    if isinstance(value, str):
        return redact_text(value, secrets=secrets)
    if isinstance(value, list):
        return [_walk(item, secrets) for item in value]
    if isinstance(value, dict):
        return {
            key: REDACTED if _is_secret(key, item) else _walk(item, secrets)
            for key, item in value.items()
        }
    return value
