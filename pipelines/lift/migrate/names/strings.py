"""Names that a program gives as strings: `getattr`, `import_module`, quoted annotations."""

from __future__ import annotations

import ast
from typing import Protocol

__all__ = ["PACKAGES", "Names", "dynamic_name", "quoted_name"]

PACKAGES = ("dspy", "dsp")
"""The packages whose names are followed; `dsp` was half of DSPy until 2.5."""
_IMPORTERS = ("import_module", "__import__", "importorskip")


class Names(Protocol):
    """The part of a module that is needed here."""

    def name_of(self, node: ast.expr) -> str | None: ...
    def constant(self, node: ast.expr) -> object: ...


def dynamic_name(node: ast.Call, names: Names) -> str | None:
    """What `getattr(dspy, "X")` and `importlib.import_module("dspy.x")` give."""
    called = node.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    if name == "getattr" and len(node.args) > 1:
        base, attribute = names.name_of(node.args[0]), names.constant(node.args[1])
        return f"{base}.{attribute}" if base and isinstance(attribute, str) else None
    if name in _IMPORTERS and node.args:
        module = names.constant(node.args[0])
        if isinstance(module, str) and module.split(".")[0] in PACKAGES:
            return module
    return None


def quoted_name(text: str, names: Names) -> str | None:
    """What a quoted annotation such as `"dspy.Module"` means."""
    parts = text.strip().split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    base = names.name_of(ast.Name(id=parts[0], ctx=ast.Load()))
    return ".".join([base, *parts[1:]]) if base else None
