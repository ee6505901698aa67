"""The rules: every module of the package `rules` that has a `RULE`."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Collection
from functools import cache
from importlib import import_module

from packaging.version import Version

from lift.migrate import rules as package
from lift.migrate.finding import Severity
from lift.migrate.rule import Rule

__all__ = ["applying", "chosen", "explained", "rules"]


@cache
def explained() -> tuple[tuple[Rule, str], ...]:
    """All rules by code, each with the docstring of its file.

    Raises:
        ValueError: two rules have the same code.
    """
    found: dict[str, tuple[Rule, str]] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{entry.name}")
        rule = getattr(module, "RULE", None)
        if isinstance(rule, Rule):
            if rule.code in found:
                raise ValueError(f"two rules have the code {rule.code}")
            found[rule.code] = (rule, inspect.getdoc(module) or "")
    return tuple(found[code] for code in sorted(found))


def rules() -> tuple[Rule, ...]:
    """All rules by code."""
    return tuple(rule for rule, _ in explained())


def applying(
    source: str, target: str, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> tuple[Rule, ...]:
    """The rules that have something to say between two versions.

    `select` and `ignore` take codes and their beginnings (LFT2); the longer one wins.
    """
    return tuple(
        rule
        for rule in rules()
        if _applies(rule, Version(source), Version(target)) and chosen(rule.code, select, ignore)
    )


def _applies(rule: Rule, source: Version, target: Version) -> bool:
    """Programs are often older than their pins, so what raises in the target is always said."""
    if rule.until and Version(rule.until) <= target:
        return False
    if rule.severity is Severity.ERROR or rule.since == "0":
        return Version(rule.since) <= target
    return any(source < Version(one) <= target for one in (rule.since, *rule.again))


def chosen(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is wanted."""
    wanted = max((len(s) for s in select if code.startswith(s)), default=0 if select else 1)
    refused = max((len(s) for s in ignore if code.startswith(s)), default=0)
    return wanted > refused or (wanted > 0 and refused == 0)
