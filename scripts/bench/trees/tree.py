"""A folder of projects with packages: most of the modules plain, a part of them using DSPy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from scripts.bench.trees.code import module
from scripts.bench.trees.expressions import name
from scripts.bench.trees.programs import program

__all__ = ["Tree", "write_tree"]

_CALLERS = 0.2
"""Plain modules that import from one that uses DSPy, for each of those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What was written."""

    files: tuple[Path, ...]
    lines: int
    dspy_files: int
    """Files that name dspy."""
    callers: int
    """Files that do not, and import from one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Module:
    path: str
    uses: bool

    @property
    def dotted(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".")


def write_tree(folder: Path, *, lines: int, share: float, seed: int) -> Tree:
    """Write projects until they have so many lines; the same seed writes the same.

    Args:
        lines: At least so many are written.
        share: Which part of the files uses DSPy, from 0 to 1.
    """
    rng = Random(seed)
    written, using, calling, total, project = list[Path](), 0, 0, 0, 0
    while total < lines:
        modules = list(_layout(rng, f"project_{project:02}", share, len(written), using))
        project += 1
        for one in modules:
            text, caller = _text(rng, one, modules)
            path = folder / one.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            written.append(path)
            using += one.uses
            calling += caller
            total += text.count("\n")
    return Tree(files=tuple(written), lines=total, dspy_files=using, callers=calling)


def _layout(rng: Random, project: str, share: float, files: int, using: int) -> Iterator[_Module]:
    """Yield the modules of one project; the share is kept over all of them so far."""
    for number in range(rng.randrange(2, 6)):
        package = f"{project}/{name(rng)}_{number}"
        for at in range(rng.randrange(6, 30)):
            files += 1
            uses = using + 0.5 < share * files
            using += uses
            yield _Module(path=f"{package}/{name(rng)}_{at}.py", uses=uses)


def _text(rng: Random, one: _Module, modules: list[_Module]) -> tuple[str, bool]:
    """Return the text, and whether it calls a module that uses DSPy without doing so itself."""
    users = [other for other in modules if other.uses and other is not one]
    plain = [other for other in modules if not other.uses and other is not one]
    chosen = rng.sample(plain, min(len(plain), rng.randrange(4)))
    if one.uses:
        chosen += rng.sample(users, min(len(users), rng.randrange(3)))
        return program(rng, tuple(_import(rng, other) for other in chosen)), False
    calls = bool(users) and rng.random() < _CALLERS * len(users) / max(len(plain), 1)
    chosen += [rng.choice(users)] if calls else []
    return module(rng, [_import(rng, other) for other in chosen]), calls


def _import(rng: Random, other: _Module) -> str:
    return f"from {other.dotted} import {name(rng, 'verb')}, {name(rng, 'class')}"
