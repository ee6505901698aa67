"""The page docs/reference/rules.md, from the rules themselves. Called by make_docs.py."""

from __future__ import annotations

from collections.abc import Iterator

from lift.migrate.catalogue import FAMILIES, RuleText, catalogue, family_of
from lift.migrate.rule import Example

__all__ = ["rules_page"]

HEAD = """\
# Rules of lift migrate

Generated from the code by `make docs WRITE=1`. `lift migrate rules CODE` prints the same.

An *error* raises in the target version, a *warning* runs and does something else, an *info* is
announced to go. A *safe* fix keeps the meaning; an *unsafe* one is written only with `--unsafe` or
when you say yes to it. A rule applies when the version that it names lies behind the version you
come from, and not behind the one you go to; where none is named, it depends on the project.
"""
FIXES = {"safe": "fixed by `lift migrate fix`", "unsafe": "fixed with `--unsafe`"}


def rules_page() -> str:
    rules = catalogue()
    parts = [HEAD]
    for start, title in FAMILIES.items():
        mine = [one for one in rules if one.code.startswith(start)]
        if mine:
            parts.append(f"## {start}xx: {title}\n")
            parts.append(_table(mine))
            parts += [_section(one) for one in mine]
    other = [one.code for one in rules if family_of(one.code) == "Other"]
    if other:
        raise SystemExit(f"codes of no family: {', '.join(other)}")
    return "\n".join(parts)


def _table(rules: list[RuleText]) -> str:
    rows = [
        f"| [{one.code}](#{one.code.lower()}) | {one.severity.value} | {one.fix.value} "
        f"| {_cell(one.summary)} |"
        for one in rules
    ]
    return "\n".join(["| Code | Severity | Fix | What |", "|---|---|---|---|", *rows, ""])


def _section(rule: RuleText) -> str:
    since = f"since DSPy {rule.since}; " if rule.since else ""
    fix = FIXES.get(rule.fix.value, "not fixed by lift")
    lines = [
        f"### {rule.code}",
        "",
        f"`{rule.slug}`: {rule.severity.value}; {since}{fix}.",
        "",
        rule.explanation or rule.summary,
        "",
    ]
    for example in rule.examples[:1]:
        lines += _example(example)
    return "\n".join(lines)


def _example(example: Example) -> Iterator[str]:
    yield from (f"Written for {example.old}; fails or differs in {example.new}:", "")
    yield from ("```python", example.before.strip("\n"), "```", "")
    if example.after:
        yield from ("After:", "", "```python", example.after.strip("\n"), "```", "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
