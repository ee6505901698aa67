"""Parts of the grammar: the forms a whole function can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scripts.model import draft as words
from scripts.model.draft import Draft
from scripts.model.values import (
    SOURCES,
    Source,
    condition,
    expression,
    from_indexes,
    from_list,
    from_map,
    from_range,
    guard,
)


def _collect(d: Draft) -> None:
    """A loop that collects into one variable, then perhaps a last calculation."""
    r = d.name(words.RESULTS)
    kind = d.rng.choice(("sum", "sum", "sum", "product", "count", "list", "largest", "text"))
    start = len(d.lines)
    source = d.rng.choice(SOURCES)(d)
    value, said = expression(d, source.item) if kind != "count" else (source.item, "")
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
    test, said = condition(d, source.item)
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
    guard(d, xs)
    value, said = expression(d, x)
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
        guard(d, xs)
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
    table, key = d.param(words.MAPS, "tiedmap"), d.name(["key", "k", "name"])
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
    source = d.rng.choice((from_list, from_indexes, from_indexes, from_map, from_range))(d)
    test, said = condition(d, source.item)
    found, what = source.item, f"First `{source.item}`"
    if source.index and d.rng.random() < 0.6:
        found, what = source.index, "Place of the first hit"
    elif d.rng.random() < 0.5:
        value, said_value = expression(d, source.item)
        found, what = value, f"First hit as {said_value}"
    d.add(source.depth, f"if {test}:")
    d.add(source.depth + 1, f"return {found}")
    d.add(0, f"return {d.nothing()}")
    d.doc = f"{what} {source.where} where `{source.item}` is {said}"


def _scalar(d: Draft) -> None:
    """No loop: two steps of arithmetic, perhaps a choice."""
    a = d.param(words.OTHERS, "int")
    r = d.name(words.RESULTS)
    value, said = expression(d, a)
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
        test, when = condition(d, a)
        extra, what = expression(d, a)
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
            guard(d, xs)
    else:
        n = d.param(words.ENDS, "n")
        low = d.rng.choice(("", "1, "))
        over, where = f"range({low}{d.end(n)})", f"from {low[:1] or '0'} to `{n}`"
    value, said = expression(d, x)
    test = ""
    if d.rng.random() < 0.6:
        test, when = condition(d, x)
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
        d.add(0, f"{r} = {'0' if kind == 'count' else chr(34) * 2}")
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
        test, when = condition(d, f"len({c})")
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
        value, said = expression(d, r)
        d.doc = f"Look up `{key}` in `{table}` and give {said}"
        if value == r:
            _last_step(d, r, Source(r, "", 0))
        else:
            d.add(0, f"return {value}")
        return
    r = d.name(["found", "out", "result", "groups", "counts"])
    if kind == "count":
        xs, x = d.param(words.LISTS, "tied"), d.name(words.ITEMS)
        value, said = expression(d, x)
        d.add(0, f"{r} = {{}}")
        d.add(0, f"for {x} in {xs}:")
        depth, tail = _filtered(d, Source(x, "", 1, xs))
        d.add(depth, f"{r}[{x}] = {r}.get({x}, 0) + {value if value != x else '1'}")
        d.add(0, f"return {r}")
        what = said if value != x else "how often it comes"
        d.doc = f"For each item of `{xs}` add up {what}{tail}"
        return
    table, key, x = d.param(words.MAPS, "map"), d.name(["key", "k", "name"]), d.name(words.ITEMS)
    test, when = condition(d, x)
    d.add(0, f"{r} = []")
    d.add(0, f"for {key}, {x} in {table}.items():")
    d.add(1, f"if {test}:")
    d.add(2, f"{r}.append({key})")
    d.add(0, f"return {d.rng.choice((f'{r}', f'sorted({r})'))}")
    d.doc = f"Keys of `{table}` where `{x}` is {when}"


def _extremes(d: Draft) -> None:
    """Built-in extremes of a list, their difference or share."""
    xs, high, low = d.param(words.LISTS, "ints"), d.name(["high", "top"]), d.name(["low", "least"])
    guard(d, xs)
    d.add(0, f"{high} = {d.rng.choice((f'max({xs})', f'sorted({xs})[-1]', f'{xs}[-1]'))}")
    d.add(0, f"{low} = {d.rng.choice((f'min({xs})', f'{xs}[0]', f'sum({xs})'))}")
    kind = d.rng.choice(("gap", "gap", "pair", "share", "mean"))
    if kind == "gap":
        d.add(0, f"return {d.gap(low, high)}")
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


FORMS: Final[tuple[Callable[[Draft], None], ...]] = (
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
