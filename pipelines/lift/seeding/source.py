"""Positions of syntax nodes in the text of one function, and edits by position."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

_LEFT_ALONE: Final = frozenset({"annotation", "returns", "args", "decorator_list", "type_params"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Replace `text[start:end]`; `line` is where a reader would look for the bug."""

    start: int
    end: int
    text: str
    line: int


class SourceText:
    """The source of a function with character positions for its nodes.

    `ast` counts columns in UTF-8 bytes, strings are cut in characters; only this class knows.
    """

    def __init__(self, source: str) -> None:
        self.text = source
        # Not splitlines(): that also breaks at form feeds and such, where the parser does not.
        self._lines = re.split(r"(?<=\n)", source)
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line))
        self._starts = starts

    def _position(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """First and last position of `node`, without parentheses around it."""
        end_line, end_column = node.end_lineno, node.end_col_offset
        if end_line is None or end_column is None:
            raise ValueError("a node that ast.parse did not make")
        return self._position(node.lineno, node.col_offset), self._position(end_line, end_column)

    def apply(self, edit: Edit) -> str:
        return self.text[: edit.start] + edit.text + self.text[edit.end :]

    def replace_between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Edit | None:
        """Replace the operator `old` between two neighbours, or None where it cannot be found."""
        gap_start, gap_end = self.span(left)[1], self.span(right)[0]
        pattern = re.escape(old).replace(r"\ ", r"\s+")
        found = re.match(rf"[\s)]*({pattern})[\s(]*$", self.text[gap_start:gap_end])
        if found is None:
            return None
        start, end = gap_start + found.start(1), gap_start + found.end(1)
        return Edit(start=start, end=end, text=new, line=right.lineno)

    def swap(self, left: ast.expr, right: ast.expr) -> Edit:
        """Exchange two expressions and keep what stands between them."""
        (start, middle), (second, end) = self.span(left), self.span(right)
        text = self.text[second:end] + self.text[middle:second] + self.text[start:middle]
        return Edit(start=start, end=end, text=text, line=left.lineno)

    def blocks(self, function: Function) -> Iterator[list[ast.stmt]]:
        """The function's own body and every nested block of statements."""
        yield function.body
        for node in body_nodes(function):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list) and isinstance(node, ast.stmt):
                    yield [part for part in block if isinstance(part, ast.stmt)]  # pyright: ignore[reportUnknownVariableType]

    def is_docstring(self, function: Function, node: ast.stmt) -> bool:
        documented = ast.get_docstring(function, clean=False) is not None
        return documented and node is function.body[0]

    def owns_its_lines(self, node: ast.stmt) -> bool:
        """Whether nothing else stands on the first and last line of the statement."""
        start, end = self.span(node)
        line_end = self.text.find("\n", end)
        after = self.text[end : len(self.text) if line_end < 0 else line_end]
        before = self.text[self._starts[node.lineno - 1] : start]
        return not before.strip() and not after.strip()

    def remove_lines(self, node: ast.stmt) -> Edit:
        """Remove a statement with its lines; at the end of the text the newline before goes."""
        start, end = self._starts[node.lineno - 1], self._starts[node.end_lineno or node.lineno]
        if not self.text[:end].endswith("\n") and start > 0:
            start -= 1
        return Edit(start=start, end=end, text="", line=node.lineno)


def body_nodes(function: Function) -> Iterator[ast.AST]:
    """Nodes that may be changed, in order: no signature, no annotations, no docstring, no f-string.

    (Before Python 3.12 the positions inside an f-string are not those of the file.)
    """
    documented = ast.get_docstring(function, clean=False) is not None
    for statement in function.body[documented:]:
        yield from _below(statement)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in _LEFT_ALONE and not isinstance(node, ast.Call):
            continue
        children: list[object] = value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
        for child in children:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield from _below(child)


def enclosing(function: Function) -> dict[ast.AST, ast.AST]:
    """The parent of every node inside the function."""
    return {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
