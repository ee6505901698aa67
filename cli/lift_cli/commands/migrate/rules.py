"""`lift migrate rules`: what a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption

if TYPE_CHECKING:
    from lift.migrate.catalogue import RuleText

__all__ = ["rules"]


def rules(
    code: Annotated[
        str | None, typer.Argument(help="One code, as in LFT201; all of them when left out.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> int:
    """List what `lift migrate check` finds, or explain one code with its example.

    Example: lift migrate rules LFT401
    """
    from lift.migrate.catalogue import catalogue, family_of, find_rule

    console = Console(as_json=as_json)
    chosen = catalogue() if code is None else (find_rule(code),)
    if as_json:
        console.emit({"schema_version": 1, "rules": [_payload(one) for one in chosen]})
    elif code is not None:
        _explain(console, chosen[0])
    else:
        rows = [
            (one.code, one.severity.value, one.fix.value, one.since or "-", one.summary)
            for one in sorted(chosen, key=lambda one: (family_of(one.code), one.code))
        ]
        rows.sort(key=lambda row: row[0])
        console.table(("CODE", "SEVERITY", "FIX", "SINCE", "WHAT"), rows)
    return ExitCode.OK


def _payload(rule: RuleText) -> dict[str, object]:
    examples = [
        {"before": one.before, "after": one.after, "old": one.old, "new": one.new}
        for one in rule.examples
    ]
    return {
        "code": rule.code,
        "slug": rule.slug,
        "severity": rule.severity.value,
        "fix": rule.fix.value,
        "since": rule.since or None,
        "summary": rule.summary,
        "explanation": rule.explanation,
        "examples": examples,
    }


def _explain(console: Console, rule: RuleText) -> None:
    console.show(f"{rule.code} {rule.slug}")
    console.show(rule.summary)
    since = f"since {rule.since}; " if rule.since else ""
    fix = {"safe": "fixed by `lift migrate fix`", "unsafe": "fixed with --unsafe"}
    console.show(f"{rule.severity.value}; {since}{fix.get(rule.fix.value, 'not fixed by lift')}")
    console.show("")
    console.show(rule.explanation)
    for example in rule.examples[:1]:
        console.show(f"\nBefore ({example.old}):\n\n{_indented(example.before)}")
        if example.after:
            console.show(f"\nAfter ({example.new}):\n\n{_indented(example.after)}")


def _indented(code: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in code.strip("\n").splitlines())
