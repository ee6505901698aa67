"""What of a module a function needs to run on its own, and what the module imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

__all__ = ["allowed_imports", "needed_setup"]


def allowed_imports(module_text: str) -> tuple[str, ...]:
    """Modules that the module imports itself anywhere, sorted; a fix may import them too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module_text)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            found.add("." * node.level + (node.module or ""))
    return tuple(sorted(found))


def needed_setup(module_text: str, name: str) -> str | None:
    """Source of the module-level statements that the function `name` needs, in file order.

    Taken transitively: a helper brings the constants that it uses. None when the function is not
    at module level, or needs a module outside the standard library.
    """
    tree = ast.parse(module_text)
    wanted = next((node for node in tree.body if _defines(node, name)), None)
    if not isinstance(wanted, ast.FunctionDef):
        return None
    others = [node for node in tree.body if node is not wanted]
    kept = _closure(wanted, others)
    if any(not _is_standard(node) for node in kept):
        return None
    return "".join(_text(module_text, node) for node in others if node in kept)


def _closure(wanted: ast.stmt, others: list[ast.stmt]) -> set[ast.stmt]:
    kept: set[ast.stmt] = {node for node in others if _is_future(node)}
    known: set[str] = set()
    queue = [wanted]
    while queue:
        names = _used_names(queue.pop()) - known
        known |= names
        for node in others:
            if node not in kept and names & _bound_names(node):
                kept.add(node)
                queue.append(node)
    return kept


def _defines(node: ast.stmt, name: str) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _used_names(node: ast.stmt) -> set[str]:
    # Annotations in quotes are left alone: nothing evaluates them.
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _bound_names(node: ast.stmt) -> set[str]:
    """Names that a top-level statement defines or changes (`TABLE["x"] = 1` changes TABLE)."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    names: set[str] = set()
    for part in _outside_functions(node):
        if isinstance(part, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name.split(".")[0]) for alias in part.names)
        elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, (ast.Store, ast.Del)):
            names.add(part.id)
        elif isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
            names.add(_root(part))
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            method = part.value.func
            names.add(_root(method) if isinstance(method, ast.Attribute) else "")
    return names - {""}


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_standard(node: ast.stmt) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            names = [alias.name for alias in part.names]
        elif isinstance(part, ast.ImportFrom):
            names = ["" if part.level else part.module or ""]
        else:
            continue
        if any(name.split(".")[0] not in sys.stdlib_module_names for name in names):
            return False
    return True


def _text(module_text: str, node: ast.stmt) -> str:
    lines = module_text.split("\n")
    first = node.lineno
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        first = min([first, *(part.lineno for part in node.decorator_list)])
    return "\n".join(lines[first - 1 : node.end_lineno]) + "\n"
