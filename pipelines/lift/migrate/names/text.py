"""Places and edits in the text of a module: ast counts UTF-8 bytes, people count characters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.finding import Edit
from lift.migrate.view import Place

__all__ = ["Text"]


class Text:
    """The text with its line starts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._ascii = text.isascii()
        self._starts = [0]
        self._starts += [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]

    def offset(self, line: int, byte_column: int) -> int:
        """Where a line (from 1) and a column in bytes (from 0) are in the text."""
        start = self._starts[line - 1]
        if self._ascii:
            return start + byte_column
        stop = self._starts[line] if line < len(self._starts) else len(self.text)
        head = self.text[start:stop].encode("utf-8")[:byte_column]
        return start + len(head.decode("utf-8", errors="ignore"))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first offset of a node and the one behind it; decorators are not part of it."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None) or column
        return self.offset(line, column), self.offset(end_line, end_column)

    def place(self, node: ast.AST) -> Place:
        start, stop = self.span(node)
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
        return Place(
            line=line,
            column=start - self._starts[line - 1] + 1,
            end_line=end_line,
            end_column=stop - self._starts[end_line - 1] + 1,
        )

    def segment(self, node: ast.AST) -> str:
        start, stop = self.span(node)
        return self.text[start:stop]

    def without_argument(self, call: ast.Call, argument: ast.keyword | ast.expr) -> Edit:
        """Take one argument out of a call, with one comma and the space that it leaves."""
        start, stop = self.span(argument)
        behind = re.compile(r"\s*,[ \t]*").match(self.text, stop)
        siblings: list[ast.AST] = [*call.args, *call.keywords]
        siblings.sort(key=lambda node: self.span(node)[0])
        at = siblings.index(argument)
        if at + 1 < len(siblings) and behind is not None:
            following = self.span(siblings[at + 1])[0]
            if "#" not in self.text[stop:following]:
                return Edit(start=start, end=following, text="")
            return Edit(start=start, end=behind.end(), text="")
        if at > 0:
            before = self.span(siblings[at - 1])[1]
            between = self.text[before:start]
            if "#" not in between:
                return Edit(start=before, end=stop, text="")
        return Edit(start=start, end=behind.end() if behind else stop, text="")

    def with_argument(self, call: ast.Call, text: str) -> Edit:
        """Add an argument behind the last one of a call."""
        siblings: list[ast.AST] = [*call.args, *call.keywords]
        if not siblings:
            stop = self.span(call)[1] - 1
            return Edit(start=stop, end=stop, text=text)
        last = max(siblings, key=lambda node: self.span(node)[1])
        stop = self.span(last)[1]
        if isinstance(last, ast.GeneratorExp):
            return Edit(start=stop, end=stop, text="")
        lines = {node.lineno for node in (*call.args, *(k.value for k in call.keywords))}
        if len(lines) > 1 or (lines and call.lineno not in lines):
            indent = " " * getattr(last, "col_offset", 4)
            own_line = self.text[self._starts[getattr(last, "lineno", 1) - 1] :]
            if (
                own_line.startswith(indent)
                and not own_line[len(indent) : len(indent) + 1].isspace()
            ):
                return Edit(start=stop, end=stop, text=f",{self.newline}{indent}{text}")
        return Edit(start=stop, end=stop, text=f", {text}")

    def imported(self, tree: ast.Module, statement: str) -> Iterator[Edit]:
        """Put an import statement behind the module's first import, docstring or __future__."""
        last: ast.stmt | None = None
        for node in tree.body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if docstring or isinstance(node, (ast.Import, ast.ImportFrom)):
                last = node
            else:
                break
        if last is None:
            start = self.offset(tree.body[0].lineno, 0) if tree.body else 0
            yield Edit(start=start, end=start, text=f"{statement}{self.newline}")
            return
        stop = self.span(last)[1]
        yield Edit(start=stop, end=stop, text=f"{self.newline}{statement}")
