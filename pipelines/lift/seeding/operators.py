"""Mutation operators: small, plausible bugs put into one correct function.

Two things are wanted of these operators. They work on any Python function, and they are
*many-to-one*: several correct texts lead to the same wrong text (``>`` and ``>=`` both become
``<``; ``range(n)`` and ``range(n + 1)`` both become ``range(n - 1)``). So the bug does not betray
what stood there before, and whoever repairs it has to know the convention of the code base.

Edits are spliced into the source by position, so that layout, comments and the docstring stay.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from lift.seeding import expressions, statements
from lift.seeding.source import Edit, Function, SourceText

BUG_CLASS_SUMMARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "comparison": "A comparison uses the wrong operator.",
        "arithmetic": "A calculation uses the wrong operator.",
        "boolean": "Two conditions are joined by the wrong word.",
        "negation": "A condition means the opposite of what it should.",
        "bound": "A range or slice ends at the wrong place.",
        "constant": "A number in the code is wrong.",
        "initial value": "A variable starts with the wrong value.",
        "return value": "A fixed value that is returned is wrong.",
        "missing return": "The last return statement is gone.",
        "missing guard": "A check that returns early is gone.",
        "swap": "Two operands or arguments stand in the wrong order.",
        "wrong variable": "A variable is used where another one belongs.",
        "lost operand": "A calculation lost its second operand.",
        "unwrapped call": "A value is used without the call around it.",
        "update": "A variable is updated with the wrong operator.",
        "missing statement": "A statement is gone.",
    }
)
BUG_CLASSES: Final[tuple[str, ...]] = tuple(BUG_CLASS_SUMMARY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """One wrong version of a function; `line` counts from 1 in the correct source."""

    bug_class: str
    line: int
    source: str


Operator: TypeAlias = Callable[[SourceText, Function], Iterator[tuple[str, Edit]]]

_OPERATORS: Final[tuple[Operator, ...]] = (
    expressions.comparisons,
    expressions.arithmetic,
    expressions.lost_operands,
    expressions.booleans,
    expressions.negations,
    expressions.bounds,
    expressions.constants,
    statements.returns,
    statements.removals,
    statements.updates,
    expressions.swaps,
    statements.wrong_variables,
    expressions.unwrapped_calls,
)


def mutate(source: str) -> tuple[Mutation, ...]:
    """Every single-edit wrong version of the function in `source`, in a fixed order.

    `source` holds one function at indentation 0. A text without a function gives an empty tuple,
    text that is not Python raises `SyntaxError`.
    """
    tree = ast.parse(source)
    found = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not found:
        return ()
    text = SourceText(source)
    edits = [edit for operator in _OPERATORS for edit in operator(text, found[0])]
    edits.sort(key=lambda item: (item[1].start, item[1].end, BUG_CLASSES.index(item[0])))
    results: dict[str, Mutation] = {}
    original = ast.dump(tree)
    for bug_class, edit in edits:
        changed = text.apply(edit)
        if changed in results or not _is_different_python(changed, original):
            continue
        results[changed] = Mutation(bug_class=bug_class, line=edit.line, source=changed)
    return tuple(results.values())


def _is_different_python(source: str, original_dump: str) -> bool:
    try:
        return ast.dump(ast.parse(source)) != original_dump
    except SyntaxError:
        return False
