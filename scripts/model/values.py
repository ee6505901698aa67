"""Parts of the grammar: where values come from, calculations with them, conditions on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scripts.model import draft as words
from scripts.model.draft import Draft


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from: `item` is the variable, `where` the words for the docstring."""

    item: str
    where: str
    depth: int
    collection: str = ""
    index: str = ""
    after: tuple[str, ...] = ()


def guard(d: Draft, collection: str) -> None:
    """An early answer for empty input, and the words about it."""
    if not d.guarded:
        d.add(0, f"if not {collection}:")
        d.add(1, f"return {d.nothing()}")
        d.guarded = collection


def from_list(d: Draft) -> Source:
    xs, x = d.param(words.LISTS, "ints"), d.name(words.ITEMS)
    d.add(0, f"for {x} in {xs}:")
    return Source(x, f"in `{xs}`", 1, xs)


def from_indexes(d: Draft) -> Source:
    xs, i, x = d.param(words.LISTS, "ints"), d.name(words.INDEXES), d.name(words.ITEMS)
    if d.rng.random() < 0.5:
        d.add(0, f"for {i}, {x} in enumerate({xs}):")
    else:
        d.add(0, f"for {i} in range(len({xs})):")
        d.add(1, f"{x} = {xs}[{i}]")
    return Source(x, f"in `{xs}`", 1, xs, i)


def from_range(d: Draft) -> Source:
    n, i = d.param(words.ENDS, "n"), d.name(words.INDEXES)
    low = d.rng.choice(("", "1", "2", "p"))
    if low == "p":
        low = d.param(words.OTHERS, "small")
    words_for_low = f"`{low}`" if low and not low.isdigit() else low or "0"
    d.add(0, f"for {i} in range({low + ', ' if low else ''}{d.end(n)}):")
    return Source(i, f"from {words_for_low} to `{n}`", 1)


def _from_while(d: Draft) -> Source:
    n, i, low = d.param(words.ENDS, "n"), d.name(words.INDEXES), d.rng.choice((0, 1, 2))
    step = d.rng.choice((1, 1, 2, 3))
    d.add(0, f"{i} = {low}")
    d.add(0, f"while {i} {d.end_test()} {n}:")
    by = "" if step == 1 else f" in steps of {step}"
    return Source(i, f"from {low} to `{n}`{by}", 1, after=(f"{i} += {step}",))


def _from_slice(d: Draft) -> Source:
    xs, x = d.param(words.LISTS, "ints"), d.name(words.ITEMS)
    b = d.param(words.ENDS, "place")
    if d.rng.random() < 0.5:
        a = d.param(words.OTHERS, "small")
        d.add(0, f"for {x} in {xs}[{a}:{d.end(b)}]:")
        return Source(x, f"in `{xs}` from position `{a}` to `{b}`", 1)
    d.add(0, f"for {x} in {xs}[:{d.end(b)}]:")
    return Source(x, f"in `{xs}` up to position `{b}`", 1)


def _from_words(d: Draft) -> Source:
    text, word = d.param(words.TEXTS, "text"), d.name(["word", "w", "part", "token"])
    x = d.name(["length", "size", "n", "chars"])
    d.add(0, f"for {word} in {text}.split():")
    d.add(1, f"{x} = len({word})")
    return Source(x, f"of the word lengths in `{text}`", 1)


def from_map(d: Draft) -> Source:
    table, key = d.param(words.MAPS, "map"), d.name(["key", "k", "name", "who"])
    x = d.name(words.ITEMS)
    if d.rng.random() < 0.5:
        d.add(0, f"for {key}, {x} in {table}.items():")
    else:
        d.add(0, f"for {key} in {table}:")
        d.add(1, f"{x} = {table}[{key}]")
    return Source(x, f"of the values in `{table}`", 1, table, key)


def _from_pairs(d: Draft) -> Source:
    xs, ys = d.param(words.LISTS, "ints"), d.param(words.LISTS, "ints")
    a, b, x = d.name(words.ITEMS), d.name(words.ITEMS), d.name(words.ITEMS)
    d.add(0, f"for {a}, {b} in zip({xs}, {ys}):")
    how = d.rng.choice(("product", "sum", "difference", "larger"))
    value = {
        "product": f"{a} * {b}",
        "sum": f"{a} + {b}",
        "difference": d.gap(a, b) if how == "difference" else "",
        "larger": f"max({a}, {b})",
    }[how]
    d.add(1, f"{x} = {value}")
    return Source(x, f"of the {how} of `{a}` and `{b}` in `{xs}` and `{ys}`", 1)


