"""Which functions of a package can be given a bug, and why others are left alone."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lift.seeding.layout import Layout, is_test_file
from lift.seeding.operators import Mutation, mutate
from lift.seeding.splice import FunctionText, list_functions
from lift.seeding.workspace import read_python

__all__ = ["Scan", "SeedFunction", "scan_functions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedFunction:
    """A function that mutants can be made of."""

    file: str
    """Its module's file, relative to the workspace."""
    module: str
    """Name to import."""
    group: str
    """Dotted name, `package.module.Class.method`; what statistics cluster by."""
    function: FunctionText
    module_text: str
    mutations: tuple[Mutation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was found in the package's files."""

    functions: tuple[SeedFunction, ...]
    """In order of file and line."""
    skipped: Mapping[str, int]
    """How many functions were left alone, by reason; files under `file: ...`."""


def scan_functions(layout: Layout, workspace: Path, *, max_lines: int) -> Scan:
    """Find functions in the package's modules, tests left out.

    Args:
        max_lines: Longer functions are skipped: they are no task for one prompt.
    """
    skipped: Counter[str] = Counter()
    found: list[SeedFunction] = []
    shapes: set[str] = set()
    for path in _modules(layout, workspace):
        relative = path.relative_to(workspace)
        try:
            text = read_python(path)
            functions = list_functions(text)
            total = sum(1 for node in ast.walk(ast.parse(text)) if _is_function(node))
        except (SyntaxError, ValueError):
            skipped["file: not UTF-8 Python"] += 1
            continue
        skipped["shares its name or its lines"] += total - len(functions)
        for function in functions:
            reason = _reason_against(function, max_lines, shapes)
            mutations = () if reason else mutate(function.source)
            if reason or not mutations:
                skipped[reason or "nothing to change"] += 1
                continue
            found.append(
                SeedFunction(
                    file=relative.as_posix(),
                    module=_module_name(relative, layout),
                    group=f"{_module_name(relative, layout)}.{function.qualname}",
                    function=function,
                    module_text=text,
                    mutations=mutations,
                )
            )
    return Scan(functions=tuple(found), skipped={k: n for k, n in sorted(skipped.items()) if n})


def _modules(layout: Layout, workspace: Path) -> Iterator[Path]:
    for target in layout.targets:
        path = workspace / target
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in files if not is_test_file(file.relative_to(workspace)))


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))


def _reason_against(function: FunctionText, max_lines: int, shapes: set[str]) -> str:
    if function.is_async:
        return "async"
    if function.last_line - function.first_line + 1 > max_lines:
        return f"longer than {max_lines} lines"
    shape = _shape(function.source)
    if shape in shapes:
        return "copy of another function"
    shapes.add(shape)
    return ""


def _shape(source: str) -> str:
    """Equal for functions that differ in name, docstring and layout only."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.name = "_"
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def _module_name(relative: Path, layout: Layout) -> str:
    if layout.import_root != ".":
        relative = relative.relative_to(layout.import_root)
    parts = relative.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
