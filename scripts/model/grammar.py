"""A grammar of small Python functions whose details depend on house conventions.

A function is a source of values (a list, a range, the words of a text ...), perhaps a condition,
something that collects the values, and perhaps a last calculation. The parts are drawn separately,
so that there are thousands of shapes, and a model trained on some has to compose for the others.

The same seed under another `House` gives the same function with other details; every random choice
is therefore made whatever the house is.
"""

from __future__ import annotations

import ast
import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scripts.model import draft as words
from scripts.model.draft import Draft
from scripts.model.houses import USUAL, House

_HELD_OUT_PER_MILLE: Final = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """A correct function; `params` are (name, kind of value) in call order."""

    name: str
    source: str
    params: tuple[tuple[str, str], ...]
    conventions: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from: `item` is the variable, `where` the words for the docstring."""

    item: str
    where: str
    depth: int
    collection: str = ""
    index: str = ""
    after: tuple[str, ...] = ()


def build(seed: int, house: House) -> Function:
    """The function number `seed` under `house`."""
    d = Draft(rng=random.Random(seed), house=house)
    name = _function_name(d)
    d.rng.choice(_FORMS)(d)
    params = list(d.params)
    if d.rng.random() < 0.3:
        d.rng.shuffle(params)
    head = f"def {name}({', '.join(p for p, _ in params)}):"
    body = [f'    """{d.doc}."""', *("    " * (n + 1) + text for n, text in d.lines)]
    return Function(
        name=name,
        source="\n".join([head, *body]),
        params=tuple(params),
        conventions=tuple(d.used),
        seed=seed,
    )


def shape(source: str) -> str:
    """The function without names, numbers and documentation."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.name = "f"
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
        elif isinstance(node, ast.Name):
            node.id = "v"
        elif isinstance(node, ast.arg):
            node.arg = "v"
        elif isinstance(node, ast.Constant):
            node.value = "c" if isinstance(node.value, str) else 0
    return ast.dump(tree)


