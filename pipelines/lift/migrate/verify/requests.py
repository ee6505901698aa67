"""Compare what two versions send to the model: number, order, messages, options, address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from lift.engine.request import JsonValue
from lift.migrate.verify.known import why_messages, why_option, why_refused
from lift.migrate.verify.report import Difference, Kind, Weight
from lift.migrate.verify.shapes import Names
from lift.migrate.wire import Exchange
from lift.migrate.wire.exchange import Message

__all__ = ["compare_requests", "same_bodies"]

_ABSENT = "not sent"


def same_bodies(old: Sequence[Exchange], new: Sequence[Exchange]) -> bool:
    """Whether both sent the same JSON, key by key in the same order, to the same paths in turn."""
    return [_raw(one) for one in old] == [_raw(one) for one in new]


def _raw(exchange: Exchange) -> tuple[str, str]:
    return exchange.path, json.dumps(exchange.body)


def compare_requests(
    where: str, old: Sequence[Exchange], new: Sequence[Exchange], names: Names
) -> Iterator[Difference]:
    """Yield the differences between two series of requests, compared in their order."""
    if len(old) != len(new):
        yield Difference(
            kind=Kind.REQUESTS,
            weight=Weight.CHANGES,
            where=where,
            message=f"asks the model {_times(len(new))} instead of {_times(len(old))}",
            old=_overview(old),
            new=_overview(new),
        )
    for number, (one, other) in enumerate(zip_longest(old, new), start=1):
        if one is None or other is None:
            return
        place = where if len(old) == 1 else f"{where}, request {number}"
        yield from _compare_transport(place, one, other, names)
        yield from _compare_messages(place, one, other)
        yield from _compare_options(place, one, other)


def _compare_transport(
    where: str, old: Exchange, new: Exchange, names: Names
) -> Iterator[Difference]:
    if new.status != old.status:
        yield Difference(
            kind=Kind.TRANSPORT,
            weight=Weight.BREAKS if new.status >= 400 else Weight.NOTE,
            where=where,
            message=f"{names.new} posts to {new.path}, which the server answers with {new.status}; "
            f"{names.old} posts to {old.path}",
            why=why_refused(new),
        )
    elif new.path != old.path:
        yield Difference(
            kind=Kind.TRANSPORT,
            weight=Weight.NOTE,
            where=where,
            message=f"{names.new} posts to {new.path}, {names.old} to {old.path}",
        )


def _compare_messages(where: str, old: Exchange, new: Exchange) -> Iterator[Difference]:
    before, after = old.normal, new.normal
    if before.model != after.model:
        yield Difference(
            kind=Kind.OPTIONS,
            weight=Weight.CHANGES,
            where=where,
            message=f"asks the model {after.model!r} instead of {before.model!r}",
        )
    if before.messages == after.messages:
        return
    one, other = _transcript(before.messages), _transcript(after.messages)
    turns = f"{len(after.messages)} messages instead of {len(before.messages)}"
    changed = [
        f"message {number} ({two.role})"
        for number, (first, two) in enumerate(
            zip(before.messages, after.messages, strict=False), start=1
        )
        if first != two
    ]
    yield Difference(
        kind=Kind.MESSAGES,
        weight=Weight.CHANGES,
        where=where,
        message=turns
        if len(before.messages) != len(after.messages)
        else f"another text in {', '.join(changed)}",
        old=one,
        new=other,
        why=why_messages(before.messages, after.messages),
    )


def _compare_options(where: str, old: Exchange, new: Exchange) -> Iterator[Difference]:
    before, after = old.normal.options, new.normal.options
    for name in sorted(before.keys() | after.keys()):
        if before.get(name, _ABSENT) == after.get(name, _ABSENT):
            continue
        yield Difference(
            kind=Kind.OPTIONS,
            weight=Weight.CHANGES,
            where=where,
            message=f"{name} is {_short(after, name)} instead of {_short(before, name)}",
            old=_long(before, name),
            new=_long(after, name),
            why=why_option(name, before, after),
        )


def _short(options: Mapping[str, JsonValue], name: str) -> str:
    if name not in options:
        return _ABSENT
    text = json.dumps(options[name], sort_keys=True)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _long(options: Mapping[str, JsonValue], name: str) -> str:
    return json.dumps(options[name], indent=2, sort_keys=True) if name in options else ""


def _transcript(messages: Sequence[Message]) -> str:
    return "\n\n".join(f"[{one.role}]\n{one.content}" for one in messages)


def _overview(exchanges: Sequence[Exchange]) -> str:
    """One line a request: where it went and how its last message ends."""
    lines: list[str] = []
    for number, one in enumerate(exchanges, start=1):
        messages = one.normal.messages
        end = messages[-1].content.strip()[-80:].replace("\n", " ") if messages else ""
        lines.append(f"{number}. {one.path}: ...{end}")
    return "\n".join(lines)


def _times(count: int) -> str:
    return "never" if count == 0 else "once" if count == 1 else f"{count} times"
