"""Say in two lines how a test failed: the test's statement and what pytest printed about it."""

from __future__ import annotations

import ast

from lift.seeding.messages import Failure

__all__ = ["condense_failure", "endless_failure", "rule_of"]

_WIDEST = 200
"""Characters kept of each line."""


def condense_failure(test_source: str, failure: Failure) -> str:
    """Two lines: the statement of the test that failed, then the first `E` line without its E."""
    statement = _statement_at(test_source, failure.line)
    return "\n".join(part for part in (_cut(statement), _cut(failure.message)) if part)


def endless_failure(test: str, *, crashed: bool) -> str:
    """The two lines for a test that did not come to its end."""
    words = "The test ended the whole process." if crashed else "The test did not end in time."
    return f"{test.rsplit('::', 1)[-1]}()\n{words}"


def rule_of(doc: str | None) -> str | None:
    """The first paragraph of a test's docstring on one line."""
    if doc is None or not doc.strip():
        return None
    return _cut(" ".join(doc.strip().split("\n\n", 1)[0].split()))


def _statement_at(source: str, line: int) -> str:
    """The innermost statement on a line; a `with` of one statement is given whole."""
    found = _innermost(ast.parse(source).body, line) if line else None
    if found is None:
        return ""
    if isinstance(found, (ast.With, ast.AsyncWith)) and len(found.body) > 1:
        found.body = []
    elif isinstance(found, (ast.For, ast.While, ast.If, ast.Try)):
        return source.split("\n")[found.lineno - 1].strip()
    if found.end_lineno == found.lineno:
        return source.split("\n")[found.lineno - 1].strip()
    return " ".join(part.strip() for part in ast.unparse(found).split("\n"))


def _innermost(body: list[ast.stmt], line: int) -> ast.stmt | None:
    for node in body:
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            inside = [child for child in _statements(node) if child.lineno <= line]
            return _innermost(inside, line) or node
    return None


def _statements(node: ast.stmt) -> list[ast.stmt]:
    children: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            children.append(child)
        elif isinstance(child, ast.ExceptHandler):
            children.extend(child.body)
    return children


def _cut(text: str) -> str:
    text = " ".join(text.split("\n"))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "..."
