"""From a file to the units of Python in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from lift.migrate.sources.markdown import is_history, python_blocks
from lift.migrate.sources.notebooks import code_cells, without_magics
from lift.migrate.sources.reading import content, decoded
from lift.migrate.sources.syntax import tree_of
from lift.migrate.sources.unit import Unit, Unreadable

__all__ = ["LARGEST", "parsed", "units", "units_of"]

LARGEST = 4_000_000
"""Characters of code in one file or cell; more is generated, and its tree would fill the memory."""


def units(file: Path, path: str) -> Iterator[Unit | Unreadable]:
    """The units of one file; a file that cannot be read as text is one `Unreadable`."""
    try:
        data = content(file)
    except OSError as error:
        yield Unreadable(path=path, line=1, column=1, reason=error.strerror or str(error))
        return
    yield from units_of(file, path, data)


def units_of(file: Path, path: str, data: bytes) -> Iterator[Unit | Unreadable]:
    """The units of a file with this content."""
    try:
        text, encoding = decoded(data, path)
    except ValueError as error:
        yield Unreadable(path=path, line=1, column=1, reason=f"its text cannot be read: {error}")
        return
    if file.suffix == ".ipynb":
        yield from _cells(file, path, text)
    elif file.suffix == ".md":
        for block in python_blocks("" if is_history(path) else text):
            yield Unit(
                file=file,
                path=path,
                text=block.text,
                encoding=encoding,
                cell=block.number,
                first_line=text.count("\n", 0, block.start) + 1,
                indent=len(block.indent),
            )
    else:
        yield Unit(file=file, path=path, text=text, encoding=encoding)


def _cells(file: Path, path: str, text: str) -> Iterator[Unit | Unreadable]:
    try:
        cells = list(code_cells(text))
    except ValueError as error:
        yield Unreadable(path=path, line=1, column=1, reason=f"it is no notebook: {error}")
        return
    for number, source in cells:
        yield Unit(file=file, path=path, text=source, cell=number, python=without_magics(source))


def parsed(unit: Unit) -> ast.Module | Unreadable:
    """The syntax tree; what this Python cannot parse is said, with the place."""
    if len(unit.code) > LARGEST:
        reason = f"it has {len(unit.code):,} characters of code, and lift reads {LARGEST:,}"
        return Unreadable(path=unit.path, line=1, column=1, reason=reason, cell=unit.cell)
    try:
        return tree_of(unit.code)
    except SyntaxError as error:
        return Unreadable(
            path=unit.path,
            line=error.lineno or 1,
            column=error.offset or 1,
            reason=f"SyntaxError: {error.msg}",
            cell=unit.cell,
        )
    except (ValueError, RecursionError, MemoryError) as error:
        reason = f"{type(error).__name__}: {error}"
        return Unreadable(path=unit.path, line=1, column=1, reason=reason, cell=unit.cell)
