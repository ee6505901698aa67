"""Text to syntax trees, without the warnings that are about somebody else's code."""

from __future__ import annotations

import ast
import warnings

__all__ = ["compiles", "is_python", "tree_of"]


def tree_of(code: str) -> ast.Module:
    """Parse a text.

    Raises:
        SyntaxError: it is no Python that this Python knows.
        ValueError: it holds what no source may.
        RecursionError: it is nested too deeply.
        MemoryError: likewise.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(code)


def is_python(code: str) -> bool:
    """Whether this Python can parse a text."""
    try:
        tree_of(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def compiles(code: str) -> bool:
    """Whether this Python takes a text as a program: not all that it can parse is one.

    A keyword argument given twice is parsed, and refused afterwards. `await` outside of a function
    is taken, as in a notebook.
    """
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "<text>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
