"""One walk over one module: every rule that asked for a node's type sees it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from lift.migrate.finding import Finding
from lift.migrate.names.guards import fakes_dspy
from lift.migrate.names.module import Module
from lift.migrate.rule import Rule, Visitor

__all__ = ["Dispatch", "dispatch", "findings_of"]

Dispatch = Mapping[type[ast.AST], Sequence[Visitor]]

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
            found += visit(node, module)
    return _settled(found)


def _settled(found: Sequence[Finding]) -> list[Finding]:
    """Once per code and place, and no generic finding where a rule by hand says it better."""
    lines = {one.line for one in found if one.code not in _GENERIC and one.severity == "error"}
    seen: set[tuple[str, int, int]] = set()
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.line, one.column, one.code)):
        key = (one.code, one.line, one.column)
        if key in seen or (one.code in _GENERIC and one.line in lines):
            continue
        seen.add(key)
        kept.append(one)
    return kept
