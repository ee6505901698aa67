"""Parameters of a callable, kept as they are written in a signature."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

__all__ = ["Kind", "Parameter", "parse"]


class Kind(Enum):
    """How an argument reaches a parameter."""

    POSITIONAL = "positional-only"
    ANY = "positional or keyword"
    REST = "*"
    KEYWORD = "keyword-only"
    KEYWORDS = "**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a function, method or class of DSPy."""

    name: str
    kind: Kind
    default: str | None = None
    """The default as it is written, "..." where it is no literal; None: there is none."""

    @property
    def required(self) -> bool:
        return self.default is None and self.kind not in (Kind.REST, Kind.KEYWORDS)


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Parameter, ...]:
    """Read parameters from the text between the parentheses of a `def`."""
    if not text:
        return ()
    node = ast.parse(f"lambda {text}: 0", mode="eval").body
    return tuple(_listed(node.args)) if isinstance(node, ast.Lambda) else ()


def _listed(arguments: ast.arguments) -> Iterator[Parameter]:
    plain = [(Kind.POSITIONAL, one) for one in arguments.posonlyargs]
    plain += [(Kind.ANY, one) for one in arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    defaults += arguments.defaults
    for (kind, one), default in zip(plain, defaults, strict=True):
        yield Parameter(name=one.arg, kind=kind, default=_written(default))
    if arguments.vararg is not None:
        yield Parameter(name=arguments.vararg.arg, kind=Kind.REST)
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(name=one.arg, kind=Kind.KEYWORD, default=_written(default))
    if arguments.kwarg is not None:
        yield Parameter(name=arguments.kwarg.arg, kind=Kind.KEYWORDS)


def _written(node: ast.expr | None) -> str | None:
    return None if node is None else ast.unparse(node)
