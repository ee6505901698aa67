"""Every code that `lift migrate` can print, with its text: from the rules themselves.

Called by `lift migrate rules`, the SARIF output and the generated reference page, so that the
three never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lift.errors import UsageError
from lift.migrate.finding import Fix, Severity
from lift.migrate.registry import explained
from lift.migrate.rule import Example

__all__ = ["FAMILIES", "RuleText", "catalogue", "family_of", "find_rule"]

FAMILIES = {
    "LFT0": "Files that cannot be checked",
    "LFT1": "Raises in the target version",
    "LFT2": "Runs and does something else",
    "LFT3": "Saved programs",
    "LFT4": "Pins and dependencies",
    "LFT5": "Local models",
    "LFT6": "Announced to go",
    "DOC1": "Documents",
}
"""Titles by the beginning of a code, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """What a person is told about one code."""

    code: str
    slug: str
    severity: Severity
    fix: Fix
    summary: str
    """One line."""
    explanation: str
    """Plain paragraphs of Markdown: what changes, who is hit, what to do."""
    since: str = ""
    """The first version that behaves in the new way; empty when it depends on the versions."""
    examples: tuple[Example, ...] = ()


_OWN = (
    RuleText(
        code="LFT001",
        slug="file-not-checked",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        summary="A file, notebook cell or code block cannot be read or parsed.",
        explanation=(
            "Nothing is known about a file that cannot be parsed, so it is never passed over in "
            "silence. It may be broken, may need a newer Python than the one that lift runs on, or "
            "may be in another encoding than it says. Repair it, or exclude it: "
            '`exclude = ["path/*"]` under `[migrate]`.'
        ),
    ),
)


@lru_cache(maxsize=1)
def catalogue() -> tuple[RuleText, ...]:
    """Return every code with its text, by code."""
    found = {one.code: one for one in (*_OWN, *_from_rules(), *_from_texts())}
    return tuple(found[code] for code in sorted(found))


def find_rule(code: str) -> RuleText:
    """Return one rule by its code or slug.

    Raises:
        UsageError: there is no such rule.
    """
    wanted = code.strip().lower()
    for one in catalogue():
        if wanted in {one.code.lower(), one.slug}:
            return one
    raise UsageError(f"there is no rule {code}", hint="list them: lift migrate rules")


def family_of(code: str) -> str:
    """Return the title of a code's family."""
    return FAMILIES.get(code[:4], "Other")


def _from_rules() -> Iterator[RuleText]:
    for rule, explanation in explained():
        yield RuleText(
            code=rule.code,
            slug=rule.slug,
            severity=rule.severity,
            fix=rule.fix,
            summary=rule.summary,
            explanation=explanation,
            since="" if rule.since == "0" else rule.since,  # 0: true of every version
            examples=rule.examples,
        )


def _from_texts() -> Iterator[RuleText]:
    """The texts of findings that no visitor of a syntax tree makes."""
    from lift.migrate.docs import texts as documents
    from lift.migrate.pins import rules as pins
    from lift.migrate.state import rules as saved

    yield from (*documents.TEXTS, *pins.TEXTS, *saved.TEXTS)
