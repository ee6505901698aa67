"""A change of a function as a diff that holds the whole of both sides."""

from __future__ import annotations

import difflib

__all__ = ["correct_source", "make_diff"]


def make_diff(correct: str, buggy: str, *, file: str) -> str:
    """Unified diff from the correct to the buggy function, every line as context."""
    before, after = correct.split("\n"), buggy.split("\n")
    lines = difflib.unified_diff(
        before[:-1], after[:-1], f"a/{file}", f"b/{file}", n=len(before), lineterm=""
    )
    return "\n".join(lines) + "\n"


def correct_source(diff: str) -> str:
    """The correct function out of a diff of `make_diff`."""
    kept = [line[1:] for line in diff.split("\n")[3:-1] if not line.startswith("+")]
    return "\n".join(kept) + "\n"
