"""One walk over one module: every rule that asked for a node's type sees it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lift.migrate.finding import Finding, Severity
from lift.migrate.names.guards import fakes_dspy
from lift.migrate.names.module import Module
from lift.migrate.rule import Rule, Visitor

__all__ = ["Dispatch", "dispatch", "findings_of"]

Dispatch = Mapping[type[ast.AST], Sequence[Visitor]]

_MISSING = "ModuleNotFoundError"
_GENERIC = ("LFT100", "LFT101")
"""Found from the API surfaces; where a rule written by hand speaks about the place, it wins."""


def dispatch(rules: Sequence[Rule]) -> Dispatch:
    """Visitors by node type, in the order of the codes."""
    table: dict[type[ast.AST], list[Visitor]] = {}
    for rule in rules:
        for kind, visit in rule.visitors.items():
            table.setdefault(kind, []).append(visit)
    return table


def findings_of(module: Module, table: Dispatch) -> list[Finding]:
    """Everything found in one module, by place.

    A rule about bare names is asked in modules with `from x import *` only: elsewhere the import
    or the assignment that gave the name is where a finding belongs.
    """
    found: list[Finding] = []
    if fakes_dspy(module.text):
        return found
    scopes = module.scopes
    bare = not scopes.module.stars
    for node in scopes.nodes:
        kind = type(node)
        if kind not in table or (bare and kind is ast.Name):
            continue
        for visit in table[kind]:
            try:
                made = visit(node, module)
                found += _as_raised(made, node, module) if kind is ast.ImportFrom else made
            except Exception as error:  # noqa: BLE001 - one rule must not end a whole check
                found.append(_failed(module, node, error))
    return _settled(found)


def _as_raised(made: Iterable[Finding], node: ast.AST, module: Module) -> Iterator[Finding]:
    """A module that is missing is one error of the whole import, however many names it gives."""
    missing: list[Finding] = []
    for one in made:
        if one.message.startswith(_MISSING):
            missing.append(one)
        else:
            yield one
    if missing:
        place = module.place(node)
        best = next((one for one in missing if one.edits), missing[0])
        advice = " ".join(dict.fromkeys(one.advice for one in missing))
        yield replace(best, line=place.line, column=place.column, advice=advice)


def _failed(module: Module, node: ast.AST, error: Exception) -> Finding:
    """Say what was not checked because a rule has a mistake; everything else was."""
    place = module.place(node)
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return Finding(
        code="LFT001",
        severity=Severity.ERROR,
        path=module.path,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        message=f"A rule of lift failed here, and may have missed something: {said}.",
        advice="Look at this place by hand, and report the mistake to lift.",
        cell=module.cell,
    )


_Span = tuple[tuple[int, int], tuple[int, int]]


def _settled(found: Sequence[Finding]) -> list[Finding]:
    """Once per code and place, and no generic finding where a rule by hand says it better."""
    spans: dict[int, list[_Span]] = {}
    for one in found:
        if one.code not in _GENERIC and one.severity == "error":
            for line in range(one.line, one.end_line + 1):
                spans.setdefault(line, []).append(_span(one))
    seen: set[tuple[str, int, int]] = set()
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.line, one.column, one.code)):
        key = (one.code, one.line, one.column)
        if one.code == "LFT001":  # a rule that fails everywhere is said once
            key = (one.message, 0, 0)
        if key in seen or (one.code in _GENERIC and _meets(one, spans)):
            continue
        seen.add(key)
        kept.append(one)
    return kept


def _span(finding: Finding) -> _Span:
    return (finding.line, finding.column), (finding.end_line, finding.end_column)


def _meets(finding: Finding, spans: Mapping[int, Sequence[_Span]]) -> bool:
    """Whether a finding has a place in common with one of these, which are given by line."""
    start, end = _span(finding)
    near = (
        one for line in range(finding.line, finding.end_line + 1) for one in spans.get(line, ())
    )
    return any(start < stop and begin < end for begin, stop in near)