def _from_grid(d: Draft) -> Source:
    grid, row = d.param(["grid", "rows", "table", "board"], "grid"), d.name(["row", "r"])
    x = d.name(words.ITEMS)
    d.add(0, f"for {row} in {grid}:")
    d.add(1, f"for {x} in {row}:")
    return Source(x, f"in all rows of `{grid}`", 2)


def _from_digits(d: Draft) -> Source:
    n, x = d.param(words.ENDS, "big"), d.name(["digit", "x", "last", "e"])
    d.add(0, f"while {n} > 0:")
    d.add(1, f"{x} = {n} % 10")
    d.add(1, f"{n} //= 10")
    return Source(x, f"of the digits of `{n}`", 1)


def _from_triangle(d: Draft) -> Source:
    n, i, j = d.param(words.ENDS, "few"), d.name(["i", "a", "row"]), d.name(["j", "b", "col"])
    x = d.name(["x", "y", "both", "pair"])
    d.add(0, f"for {i} in range({d.end(n)}):")
    d.add(1, f"for {j} in range({i}):")
    operator, said = d.rng.choice((("+", "plus"), ("*", "times")))
    d.add(2, f"{x} = {i} {operator} {j}")
    return Source(x, f"of `{i}` {said} `{j}` for `{i}` up to `{n}` and `{j}` below it", 2)


_Make = Callable[[Draft], Source]
SOURCES: Final[tuple[_Make, ...]] = (
    *(from_list,) * 4,
    *(from_range,) * 4,
    *(from_indexes,) * 2,
    *(_from_while,) * 2,
    *(_from_slice,) * 2,
    _from_words,
    from_map,
    _from_pairs,
    _from_grid,
    _from_digits,
    _from_triangle,
)


# --- expressions and conditions ------------------------------------------------------------------


def expression(d: Draft, x: str) -> tuple[str, str]:
    """A calculation with `x` and the words for it."""
    k, kind = d.number(), d.rng.choice(_EXPRESSIONS)
    fixed = {
        "itself": (x, f"`{x}`"),
        "square": (f"{x} * {x}", f"`{x}` squared"),
        "plus": (f"{x} + {k}", f"`{x}` plus {k}"),
        "times": (f"{x} * {k}", f"`{x}` times {k}"),
        "rest": (f"{x} % {k}", f"`{x}` modulo {k}"),
        "linear": (f"{x} * {k} + {k - 1}", f"`{x}` times {k} plus {k - 1}"),
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "divided":
        return d.divided(x, str(k)), f"`{x}` divided by {k}"
    o = d.param(words.OTHERS, "int")
    if kind == "gap":
        return d.gap(x, o), f"the difference of `{x}` and `{o}`"
    if kind == "from":
        return f"{o} + {x} * {k}", f"`{o}` plus {k} times `{x}`"
    return f"{x} * {o}", f"`{x}` times `{o}`"


_EXPRESSIONS: Final = (
    *("itself",) * 5,
    *("gap",) * 3,
    *("divided",) * 2,
    *"square plus times rest linear from scaled".split(),
)


def condition(d: Draft, x: str) -> tuple[str, str]:
    kind = d.rng.choice(_CONDITIONS)
    k = d.number(1, 7)
    if kind in ("above", "below"):
        operator = d.limit(">" if kind == "above" else "<")
        bound = d.param(words.LIMITS, "int") if d.rng.random() < 0.6 else str(k)
        said = bound if bound.isdigit() else f"`{bound}`"
        return f"{x} {operator} {bound}", f"{kind} {said}"
    if kind == "even":
        return f"{x} % 2 == 0", "even"
    if kind == "odd":
        return f"{x} % 2 == 1", "odd"
    if kind == "multiple":
        k += 2
        return f"{x} % {k} == 0", f"divisible by {k}"
    if kind == "between":
        low, high = d.limit(">"), d.limit("<")
        return f"{x} {low} {k} and {x} {high} {k + 5}", f"between {k} and {k + 5}"
    other = d.param(words.OTHERS, "int")
    return f"{x} != {other}", f"not `{other}`"


_CONDITIONS: Final = (
    *("above",) * 4,
    *("below",) * 4,
    *"even odd multiple between other".split(),
)