def is_held_out(source: str) -> bool:
    """Whether the shape belongs to evaluation. It depends on nothing but the text."""
    digest = hashlib.sha256(shape(source).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 1000 < _HELD_OUT_PER_MILLE


def may_train(function: Function) -> bool:
    """Held-out shapes are barred as they are and in their usual form."""
    return not is_held_out(function.source) and not is_held_out(build(function.seed, USUAL).source)


def _function_name(d: Draft) -> str:
    verb, noun = d.rng.choice(words.VERBS), d.rng.choice(words.NOUNS)
    name = d.rng.choice((f"{verb}_{noun}", f"{verb}_{noun}_{d.rng.choice(words.NOUNS)}"))
    d.taken.add(name)
    return name


# --- sources -----------------------------------------------------------------------------------


def _guard(d: Draft, collection: str) -> None:
    """An early answer for empty input, and the words about it."""
    if not d.guarded:
        d.add(0, f"if not {collection}:")
        d.add(1, f"return {d.nothing()}")
        d.guarded = collection


def _from_list(d: Draft) -> Source:
    xs, x = d.param(words.LISTS, "ints"), d.name(words.ITEMS)
    d.add(0, f"for {x} in {xs}:")
    return Source(x, f"in `{xs}`", 1, xs)


def _from_indexes(d: Draft) -> Source:
    xs, i, x = d.param(words.LISTS, "ints"), d.name(words.INDEXES), d.name(words.ITEMS)
    if d.rng.random() < 0.5:
        d.add(0, f"for {i}, {x} in enumerate({xs}):")
    else:
        d.add(0, f"for {i} in range(len({xs})):")
        d.add(1, f"{x} = {xs}[{i}]")
    return Source(x, f"in `{xs}`", 1, xs, i)


def _from_range(d: Draft) -> Source:
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
    text, word, x = d.param(words.TEXTS, "text"), d.name(["word", "w", "part", "token"]), ""
    x = d.name(["length", "size", "n", "chars"])
    d.add(0, f"for {word} in {text}.split():")
    d.add(1, f"{x} = len({word})")
    return Source(x, f"of the word lengths in `{text}`", 1)


def _from_map(d: Draft) -> Source:
    table, key, x = d.param(words.MAPS, "map"), d.name(["key", "k", "name", "who"]), ""
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
    grid, row, x = d.param(["grid", "rows", "table", "board"], "grid"), d.name(["row", "r"]), ""
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
_SOURCES: Final[tuple[_Make, ...]] = (
    *(_from_list,) * 4,
    *(_from_range,) * 4,
    *(_from_indexes,) * 2,
    *(_from_while,) * 2,
    *(_from_slice,) * 2,
    _from_words,
    _from_map,
    _from_pairs,
    _from_grid,
    _from_digits,
    _from_triangle,
)


# --- expressions and conditions ------------------------------------------------------------------


def _expression(d: Draft, x: str) -> tuple[str, str]:
    """A calculation with `x` and the words for it."""
    k, kind = d.number(), d.rng.choice(_EXPRESSIONS)
    if kind == "itself":
        return x, f"`{x}`"
    if kind == "square":
        return f"{x} * {x}", f"`{x}` squared"
    if kind == "plus":
        return f"{x} + {k}", f"`{x}` plus {k}"
    if kind == "times":
        return f"{x} * {k}", f"`{x}` times {k}"
    if kind == "rest":
        return f"{x} % {k}", f"`{x}` modulo {k}"
    if kind == "linear":
        return f"{x} * {k} + {k - 1}", f"`{x}` times {k} plus {k - 1}"
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


def _condition(d: Draft, x: str) -> tuple[str, str]:
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


# --- what is done with the values ----------------------------------------------------------------


def _collect(d: Draft) -> None:
    """A loop that collects into one variable, then perhaps a last calculation."""
    r = d.name(words.RESULTS)
    kind = d.rng.choice(("sum", "sum", "sum", "product", "count", "list", "largest", "text"))
    start = len(d.lines)
    source = d.rng.choice(_SOURCES)(d)
    value, said = _expression(d, source.item) if kind != "count" else (source.item, "")
    first = {"product": "1", "list": "[]", "text": '""'}.get(kind, "0")
    d.lines.insert(start, (0, f"{r} = {first}"))
    if kind == "count":
        said = f"Count `{source.item}`"
    elif kind == "largest":
        said = f"Largest of {said} or 0"
    else:
        said = f"{kind.capitalize()} of {said}"
    depth, tail = _filtered(d, source, must=kind == "count")
    _update(d, kind, r, value, depth)
    _finish_loop(d, source)
    d.doc = f"{said} {source.where}{tail}"
    if kind in ("list", "text"):
        d.add(0, f"return {r}")
    else:
        _last_step(d, r, source)


def _filtered(d: Draft, source: Source, *, must: bool = False) -> tuple[int, str]:
    """Perhaps an `if` around what follows; the depth to go on at and the words for it."""
    how = d.rng.choice(("none", "if", "if", "skip", "stop")) if not must else "if"
    if source.after and how == "skip":
        how = "if"  # `continue` would pass over the step of a while loop
    if how == "none":
        return source.depth, ""
    test, said = _condition(d, source.item)
    d.add(source.depth, f"if {test}:")
    if how == "if":
        return source.depth + 1, f" where `{source.item}` is {said}"
    d.add(source.depth + 1, "continue" if how == "skip" else "break")
    tail = "skip" if how == "skip" else "stop"
    return source.depth, f"; {tail} if `{source.item}` is {said}"


def _update(d: Draft, kind: str, r: str, value: str, depth: int) -> None:
    if kind == "sum":
        d.add(depth, f"{r} += {value}")
    elif kind == "product":
        d.add(depth, f"{r} *= {value}")
    elif kind == "count":
        d.add(depth, f"{r} += 1")
    elif kind == "list":
        d.add(depth, f"{r}.append({value})")
    elif kind == "text":
        d.add(depth, f"{r} += str({value})")
    else:
        d.add(depth, f"{r} = max({r}, {value})")


def _finish_loop(d: Draft, source: Source) -> None:
    for text in source.after:
        d.add(source.depth, text)


def _last_step(d: Draft, r: str, source: Source) -> None:
    """Return the result, perhaps after one more calculation."""
    kind = d.rng.choice(_LAST_STEPS)
    k = d.number()
    value, said = r, ""
    if kind == "plus":
        value, said = f"{r} + {k}", f", plus {k}"
    elif kind == "times":
        value, said = f"{r} * {k}", f", times {k}"
    elif kind == "divided":
        under = d.param(words.OTHERS, "pos") if d.rng.random() < 0.5 else str(k)
        value = d.divided(r, under)
        said = f", divided by {under if under.isdigit() else f'`{under}`'}"
    elif kind == "gap":
        other = d.param(words.OTHERS, "int")
        value, said = d.gap(r, other), f", as difference to `{other}`"
    elif kind == "share":
        other = d.param(words.OTHERS, "pos")
        value, said = f"{r} * {d.whole()} // {other}", f", as a share of `{other}`"
    elif kind == "cap":
        k += 10
        d.add(0, f"if {r} > {k}:")
        d.add(1, f"return {k}")
        said = f", at most {k}"
    elif kind == "pair" and source.collection:
        value, said = f"{r}, len({source.collection})", f", and the size of `{source.collection}`"
    d.doc += said
    if value != r and d.rng.random() < 0.3:
        z = d.name(words.RESULTS)
        d.add(0, f"{z} = {value}")
        value = z
    d.add(0, f"return {value}")


_LAST_STEPS: Final = (
    *("none",) * 4,
    *("divided",) * 2,
    *("gap",) * 2,
    *("share",) * 2,
    *"plus times cap pair".split(),
)


def _average(d: Draft) -> None:
    """A guard for empty input, a sum, a division."""
    xs, x, r = d.param(words.LISTS, "ints"), d.name(words.ITEMS), d.name(words.RESULTS)
    _guard(d, xs)
    value, said = _expression(d, x)
    d.doc = f"Average of {said} in `{xs}`"
    if d.rng.random() < 0.3:
        d.add(0, f"{r} = sum({value} for {x} in {xs})")
    else:
        d.add(0, f"{r} = 0")
        d.add(0, f"for {x} in {xs}:")
        depth, tail = _filtered(d, Source(x, "", 1, xs))
        d.add(depth, f"{r} += {value}")
        d.doc += tail
    d.add(0, f"return {d.divided(r, f'len({xs})')}")


def _best(d: Draft) -> None:
    """The position or key of the extreme item: ties matter."""
    large = d.rng.random() < 0.5
    said, operator = ("largest", ">") if large else ("smallest", "<")
    if d.rng.random() < 0.25:
        _best_key(d, said, operator)
        return
    xs, i, r = d.param(words.LISTS, "tied"), d.name(words.INDEXES), d.name(words.RESULTS)
    if d.rng.random() < 0.6:
        _guard(d, xs)
    d.add(0, f"{r} = 0")
    d.doc = f"Position of the {said} item of `{xs}`"
    by_item = d.rng.random() < 0.4
    x = d.name(words.ITEMS)
    depth = 1
    if by_item:
        d.add(0, f"for {i}, {x} in enumerate({xs}):")
    else:
        x = f"{xs}[{i}]"
        d.add(0, f"for {i} in range({d.rng.choice(('', '1, '))}len({xs})):")
        if d.rng.random() < 0.3:
            x = d.name(words.ITEMS)
            d.add(1, f"{x} = {xs}[{i}]")
    d.add(depth, f"if {x} {d.beats(operator)} {xs}[{r}]:")
    d.add(depth + 1, f"{r} = {i}")
    tail = d.rng.choice(("", "", "item", "plus"))
    if tail == "item":
        d.doc = f"Position and value of the {said} item of `{xs}`"
        d.add(0, f"return {r}, {xs}[{r}]")
    elif tail == "plus":
        d.doc += ", counted from 1"
        d.add(0, f"return {r} + 1")
    else:
        d.add(0, f"return {r}")


def _best_key(d: Draft, said: str, operator: str) -> None:
    table, key, r = d.param(words.MAPS, "tiedmap"), d.name(["key", "k", "name"]), ""
    r = d.name(["best", "found", "who", "winner", "top"])
    d.add(0, f"{r} = None")
    d.add(0, f"for {key} in {table}:")
    test = f"{table}[{key}] {d.beats(operator)} {table}[{r}]"
    d.add(1, f"if {r} is None or {test}:")
    d.add(2, f"{r} = {key}")
    d.add(0, f"return {r}")
    d.doc = f"Key of the {said} value in `{table}`"


def _search(d: Draft) -> None:
    """The first hit, or the answer for nothing."""
    source = d.rng.choice((_from_list, _from_indexes, _from_indexes, _from_map, _from_range))(d)
    test, said = _condition(d, source.item)
    found, what = source.item, f"First `{source.item}`"
    if source.index and d.rng.random() < 0.6:
        found, what = source.index, "Place of the first hit"
    elif d.rng.random() < 0.5:
        value, said_value = _expression(d, source.item)
        found, what = value, f"First hit as {said_value}"
    d.add(source.depth, f"if {test}:")
    d.add(source.depth + 1, f"return {found}")
    d.add(0, f"return {d.nothing()}")
    d.doc = f"{what} {source.where} where `{source.item}` is {said}"


def _scalar(d: Draft) -> None:
    """No loop: two steps of arithmetic, perhaps a choice."""
    a = d.param(words.OTHERS, "int")
    r = d.name(words.RESULTS)
    value, said = _expression(d, a)
    d.add(0, f"{r} = {value}")
    d.doc = f"Take {said}"
    kind = d.rng.choice(("if", "else", "share", "times", "gap"))
    if kind == "share":
        b = d.param(words.OTHERS, "pos")
        d.add(0, f"if {b} == 0:")
        d.add(1, f"return {d.nothing()}")
        d.add(0, f"return {r} * {d.whole()} // {b}")
        d.doc += f", as a share of `{b}`"
        return
    if kind in ("if", "else"):
        test, when = _condition(d, a)
        extra, what = _expression(d, a)
        d.add(0, f"if {test}:")
        d.add(1, f"{r} += {extra}")
        d.doc += f" and add {what} if `{a}` is {when}"
        if kind == "else":
            k = d.number()
            d.add(0, "else:")
            d.add(1, f"{r} -= {k}")
            d.doc += f", else take {k} away"
    elif kind == "times":
        b = d.param(words.OTHERS, "int")
        d.add(0, f"{r} = {r} * {b}")
        d.doc += f", times `{b}`"
    else:
        b = d.param(words.OTHERS, "int")
        d.add(0, f"{r} = {d.gap(r, b)}")
        d.doc += f", as difference to `{b}`"
    _last_step(d, r, Source(a, "", 0))


def _comprehension(d: Draft) -> None:
    """One expression over all items."""
    x = d.name(words.ITEMS)
    if d.rng.random() < 0.6:
        xs = d.param(words.LISTS, "ints")
        over, where = xs, f"in `{xs}`"
        if d.rng.random() < 0.4:
            _guard(d, xs)
    else:
        n = d.param(words.ENDS, "n")
        low = d.rng.choice(("", "1, "))
        over, where = f"range({low}{d.end(n)})", f"from {low[:1] or '0'} to `{n}`"
    value, said = _expression(d, x)
    test = ""
    if d.rng.random() < 0.6:
        test, when = _condition(d, x)
        test, where = f" if {test}", f"{where} where `{x}` is {when}"
    inner = f"{value} for {x} in {over}{test}"
    kind = d.rng.choice(("list", "sum", "sum", "name", "sorted"))
    d.doc = f"{'Sum' if kind in ('sum', 'name') else kind.capitalize()} of {said} {where}"
    if kind == "name":
        r = d.name(words.RESULTS)
        d.add(0, f"{r} = sum({inner})")
        _last_step(d, r, Source(x, "", 0))
        return
    form = {"list": f"[{inner}]", "sum": f"sum({inner})", "sorted": f"sorted({inner})"}[kind]
    d.add(0, f"return {form}")


def _strings(d: Draft) -> None:
    """Letters and words of a text."""
    text, r = d.param(words.TEXTS, "text"), d.name(words.RESULTS)
    kind = d.rng.choice(("count", "keep", "words", "longest", "cut"))
    if kind == "cut":
        n = d.param(words.ENDS, "place")
        d.add(0, f"{r} = {text}[:{d.end(n)}]")
        how = d.rng.choice(("upper", "lower", "title", "strip"))
        d.add(0, f"return {r}.{how}()")
        d.doc = f"Part of `{text}` up to position `{n}`, with {how}"
        return
    c = d.name(["c", "ch", "letter", "part", "w"])
    if kind in ("count", "keep"):
        wanted = d.rng.choice(("aeiou", "abc", "xyz", "stu", "lmn"))
        not_ = d.rng.choice(("", "", "not "))
        d.add(0, f'{r} = {"0" if kind == "count" else chr(34) * 2}')
        d.add(0, f"for {c} in {text}:")
        d.add(1, f'if {c} {not_}in "{wanted}":')
        d.add(2, f"{r} += {'1' if kind == 'count' else c}")
        d.doc = f"{kind.capitalize()} the letters of `{text}` {not_}in {wanted}"
        if kind == "count":
            _last_step(d, r, Source(c, "", 0))
        else:
            d.add(0, f"return {r}")
        return
    if kind == "words":
        test, when = _condition(d, f"len({c})")
        d.add(0, f"{r} = []")
        d.add(0, f"for {c} in {text}.split():")
        d.add(1, f"if {test}:")
        d.add(2, f"{r}.append({c}.{d.rng.choice(('upper', 'lower', 'title'))}())")
        d.add(0, f'return {d.rng.choice((f"{r}", f"""" ".join({r})"""))}')
        d.doc = f"Words of `{text}` whose length is {when}, joined or listed"
        return
    d.add(0, f"{r} = None")
    d.add(0, f"for {c} in {text}.split():")
    d.add(1, f"if {r} is None or len({c}) {d.beats('>')} len({r}):")
    d.add(2, f"{r} = {c}")
    d.add(0, f"return {r}")
    d.doc = f"Longest word of `{text}`"


def _tables(d: Draft) -> None:
    """Dictionaries: count, group, look up."""
    kind = d.rng.choice(("count", "look", "filter"))
    if kind == "look":
        table, key = d.param(words.MAPS, "map"), d.param(["key", "name", "who", "k"], "key")
        r = d.name(words.RESULTS)
        d.add(0, f"if {key} not in {table}:")
        d.add(1, f"return {d.nothing()}")
        d.add(0, f"{r} = {table}[{key}]")
        value, said = _expression(d, r)
        d.doc = f"Look up `{key}` in `{table}` and give {said}"
        if value == r:
            _last_step(d, r, Source(r, "", 0))
        else:
            d.add(0, f"return {value}")
        return
    r = d.name(["found", "out", "result", "groups", "counts"])
    if kind == "count":
        xs, x = d.param(words.LISTS, "tied"), d.name(words.ITEMS)
        value, said = _expression(d, x)
        d.add(0, f"{r} = {{}}")
        d.add(0, f"for {x} in {xs}:")
        depth, tail = _filtered(d, Source(x, "", 1, xs))
        d.add(depth, f"{r}[{x}] = {r}.get({x}, 0) + {value if value != x else '1'}")
        d.add(0, f"return {r}")
        what = said if value != x else "how often it comes"
        d.doc = f"For each item of `{xs}` add up {what}{tail}"
        return
    table, key, x = d.param(words.MAPS, "map"), d.name(["key", "k", "name"]), d.name(words.ITEMS)
    test, when = _condition(d, x)
    d.add(0, f"{r} = []")
    d.add(0, f"for {key}, {x} in {table}.items():")
    d.add(1, f"if {test}:")
    d.add(2, f"{r}.append({key})")
    d.add(0, f"return {d.rng.choice((f'{r}', f'sorted({r})'))}")
    d.doc = f"Keys of `{table}` where `{x}` is {when}"


def _extremes(d: Draft) -> None:
    """Built-in extremes of a list, their difference or share."""
    xs, high, low = d.param(words.LISTS, "ints"), d.name(["high", "top"]), d.name(["low", "least"])
    _guard(d, xs)
    d.add(0, f"{high} = {d.rng.choice((f'max({xs})', f'sorted({xs})[-1]', f'{xs}[-1]'))}")
    d.add(0, f"{low} = {d.rng.choice((f'min({xs})', f'{xs}[0]', f'sum({xs})'))}")
    said = " and ".join(f"`{name}` ({text.split(' = ')[1]})" for name, text in
                        ((high, d.lines[-2][1]), (low, d.lines[-1][1])))
    kind = d.rng.choice(("gap", "gap", "pair", "share", "mean"))
    if kind == "gap":
        d.add(0, f"return {d.gap(low, high)}")
        d.doc = f"Difference of {said} in reverse"
        d.doc = f"Difference of `{low}` and `{high}`: the two ends of `{xs}`"
    elif kind == "pair":
        d.add(0, f"return {low}, {high}")
        d.doc = f"`{low}` and `{high}` as a pair: the two ends of `{xs}`"
    elif kind == "share":
        d.add(0, f"if {high} == 0:")
        d.add(1, f"return {d.nothing()}")
        d.add(0, f"return {low} * {d.whole()} // {high}")
        d.doc = f"`{low}` as a share of `{high}`: the two ends of `{xs}`"
    else:
        d.add(0, f"return {d.divided(f'({low} + {high})', '2')}")
        d.doc = f"Middle between `{low}` and `{high}`: the two ends of `{xs}`"


_FORMS: Final = (
    *(_collect,) * 12,
    *(_average,) * 3,
    *(_best,) * 4,
    *(_search,) * 3,
    *(_scalar,) * 3,
    *(_comprehension,) * 3,
    *(_strings,) * 3,
    *(_tables,) * 2,
    *(_extremes,) * 1,
)
