"""What a change did to the lines and branches of a file, for whoever reviews or tests it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from lift.migrate.fix.plan import FileFix

__all__ = ["Shape", "shape_of"]

_FORKS = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A changed file."""

    path: str
    lines_before: int
    lines_after: int
    branches_before: int | None
    """Places where it can go on in more than one way; None for what is no Python file."""
    branches_after: int | None


def shape_of(fix: FileFix) -> Shape:
    """Count the lines and branches of a file before and after its change."""
    return Shape(
        path=fix.path,
        lines_before=len(fix.before.splitlines()),
        lines_after=len(fix.after.splitlines()),
        branches_before=_branches(fix.path, fix.before),
        branches_after=_branches(fix.path, fix.after),
    )


def _branches(path: str, data: bytes) -> int | None:
    if not path.endswith(".py"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes of somebody else's code
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return sum(_ways(tree))


def _ways(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, _FORKS):
            yield 1
        elif isinstance(node, ast.BoolOp):
            yield len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            yield len(node.ifs)
