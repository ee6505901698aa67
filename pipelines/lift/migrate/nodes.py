"""The nodes of a module, walked once for all rules that look through the whole of it."""

from __future__ import annotations

import ast
from functools import lru_cache

__all__ = ["nodes_of"]


@lru_cache(maxsize=8)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a module, breadth first, as `ast.walk` gives them."""
    return tuple(ast.walk(tree))
