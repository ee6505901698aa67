"""Changes as unified diffs, for people and for `patch`."""

from __future__ import annotations

import difflib
import re

__all__ = ["unified"]

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
        "/dev/null" if new else f"a/{path}",
        f"b/{path}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
