"""Calls that tell right from wrong: argument values, execution, and the failing test's text."""

from __future__ import annotations

import ast
import copy
import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scripts.model.grammar import Function, build
from scripts.model.houses import OPTIONS, House, with_option

_LOOP_LIMIT: Final = 400
_WORDS: Final = (
    "red blue green apple stone river cloud lamp tiny bright cat dog house sun rain book tree "
    "glass table quick slow mint oak sea"
).split()


class _TooLongError(Exception):
    """A mutated loop that does not end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One call; `convention` says which house convention it was chosen for, if any."""

    arguments: tuple[Any, ...]
    want: Any
    convention: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave, or how it failed."""

    value: Any = None
    error: str = ""


class _LoopLimiter(ast.NodeTransformer):
    def visit_While(self, node: ast.While) -> ast.While:
        self.generic_visit(node)
        tick = ast.Expr(ast.Call(ast.Name("_tick", ast.Load()), [], []))
        node.body.insert(0, tick)
        return node


def compiled(source: str, name: str) -> Callable[..., Any]:
    """The function, with while loops that give up instead of hanging."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count > _LOOP_LIMIT:
            raise _TooLongError

    tree = ast.parse(source)
    if "while" in source:
        tree = ast.fix_missing_locations(_LoopLimiter().visit(tree))
    namespace: dict[str, Any] = {"_tick": tick}
    exec(compile(tree, "<function>", "exec"), namespace)  # our own text
    function = namespace[name]

    def call(*arguments: Any) -> Any:
        nonlocal count
        count = 0
        return function(*arguments)

    return call


def run(function: Callable[..., Any], arguments: Sequence[Any]) -> Outcome:
    try:
        return Outcome(function(*copy.deepcopy(list(arguments))))
    except _TooLongError:
        return Outcome(error="timeout")
    except Exception as error:
        text = str(error).split("\n")[0]
        return Outcome(error=f"{type(error).__name__}: {text}")


def same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


def draw_arguments(rng: random.Random, function: Function, *, edge: bool) -> tuple[Any, ...]:
    return tuple(_draw_value(rng, kind, edge=edge) for _, kind in function.params)


def _draw_value(rng: random.Random, kind: str, *, edge: bool) -> Any:
    empty = edge and rng.random() < 0.5
    size = rng.randint(3, 5)
    if kind == "ints":
        return [] if empty else [rng.randint(0, 9) for _ in range(size)]
    if kind == "tied":
        return [] if empty else [rng.randint(1, 3) for _ in range(size)]
    if kind in ("map", "tiedmap"):
        keys = rng.sample(string.ascii_lowercase[:8], 0 if empty else rng.randint(2, 4))
        return {key: rng.randint(1, 2 if kind == "tiedmap" else 9) for key in keys}
    if kind == "grid":
        rows = [[rng.randint(0, 9) for _ in range(rng.randint(1, 3))] for _ in range(2)]
        return [] if empty else rows
    if kind == "text":
        return "" if empty else " ".join(rng.sample(_WORDS, rng.randint(2, 3)))
    if kind == "key":
        return rng.choice(string.ascii_lowercase[:8])
    low, high = _RANGES[kind]
    return rng.randint(low, high) if not empty else max(low, 0)


_RANGES: Final = {
    "n": (3, 7),
    "few": (2, 4),
    "place": (1, 3),
    "small": (0, 2),
    "big": (10, 999),
    "int": (0, 9),
    "pos": (2, 6),
}


def make_cases(rng: random.Random, function: Function, house: House, *, count: int) -> list[Case]:
    """Cases for the function: those that tell its conventions' options apart come first."""
    good = compiled(function.source, function.name)
    pool: list[tuple[tuple[Any, ...], Any]] = []
    for number in range(count * 6):
        arguments = draw_arguments(rng, function, edge=number % 5 == 4)
        outcome = run(good, arguments)
        if not outcome.error and len(repr(outcome.value)) <= 60:
            pool.append((arguments, outcome.value))
    chosen: list[Case] = []
    taken: list[tuple[Any, ...]] = []
    for convention in function.conventions:
        for other in alternatives(function, house, convention):
            for arguments, want in pool:
                if arguments not in taken and not same(run(other, arguments).value, want):
                    chosen.append(Case(arguments=arguments, want=want, convention=convention))
                    taken.append(arguments)
                    break
    for arguments, want in pool:
        if len(chosen) >= count:
            break
        if arguments not in taken:
            chosen.append(Case(arguments=arguments, want=want))
            taken.append(arguments)
    return chosen


def alternatives(function: Function, house: House, convention: str) -> list[Callable[..., Any]]:
    """The function under every other option of one convention."""
    return [
        compiled(build(function.seed, with_option(house, convention, option)).source, function.name)
        for option in OPTIONS[convention]
        if option != house.option(convention)
    ]


def call_text(name: str, arguments: Sequence[Any]) -> str:
    return f"{name}({', '.join(map(repr, arguments))})"


def first_failure(source: str, name: str, cases: Sequence[Case]) -> tuple[Case, Outcome] | None:
    """The first case that `source` gets wrong; None too for text that hangs or does not run."""
    try:
        function = compiled(source, name)
    except Exception:
        return None
    for case in cases:
        outcome = run(function, case.arguments)
        if outcome.error == "timeout":
            return None
        if outcome.error or not same(outcome.value, case.want):
            return case, outcome
    return None


def failure_text(name: str, case: Case, outcome: Outcome) -> str:
    """The two lines that are left of pytest's report."""
    first = f"assert {call_text(name, case.arguments)} == {case.want!r}"
    return f"{first}\n{outcome.error or f'assert {outcome.value!r} == {case.want!r}'}"


def passes(source: str, name: str, cases: Sequence[Case]) -> bool:
    """Whether all cases hold."""
    try:
        function = compiled(source, name)
    except Exception:
        return False
    return all(same(run(function, case.arguments).value, case.want) for case in cases)
