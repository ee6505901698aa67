"""Pins of setup.py: string literals in its requirement lists. The file is never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.pins.pin import Manifest, Pin, pep508_pin
from lift.migrate.pins.read_lines import python_pin

__all__ = ["read_setup_py"]

_WORDS = ("require", "dependencies", "deps")


def read_setup_py(path: str, text: str) -> Manifest:
    """Read lists that stand behind names such as install_requires, extras_require, REQUIRED."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = error.lineno or 1 if isinstance(error, SyntaxError) else 1
        return Manifest(path=path, text=text, pins=(), problem=str(error), problem_line=line)
    offsets = _Offsets(text)
    found: dict[int, Pin] = {}
    for name, value in _named(tree):
        if name == "python_requires" and isinstance(value, ast.Constant):
            start, end = offsets.content(value)
            found[start] = python_pin(path, start, text[start:end], group=name)
        elif any(word in name.lower() for word in _WORDS):
            for one in ast.walk(value):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    start, end = offsets.content(one)
                    plain = text[start:end] == one.value
                    pin = pep508_pin(path, text, start, end, group=name, fixed=not plain)
                    if pin is not None:
                        found.setdefault(start, pin)
    return Manifest(path=path, text=text, pins=tuple(found[start] for start in sorted(found)))


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg is not None:
            yield node.arg, node.value
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


class _Offsets:
    """Places of literals in characters; `ast` counts columns in UTF-8 bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def _offset(self, line: int, column: int) -> int:
        before = self.lines[line - 1].encode()[:column].decode("utf-8", "replace")
        return self.starts[line - 1] + len(before)

    def content(self, node: ast.Constant) -> tuple[int, int]:
        """Return the range inside the quotes."""
        start = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        written = self.text[start:end]
        body = written.lstrip("rRbBuUfF")
        width = 3 if body[:3] in {'"""', "'''"} else 1
        return start + len(written) - len(body) + width, end - width
