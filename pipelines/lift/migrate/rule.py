"""What a migration rule is. Each lives in a file of its own under `rules/`.

A rule file holds a module docstring (what changes and why it matters), small visitors and one
`RULE = Rule(...)`. The registry walks the package; nothing else has to be edited.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.view import ModuleView

__all__ = ["Example", "Rule", "Visitor", "visitor"]

Visitor = Callable[[ast.AST, ModuleView], Iterator[Finding]]
_Node = TypeVar("_Node", bound=ast.AST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A program that a test runs in both versions, to prove that the rule tells the truth.

    The programs talk to a loopback model that answers ChatAdapter, JSON and tool prompts; what they
    print (and the requests, with `watch="wire"`) is compared. The test demands: `before` under
    `old` runs and prints P; under `new` it raises or prints something else; `after` under `new`
    prints P.
    """

    before: str
    after: str
    """Empty when there is no equivalent; then only the break is proved."""
    old: str
    """The version that `before` was written for, such as "2.6.27".

    Where it is older than the versions that the tests have, and where it is `new` itself (a trap in
    every version), P is what `after` prints.
    """
    new: str
    """The version in which it breaks or changes, such as "3.0.1"."""
    watch: Literal["output", "wire", "body", "warnings"] = "output"
    """What differs: what it prints, what its requests ask for ("wire"), every word of their bodies
    but the messages ("body"), or warnings of what will go."""
    line: int = 1
    """The line of `before`, from 1, on which the finding is expected."""
    requires: tuple[str, ...] = ()
    """Packages that the example needs beside dspy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One change between versions.

    An error applies wherever the target raises, however old the code is. The others apply when
    one of `since` and `again` lies behind the source version and not behind the target.
    """

    code: str
    slug: str
    severity: Severity
    fix: Fix
    since: str
    """The first version that behaves in the new way; "0" for a trap that is in all of them."""
    again: tuple[str, ...] = ()
    """Versions that change it once more."""
    until: str = ""
    """The first version that behaves in the old way again; empty while none does."""
    summary: str
    """One line."""
    visitors: Mapping[type[ast.AST], Visitor]
    """By type of node; called for every such node of a module that names dspy."""
    examples: tuple[Example, ...]

    def finding(
        self,
        view: ModuleView,
        node: ast.AST,
        *,
        message: str,
        advice: str,
        edits: tuple[Edit, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule at `node`; without edits it cannot be fixed.

        `severity` is for a place that is less certain, or less serious, than the rule's others.
        """
        place = view.place(node)
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            path=view.path,
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
            message=message,
            advice=advice,
            fix=(fix or self.fix) if edits else Fix.NONE,
            edits=edits,
            cell=view.cell,
        )


def visitor(
    kind: type[_Node], function: Callable[[_Node, ModuleView], Iterator[Finding]]
) -> tuple[type[ast.AST], Visitor]:
    """Pair a typed visitor with its node type, for `Rule.visitors`."""
    return kind, cast("Visitor", function)  # called with nodes of its kind only
