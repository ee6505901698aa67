"""Random Python modules of every common shape: functions, classes, tables, tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from scripts.bench.trees.expressions import constant, expression, name, phrase, type_of

__all__ = ["class_", "function", "module"]

_IMPORTS = (
    "import json",
    "import logging",
    "import os",
    "import re",
    "from collections import defaultdict",
    "from collections.abc import Iterator, Mapping",
    "from dataclasses import dataclass, field",
    "from datetime import datetime, timedelta",
    "from functools import lru_cache, partial",
    "from pathlib import Path",
    "from typing import Any",
)


def module(rng: Random, imports: Sequence[str] = ()) -> str:
    """Return the text of a module with these imports beside those of the standard library."""
    lines = [f'"""{phrase(rng).capitalize()}."""', "", "from __future__ import annotations", ""]
    lines += sorted(rng.sample(_IMPORTS, rng.randrange(3, 8)))
    lines += ["", *imports] if imports else []
    lines.append("")
    for _ in range(rng.randrange(4)):
        lines += _table(rng)
    for _ in range(rng.randrange(2, 7)):
        lines += ["", ""]
        lines += class_(rng) if rng.random() < 0.4 else function(rng)
    if rng.random() < 0.1:
        lines += ["", "", 'if __name__ == "__main__":', f"    {name(rng, 'verb')}()"]
    return "\n".join(lines) + "\n"


def function(rng: Random, *, method: bool = False) -> Iterator[str]:
    """Yield the lines of a function, or of a method."""
    parameters = ["self"] if method else []
    names = list(dict.fromkeys(name(rng) for _ in range(rng.randrange(5))))
    plain = rng.randrange(len(names) + 1)
    parameters += [f"{one}: {type_of(rng)}" for one in names[:plain]]
    parameters += [f"{one}: {type_of(rng)} = {constant(rng)}" for one in names[plain:]]
    head = "async def" if rng.random() < 0.05 else "def"
    if rng.random() < 0.1:
        yield "@property" if method else "@lru_cache(maxsize=128)"
    yield f"{head} {name(rng, 'verb')}({', '.join(parameters)}) -> {type_of(rng)}:"
    if rng.random() < 0.5:
        yield f'    """{phrase(rng).capitalize()}."""'
    yield from _indented(_body(rng, rng.randrange(2, 7), 3))
    yield f"    return {expression(rng)}"


def class_(rng: Random) -> Iterator[str]:
    """Yield the lines of a class; of a dataclass now and then."""
    data = rng.random() < 0.3
    if data:
        yield "@dataclass"
    base = f"({name(rng, 'class')})" if rng.random() < 0.4 else ""
    yield f"class {name(rng, 'class')}{base}:"
    yield f'    """{phrase(rng).capitalize()}."""'
    yield ""
    if data:
        for _ in range(rng.randrange(2, 8)):
            yield f"    {name(rng)}: {type_of(rng)} = field(default={constant(rng)})"
    else:
        names = list(dict.fromkeys(name(rng) for _ in range(rng.randrange(1, 5))))
        parameters = ", ".join(f"{one}: {type_of(rng)}" for one in names)
        yield f"    def __init__(self, {parameters}) -> None:"
        yield from (f"        self.{one} = {one}" for one in names)
    for _ in range(rng.randrange(1, 6)):
        yield ""
        yield from _indented(function(rng, method=True))


def _table(rng: Random) -> Iterator[str]:
    yield f"{name(rng).upper()} = {{"
    for _ in range(rng.randrange(2, 9)):
        yield f'    "{name(rng)}": {expression(rng, 1)},'
    yield "}"


def _body(rng: Random, count: int, depth: int) -> Iterator[str]:
    for _ in range(count):
        yield from rng.choice(_SIMPLE if depth == 0 else _STATEMENTS)(rng, depth - 1)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" if line else line for line in lines)


def _inside(rng: Random, depth: int) -> Iterator[str]:
    return _indented(_body(rng, rng.randrange(1, 3), max(depth, 0)))


def _assign(rng: Random, _: int) -> Iterator[str]:
    owner = "self." if rng.random() < 0.15 else ""
    yield f"{owner}{name(rng)} = {expression(rng)}"


def _annotated(rng: Random, _: int) -> Iterator[str]:
    yield f"{name(rng)}: {type_of(rng)} = {expression(rng, 2)}"


def _called(rng: Random, _: int) -> Iterator[str]:
    if rng.random() < 0.5:
        yield f'logger.info("{phrase(rng)}: %s", {expression(rng, 1)})'
        return
    yield f"{name(rng)} = {name(rng, 'verb')}("
    yield f"    {expression(rng, 2)},"
    for one in dict.fromkeys(name(rng) for _ in range(rng.randrange(1, 4))):
        yield f"    {one}={expression(rng, 1)},"
    yield ")"


def _commented(rng: Random, _: int) -> Iterator[str]:
    yield f"# {phrase(rng)}"
    yield f"{name(rng)} += {expression(rng, 1)}"


def _if(rng: Random, depth: int) -> Iterator[str]:
    yield f"if {expression(rng, 2)}:"
    yield from _inside(rng, depth)
    if rng.random() < 0.4:
        yield f"elif {expression(rng, 1)}:" if rng.random() < 0.3 else "else:"
        yield from _inside(rng, depth)


def _for(rng: Random, depth: int) -> Iterator[str]:
    target = name(rng) if rng.random() < 0.6 else f"{name(rng)}, {name(rng)}"
    yield f"for {target} in {expression(rng, 2)}:"
    yield from _inside(rng, depth)


def _while(rng: Random, depth: int) -> Iterator[str]:
    yield f"while {expression(rng, 1)}:"
    yield from _inside(rng, depth)


def _try(rng: Random, depth: int) -> Iterator[str]:
    yield "try:"
    yield from _inside(rng, depth)
    yield f"except {rng.choice(('ValueError', 'KeyError', 'OSError'))} as error:"
    yield f'    raise RuntimeError(f"{phrase(rng)}: {{error}}") from error'


def _with(rng: Random, depth: int) -> Iterator[str]:
    yield f'with open({name(rng)}, encoding="utf-8") as {name(rng)}:'
    yield from _inside(rng, depth)


_SIMPLE = (_assign, _assign, _assign, _annotated, _called, _called, _commented)
_STATEMENTS = (*_SIMPLE, *_SIMPLE, _if, _if, _if, _for, _for, _while, _try, _with)
