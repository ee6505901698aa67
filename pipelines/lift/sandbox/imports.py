"""Finds what a piece of code imports against the rules, without running it.

This decides what counts as a dependency violation. It errs on the side of finding: a fix that
reaches for the machinery behind imports (`exec`, `__builtins__`, frames) is one, too. What really
keeps code from importing is the sandbox.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

__all__ = ["violations"]

_MAX_SOURCE = 200_000
_NAMES = frozenset(
    "__import__ __builtins__ __loader__ __spec__ importlib exec eval compile breakpoint "
    "globals locals vars".split()
)
"""Names that lead to an import (or to any code at all) without an import statement."""
_ATTRIBUTES = frozenset(
    "__import__ __builtins__ __loader__ __spec__ __subclasses__ __globals__ __code__ __bases__ "
    "__base__ __mro__ mro __getattribute__ __reduce__ __reduce_ex__ import_module load_module "
    "exec_module find_spec modules f_globals f_builtins f_locals f_back gi_frame cr_frame ag_frame "
    "tb_frame".split()
)
"""Attributes by which Python code climbs from any object to the interpreter's insides."""
_TELLING = ("__import__", "__builtins__", "__subclasses__", "__globals__", "__loader__")
"""Found inside a string they are violations, too: `getattr(x, "__glob" ...)` needs the string."""


def violations(source: str, allowed_imports: Sequence[str]) -> tuple[str, ...]:
    """Return the names that the source may not use, each once, in the order of appearance.

    Args:
        source: Code that a model wrote.
        allowed_imports: Modules, each with all below it (`collections` allows `collections.abc`);
            a name such as `eval` or `globals` in it allows that name.

    Raises:
        SyntaxError: The source does not parse.
    """
    allowed = frozenset(allowed_imports)
    found = (name for name in _used(_parse(source)) if not _within(name, allowed))
    return tuple(dict.fromkeys(found))


def _parse(source: str) -> ast.Module:
    if len(source) > _MAX_SOURCE:
        raise SyntaxError(f"the source has {len(source):,} characters, more than {_MAX_SOURCE:,}")
    try:
        return ast.parse(source)
    except (ValueError, MemoryError, RecursionError) as error:
        raise SyntaxError(f"the source cannot be parsed: {error}") from error


def _used(tree: ast.Module) -> Iterator[str]:
    """Yield imported modules and telling names; `ast.walk` goes level by level, so sort by line."""
    places: list[tuple[int, int, str]] = []
    for node in ast.walk(tree):
        line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        places += [(line, column, name) for name in _names(node)]
    return (name for _, _, name in sorted(places))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            yield from _imported_from("." * level + (module or ""), names)
        case ast.Name(id=name) if name in _NAMES:
            yield name
        case ast.Attribute(attr=name) if name in _ATTRIBUTES:
            yield name
        case ast.Constant(value=str(text)):
            yield from (name for name in _TELLING if name in text)
        case _:
            return


def _imported_from(module: str, names: Sequence[ast.alias]) -> Iterator[str]:
    if module != "__future__":
        yield module if len(names) != 1 or names[0].name == "*" else f"{module}.{names[0].name}"


def _within(name: str, allowed: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in allowed for count in range(1, len(parts) + 1))
