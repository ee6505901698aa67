"""Defaults that changed between versions: the call looks the same and does something else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from packaging.version import Version

from lift.migrate.calls import builds, leaves_out, with_keywords
from lift.migrate.finding import Finding
from lift.migrate.refused import is_refused
from lift.migrate.rule import Rule, Visitor, visitor
from lift.migrate.view import ModuleView

__all__ = ["Default", "visitors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """A parameter whose default depends on the version."""

    classes: tuple[str, ...]
    parameter: str
    position: int | None
    """From 0 where the parameter can be passed by position."""
    values: Mapping[str, str]
    """The default as source text, by the version that brought it; the oldest first."""
    consequence: str
    """What the new default does, for the message."""
    meaning: Mapping[str, str]
    """Words for defaults that do not speak for themselves."""

    def at(self, version: str) -> str:
        """The default in a version."""
        wanted = Version(version)
        known = [text for since, text in self.values.items() if Version(since) <= wanted]
        return known[-1] if known else next(iter(self.values.values()))


def visitors(rule: Callable[[], Rule], *defaults: Default) -> Mapping[type[ast.AST], Visitor]:
    """Visitors that report calls which rely on a default that is another one in the target."""

    def call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
        for default in defaults:
            if not builds(node, view, *default.classes):
                continue
            old, new = default.at(view.source_version), default.at(view.target_version)
            relies = leaves_out(node, view, default.parameter, default.position)
            if old != new and relies and not is_refused(node, view):
                told = default.meaning.get(new, new)
                yield rule().finding(
                    view,
                    node,
                    message=f"{default.parameter} was {old} by default and is {told}: "
                    f"{default.consequence}",
                    advice=f"Write {default.parameter}={old} to keep what the program did.",
                    edits=with_keywords(node, view, **{default.parameter: old}),
                )

    return dict((visitor(ast.Call, call),))
