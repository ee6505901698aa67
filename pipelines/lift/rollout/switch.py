"""Change flags and keep their history: `lift flags set`, and what an optimization adds."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lift.engine.request import JsonValue
from lift.errors import UsageError
from lift.rollout.flags import BASELINE, Flag, FlagFile, flag_key, variant_of
from lift.store.records import FlagChange, FlagHistory

__all__ = ["add_version", "set_flag"]


def set_flag(
    *,
    file: FlagFile,
    history: FlagHistory,
    flag: str,
    variant: str,
    percent: int = 100,
    actor: str,
    now: float,
) -> Flag:
    """Choose the variant of a flag for everybody or for a share of the keys.

    Args:
        variant: a variant's name, or a version's id.
        percent: share of the keys that get it, 0 to 100; the others keep the default. A key that
        has it
            at 10 percent still has it at 25.
        actor: who changes it, for the history.
        now: seconds since the epoch.

    Raises:
        UsageError: no such flag or variant, or a percentage out of range.
        ConfigError: the flag file is broken.
    """
    found = file.find(flag)
    if found is None:
        known = ", ".join(one.key for one in file.flags()) or "none yet"
        raise UsageError(f"there is no flag {flag}", hint=f"flags are: {known}; see lift optimize")
    chosen = variant if variant in found.variants else variant_of(variant)
    if chosen not in found.variants:
        raise UsageError(
            f"the flag {flag} has no variant '{variant}'",
            hint=f"use one of: {', '.join(found.variants)}",
        )
    if not 0 <= percent <= 100:
        raise UsageError(f"{percent} is not a percentage", hint="use a number from 0 to 100")
    partly = 0 < percent < 100 and chosen != found.default
    changed = Flag(
        key=flag,
        default=chosen if percent == 100 else found.default,
        variants=found.variants,
        shares={chosen: percent, found.default: 100 - percent} if partly else {},
    )
    return _write(file, history, changed, actor=actor, now=now)


def add_version(
    *, file: FlagFile, history: FlagHistory, role: str, version: str, actor: str, now: float
) -> Flag:
    """Make a version choosable; it becomes the default only where the role had no flag yet."""
    key = flag_key(role)
    found = file.find(key)
    variant = variant_of(version)
    if found is None:
        flag = Flag(key=key, default=variant, variants={BASELINE: BASELINE, variant: version})
    else:
        if variant in found.variants:
            return found
        flag = Flag(
            key=key,
            default=found.default,
            variants={**found.variants, variant: version},
            shares=found.shares,
            enabled=found.enabled,
        )
    return _write(file, history, flag, actor=actor, now=now)


def _write(file: FlagFile, history: FlagHistory, flag: Flag, *, actor: str, now: float) -> Flag:
    before = file.write(flag)
    history.add(
        FlagChange(
            flag=flag.key,
            before=None if before is None else _plain(before.document()),
            after=_plain(flag.document()),
            actor=actor,
            changed=now,
        )
    )
    return flag


def _plain(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    plain: dict[str, JsonValue] = json.loads(json.dumps(document))
    return plain
