"""Whether a callable takes certain arguments, and what Python says when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lift.migrate.surface.parameter import Kind, Parameter
from lift.migrate.surface.surface import Signature

__all__ = ["Call", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The arguments of one call, as far as they can be read."""

    positional: int | None
    """None when some come from `*something`."""
    keywords: tuple[str, ...]
    complete: bool
    """Whether `keywords` are all of them."""


def problem(signature: Signature, call: Call) -> str:
    """Return the TypeError that the call raises, as Python words it; empty when it is fine."""
    unknown = _unknown(signature, call)
    return unknown or _twice(signature, call) or _too_many(signature, call) or _few(signature, call)


def _of(signature: Signature, *kinds: Kind) -> list[Parameter]:
    return [one for one in signature.parameters if one.kind in kinds]


def _unknown(signature: Signature, call: Call) -> str:
    if _of(signature, Kind.KEYWORDS):
        return ""
    names = {one.name for one in _of(signature, Kind.ANY, Kind.KEYWORD)}
    only = {one.name for one in _of(signature, Kind.POSITIONAL)}
    for name in call.keywords:
        if name in only:
            return (
                f"TypeError: {signature.name}() got some positional-only arguments passed as "
                f"keyword arguments: {name!r}"
            )
        if name not in names:
            return f"TypeError: {signature.name}() got an unexpected keyword argument {name!r}"
    return ""


def _too_many(signature: Signature, call: Call) -> str:
    places = _of(signature, Kind.POSITIONAL, Kind.ANY)
    given = call.positional
    if given is None or given <= len(places) or _of(signature, Kind.REST):
        return ""
    extra = 1 if signature.bound else 0  # Python counts the instance
    most, least = len(places) + extra, sum(one.required for one in places) + extra
    takes = f"from {least} to {most}" if least != most else f"{most}"
    plural = "" if most == 1 and least == most else "s"
    keyword_only = {one.name for one in _of(signature, Kind.KEYWORD)} & set(call.keywords)
    were = "was" if given + extra == 1 and not keyword_only else "were"
    also = ""
    if keyword_only:
        count = len(keyword_only)
        also = f" positional argument{'s' if given + extra != 1 else ''} (and {count} keyword-only "
        also += f"argument{'s' if count != 1 else ''})"
    return (
        f"TypeError: {signature.name}() takes {takes} positional argument{plural} "
        f"but {given + extra}{also} {were} given"
    )


def _twice(signature: Signature, call: Call) -> str:
    places = _of(signature, Kind.POSITIONAL, Kind.ANY)[: call.positional or 0]
    for one in places:
        if one.kind is Kind.ANY and one.name in call.keywords:
            return f"TypeError: {signature.name}() got multiple values for argument {one.name!r}"
    return ""


def _few(signature: Signature, call: Call) -> str:
    if call.positional is None or not call.complete:
        return ""
    rest = _of(signature, Kind.POSITIONAL, Kind.ANY)[call.positional :]
    missing = [one.name for one in rest if one.required and one.name not in call.keywords]
    if missing:
        return _lacking(signature, missing, "positional")
    only = _of(signature, Kind.KEYWORD)
    missing = [one.name for one in only if one.required and one.name not in call.keywords]
    return _lacking(signature, missing, "keyword-only") if missing else ""


def _lacking(signature: Signature, names: Sequence[str], kind: str) -> str:
    quoted = [repr(name) for name in names]
    listed = quoted[0] if len(quoted) == 1 else " and ".join(quoted)
    if len(quoted) > 2:
        listed = f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    count = f"{len(names)} required {kind} argument{'s' if len(names) > 1 else ''}"
    return f"TypeError: {signature.name}() missing {count}: {listed}"
