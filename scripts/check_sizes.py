"""Refuse modules over 400 lines and functions over 50, tests and scripts included.

Called by `make lint`. A function's docstring does not count: saying more must not cost anything.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("cli", "pipelines", "scripts", "tests", "typings")
MODULE_LIMIT = 400
FUNCTION_LIMIT = 50


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None or first.end_lineno is None:
        return 0
    return first.end_lineno - first.lineno + 1


def complaints(path: Path) -> Iterator[str]:
    """Yield one line for everything in the file that is too long."""
    text = path.read_text("utf-8")
    lines = len(text.splitlines())
    if lines > MODULE_LIMIT:
        yield f"{path.relative_to(ROOT)}:1: {lines} lines, the limit is {MODULE_LIMIT}"
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.end_lineno is not None
        ):
            length = node.end_lineno - node.lineno + 1 - docstring_lines(node)
            if length > FUNCTION_LIMIT:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield f"{place}: {node.name} has {length} lines, the limit is {FUNCTION_LIMIT}"


def main() -> int:
    found = [
        line
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "projects" not in path.parts
        for line in complaints(path)
    ]
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
