"""Changes as unified diffs, for people and for `patch`."""

from __future__ import annotations

import difflib
import re

__all__ = ["unified"]

_UNUSUAL = re.compile(r'[\x00-\x1f"\\\x7f\udc80-\udcff]')
_ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x09: "\\t", 0x0D: "\\r"}
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified(path: str, before: str, after: str, *, new: bool = False) -> str:
    """Return the unified diff of one file; empty when nothing changes.

    Line ends are kept as they are, so that `patch -p1` can apply it.

    Args:
        new: The file does not exist yet.
    """
    lines = difflib.unified_diff(
        _LINE.findall(before),
        _LINE.findall(after),
        "/dev/null" if new else _named(f"a/{path}"),
        _named(f"b/{path}"),
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _named(path: str) -> str:
    """Quote a path that a diff cannot hold as it is, in the way that git does."""
    if not _UNUSUAL.search(path):
        return path
    data = path.encode("utf-8", "surrogateescape")
    return '"' + "".join(_ESCAPES.get(one) or _plain(one) for one in data) + '"'


def _plain(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"
