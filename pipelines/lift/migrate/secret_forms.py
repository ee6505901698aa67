"""What a key, a token or a password looks like, by its name and by its form.

Used where secrets must not go on: into programs under test (`probe`), converted files (`state`).
"""

from __future__ import annotations

import re

__all__ = ["SECRET_TEXT", "is_secret_name", "is_secret_variable"]

_NAME = re.compile(
    r"(^|[_-])(api[_-]?key|apikey|secret|secret[_-]access[_-]key|access[_-]key([_-]id)?|password"
    r"|passwd|private[_-]key|credentials?|authorization|token)$",
    re.IGNORECASE,
)
_VARIABLE = re.compile(
    r"(^|_)(API_?KEY|KEY|KEY_ID|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)(_|$)",
    re.IGNORECASE,
)
SECRET_TEXT = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{16,}|gsk_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}|gh[pousr]_[A-Za-z0-9]{30,}"
    r"|github_pat_\w{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|(?<=://)[^/\s:@\"']+:[^/\s:@\"']+(?=@)"
)
"""Texts that have the form of a key, whatever they are called."""


def is_secret_name(key: str) -> bool:
    """Whether the name of a setting says that its value is a secret."""
    return _NAME.search(key) is not None


def is_secret_variable(name: str, value: str) -> bool:
    """Whether an environment variable holds a secret, by its name or by its value."""
    return _VARIABLE.search(name) is not None or SECRET_TEXT.search(value) is not None
