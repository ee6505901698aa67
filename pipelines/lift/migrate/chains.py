"""Which attributes of a module's programs hold a `dspy.ChainOfThought`."""

from __future__ import annotations

import ast
from functools import lru_cache

__all__ = ["chain_attributes"]


@lru_cache(maxsize=4)
def chain_attributes(tree: ast.Module) -> frozenset[str]:
    """Names of attributes that are only ever given a ChainOfThought, in a class of this module."""
    chains: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                (chains if _makes_chain(node.value) else others).add(target.attr)
    return frozenset(chains - others)


def _makes_chain(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    callee = node.func
    name = callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", "")
    return name == "ChainOfThought"
