"""Take functions out of a module's text and put changed ones back in.

Used when mutants are made and again when a fix is judged against the package's own tests. Lines
inside strings that span lines are never shifted, so the values of strings survive both ways.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "FunctionText",
    "dedent",
    "find_function",
    "indent",
    "list_functions",
    "replace_function",
]

_STARTS = frozenset({"FSTRING_START", "TSTRING_START"})
_ENDS = frozenset({"FSTRING_END", "TSTRING_END"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionText:
    """One function of a module, cut out and moved to the left margin."""

    qualname: str
    """As Python names it, `Class.method` or `outer.<locals>.inner`."""
    first_line: int
    """Line of the first decorator or of `def`, from 1; its code object's first line."""
    last_line: int
    top_line: int
    """First line of the outermost statement that holds it; its own when it stands at the margin."""
    indent: str
    source: str
    """Decorators included, ends in a newline."""
    chain: tuple[tuple[int, str], ...]
    """(first line, name) of each function around it and of itself, outermost first."""
    is_async: bool

    @property
    def name(self) -> str:
        return self.chain[-1][1]


def list_functions(text: str) -> tuple[FunctionText, ...]:
    """Every function that stands on lines of its own and has a name of its own, in file order.

    Raises:
        SyntaxError: the text is not Python.
    """
    lines = _split(text)
    shielded = _string_lines(text)
    found = [
        _cut(lines, shielded, site)
        for site in _walk(ast.parse(text))
        if _owns_lines(lines, site.node)
    ]
    names = Counter(function.qualname for function in found)
    return tuple(function for function in found if names[function.qualname] == 1)


def find_function(text: str, qualname: str) -> FunctionText:
    """The function of that name.

    Raises:
        KeyError: there is none, or several.
        SyntaxError: the text is not Python.
    """
    for function in list_functions(text):
        if function.qualname == qualname:
            return function
    raise KeyError(qualname)


def replace_function(text: str, function: FunctionText, source: str) -> str:
    """Put `source` in the place of `function`.

    What stands beside the function in `source` (imports, helpers) goes in front of the outermost
    statement around the function, where both old and new code can see it.
    """
    before, own, after = _around(source, function.name)
    lines = _split(text)
    top, first = function.top_line - 1, function.first_line - 1
    beside = before + after
    return "".join(
        [
            *lines[:top],
            beside if beside.strip() else "",
            *lines[top:first],
            indent(own, function.indent),
            *lines[function.last_line :],
        ]
    )


def dedent(lines: list[str], prefix: str, shielded: frozenset[int], first: int) -> str:
    """Remove `prefix` from lines of a file, of which the first has number `first`."""
    moved = [
        line if first + at in shielded else _without(line, prefix) for at, line in enumerate(lines)
    ]
    text = "".join(moved)
    return text if text.endswith("\n") else text + "\n"


def indent(source: str, prefix: str) -> str:
    """Put `prefix` before every line that is neither empty nor inside a string."""
    text = source if source.endswith("\n") else source + "\n"
    if not prefix:
        return text
    shielded = _string_lines(text)
    return "".join(
        line if number in shielded or not line.strip() else prefix + line
        for number, line in enumerate(_split(text), start=1)
    )


@dataclass(frozen=True, slots=True)
class _Site:
    node: ast.FunctionDef | ast.AsyncFunctionDef
    qualname: str
    top_line: int
    chain: tuple[tuple[int, str], ...]


def _walk(tree: ast.Module) -> Iterator[_Site]:
    for statement in tree.body:
        yield from _below(statement, "", _first_line(statement), ())


def _below(
    node: ast.AST, scope: str, top_line: int, chain: tuple[tuple[int, str], ...]
) -> Iterator[_Site]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        chain = (*chain, (_first_line(node), node.name))
        yield _Site(node, scope + node.name, top_line, chain)
        scope += f"{node.name}.<locals>."
    elif isinstance(node, ast.ClassDef):
        scope += f"{node.name}."
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.stmt, ast.ExceptHandler)) or type(child).__name__ == "match_case":
            yield from _below(child, scope, top_line, chain)


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return min([node.lineno, *(part.lineno for part in node.decorator_list)])
    return node.lineno


def _owns_lines(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether nothing else stands on its first and last line (a comment may)."""
    before = lines[node.lineno - 1].encode()[: node.col_offset].decode()
    if node.end_lineno is None or node.end_col_offset is None or before.strip():
        return False
    after = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode().strip()
    return not after or after.startswith("#")


def _cut(lines: list[str], shielded: frozenset[int], site: _Site) -> FunctionText:
    node, first = site.node, site.chain[-1][0]
    last = node.end_lineno or node.lineno
    def_line = lines[node.lineno - 1]
    prefix = def_line[: len(def_line) - len(def_line.lstrip())]
    return FunctionText(
        qualname=site.qualname,
        first_line=first,
        last_line=last,
        top_line=site.top_line,
        indent=prefix,
        source=dedent(lines[first - 1 : last], prefix, shielded, first),
        chain=site.chain,
        is_async=isinstance(node, ast.AsyncFunctionDef),
    )


def _around(source: str, name: str) -> tuple[str, str, str]:
    """Text before, of and after the last function called `name`; all of it when there is none."""
    lines = _split(source if source.endswith("\n") else source + "\n")
    defined = [
        node
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name
    ]
    if not defined:
        return "", source, ""
    first, last = _first_line(defined[-1]) - 1, defined[-1].end_lineno or len(lines)
    return "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])


def _without(line: str, prefix: str) -> str:
    if line.startswith(prefix):
        return line[len(prefix) :]
    return line.lstrip(" \t")


def _split(text: str) -> list[str]:
    """Lines as the parser counts them; `splitlines` would also break at form feeds."""
    return re.findall(r"[^\n]*\n|[^\n]+$", text)


def _string_lines(text: str) -> frozenset[int]:
    """Numbers of the lines that begin inside a string."""
    found: set[int] = set()
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind in _STARTS:
            opened.append(token.start[0])
        elif kind in _ENDS:
            found.update(range(opened.pop() + 1, token.end[0] + 1))
        elif token.type == tokenize.STRING:
            found.update(range(token.start[0] + 1, token.end[0] + 1))
    return frozenset(found)
