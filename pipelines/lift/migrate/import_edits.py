"""Edits of a `from x import a, b` some of whose names live elsewhere now.

Used by the rules about names that moved. Every finding of one statement carries all of its edits,
so that they are made once and together.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["moved_imports"]

_SOURCE = re.compile(r"from\s+([\w.]+)")


def moved_imports(
    node: ast.ImportFrom, places: Mapping[ast.alias, str], view: ModuleView
) -> tuple[Edit, ...]:
    """Import names from where they are now; what the module calls them stays.

    Args:
        places: the dotted name that takes the place of each moved one; all others stay.
    """
    moved = [alias for alias in node.names if alias in places]
    modules = {_parent(places[alias]) for alias in moved}
    if not moved:
        return ()
    if len(moved) == len(node.names) and len(modules) == 1:
        return (*_from(node, modules.pop(), view), *_renamed(moved, places, view))
    here = [alias for alias in moved if _parent(places[alias]) == node.module]
    away = [alias for alias in moved if alias not in here]
    return (*_renamed(here, places, view), *_taken_out(node, away, places, view))


def _from(node: ast.ImportFrom, module: str, view: ModuleView) -> Iterator[Edit]:
    """Change the module of the statement."""
    found = _SOURCE.match(view.segment(node))
    if found is not None and module != node.module:
        start = view.replaced(node, "").start
        yield Edit(start=start + found.start(1), end=start + found.end(1), text=module)


def _renamed(
    aliases: Sequence[ast.alias], places: Mapping[ast.alias, str], view: ModuleView
) -> Iterator[Edit]:
    for alias in aliases:
        new = _spelled(alias, places[alias])
        if new != _spelled(alias, alias.name):
            yield view.replaced(alias, new)


def _taken_out(
    node: ast.ImportFrom,
    away: Sequence[ast.alias],
    places: Mapping[ast.alias, str],
    view: ModuleView,
) -> Iterator[Edit]:
    """Import some names in statements of their own, behind this one or instead of it."""
    if not away:
        return
    newline = "\r\n" if "\r\n" in view.text else "\n"
    whole = view.replaced(node, "")
    lines = list(_statements(away, places))
    if len(away) == len(node.names):
        text = f"{newline}{' ' * node.col_offset}".join(lines)
        yield Edit(start=whole.start, end=whole.end, text=text)
        return
    yield from _without(node, away, view)
    text = "".join(f"{newline}{' ' * node.col_offset}{line}" for line in lines)
    yield Edit(start=whole.end, end=whole.end, text=text)


def _statements(aliases: Sequence[ast.alias], places: Mapping[ast.alias, str]) -> Iterator[str]:
    for module in dict.fromkeys(_parent(places[alias]) for alias in aliases):
        names = [
            _spelled(alias, places[alias]) for alias in aliases if _parent(places[alias]) == module
        ]
        yield f"from {module} import {', '.join(names)}"


def _without(node: ast.ImportFrom, away: Sequence[ast.alias], view: ModuleView) -> Iterator[Edit]:
    """Take names out of the statement, each with the comma behind or before it."""
    spans = [_span(alias, view) for alias in node.names]
    last_kept = max(number for number, alias in enumerate(node.names) if alias not in away)
    for number, alias in enumerate(node.names):
        if alias not in away:
            continue
        start, end = spans[number]
        if number < last_kept:
            yield Edit(start=start, end=spans[number + 1][0], text="")
        elif "#" not in view.text[spans[number - 1][1] : start]:
            yield Edit(start=spans[number - 1][1], end=end, text="")
        else:  # the comment belongs to the line before, so the whole line goes
            line = view.text.rindex("\n", 0, start) + 1
            rest = re.compile(r",?[ \t]*(\r?\n)?").match(view.text, end)
            yield Edit(start=line, end=rest.end() if rest else end, text="")


def _parent(dotted: str) -> str:
    return dotted.rpartition(".")[0]


def _spelled(alias: ast.alias, dotted: str) -> str:
    """`name`, or `name as bound` where the module calls it something else."""
    name, bound = dotted.rpartition(".")[2], alias.asname or alias.name
    return name if name == bound else f"{name} as {bound}"


def _span(node: ast.alias, view: ModuleView) -> tuple[int, int]:
    edit = view.replaced(node, "")
    return edit.start, edit.end
