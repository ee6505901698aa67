"""Compare what two versions make of the same modules: imports, signatures, programs, predictors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lift.migrate.probe import ModuleShape, ProbeError, ProgramShape, SignatureShape
from lift.migrate.probe.reply import FieldShape
from lift.migrate.verify.known import why_error, why_predictor
from lift.migrate.verify.report import Difference, Kind, Weight

__all__ = ["Names", "compare_errors", "compare_modules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The two versions, for sentences."""

    old: str
    new: str


def compare_modules(
    old: Mapping[str, ModuleShape], new: Mapping[str, ModuleShape], names: Names
) -> Iterator[Difference]:
    """Yield the differences between the modules of both versions, module by module."""
    for module, before in old.items():
        after = new[module]
        if before.error is not None or after.error is not None:
            yield from compare_errors(Kind.IMPORT, module, before.error, after.error, names)
            continue
        yield from _compare_signatures(module, before.signatures, after.signatures, names)
        yield from _missing(Kind.PROGRAM, module, before.programs, after.programs, names)
        for name in before.programs.keys() & after.programs.keys():
            where = f"{module}:{name}"
            yield from _compare_program(where, before.programs[name], after.programs[name], names)


def compare_errors(
    kind: Kind, where: str, old: ProbeError | None, new: ProbeError | None, names: Names
) -> Iterator[Difference]:
    """Yield the difference between two endings; the same error twice is none."""
    if new is not None and old is None:
        yield Difference(
            kind=kind,
            weight=Weight.BREAKS,
            where=where,
            message=f"works in {names.old} and raises in {names.new}: {new.last_line}",
            new=new.traceback,
            why=why_error(new),
        )
    elif old is not None and new is None:
        yield Difference(
            kind=kind,
            weight=Weight.NOTE,
            where=where,
            message=f"raises in {names.old} and works in {names.new}: {old.last_line}",
            old=old.traceback,
        )
    elif old is not None and new is not None:
        yield Difference(
            kind=kind,
            weight=Weight.NOTE if old.last_line == new.last_line else Weight.CHANGES,
            where=where,
            message=f"raises in both versions: {old.last_line}"
            + ("" if old.last_line == new.last_line else f"; in {names.new}: {new.last_line}"),
            old=old.traceback,
            new=new.traceback,
        )


def _compare_signatures(
    module: str,
    old: Mapping[str, SignatureShape],
    new: Mapping[str, SignatureShape],
    names: Names,
) -> Iterator[Difference]:
    yield from _missing(Kind.SIGNATURE, module, old, new, names)
    for name in old.keys() & new.keys():
        yield from _compare_signature(f"{module}:{name}", old[name], new[name])


def _missing(
    kind: Kind, module: str, old: Mapping[str, object], new: Mapping[str, object], names: Names
) -> Iterator[Difference]:
    for name in sorted(old.keys() - new.keys()):
        message = f"is there in {names.old} and not in {names.new}"
        where = f"{module}:{name}"
        yield Difference(kind=kind, weight=Weight.BREAKS, where=where, message=message)
    for name in sorted(new.keys() - old.keys()):
        message = f"is there in {names.new} and not in {names.old}"
        where = f"{module}:{name}"
        yield Difference(kind=kind, weight=Weight.NOTE, where=where, message=message)


def _compare_program(
    where: str, old: ProgramShape, new: ProgramShape, names: Names
) -> Iterator[Difference]:
    yield from compare_errors(Kind.PROGRAM, where, old.error, new.error, names)
    if old.error is not None or new.error is not None:
        return
    before, after = list(old.predictors), list(new.predictors)
    if before != after:
        yield Difference(
            kind=Kind.PROGRAM,
            weight=Weight.CHANGES,
            where=where,
            message=f"its predictors are {_list(after)} instead of {_list(before)}, "
            "and saved programs are loaded by these names",
        )
    for name in old.predictors.keys() & new.predictors.keys():
        one, other = old.predictors[name], new.predictors[name]
        yield from _compare_signature(f"{where}.{name}", one.signature, other.signature)


def _compare_signature(
    where: str, old: SignatureShape, new: SignatureShape
) -> Iterator[Difference]:
    if old.instructions != new.instructions:
        yield _signature(where, "has other instructions", old.instructions, new.instructions)
    before = {one.name: one for one in old.fields}
    after = {one.name: one for one in new.fields}
    if list(before) != list(after):
        yield Difference(
            kind=Kind.SIGNATURE,
            weight=Weight.CHANGES,
            where=where,
            message=f"its fields are {_list(after)} instead of {_list(before)}",
            why=why_predictor(list(before), list(after)),
        )
    for name, one in before.items():
        if name in after:
            yield from _compare_field(f"{where}.{name}", one, after[name])


def _compare_field(where: str, old: FieldShape, new: FieldShape) -> Iterator[Difference]:
    for part in ("kind", "type", "desc", "constraints"):
        one, other = getattr(old, part), getattr(new, part)
        if one != other:
            yield _signature(where, f"{part} is {other!r} instead of {one!r}", str(one), str(other))
    if old.json_schema != new.json_schema:
        texts = [json.dumps(one.json_schema, indent=2, sort_keys=True) for one in (old, new)]
        yield _signature(where, "has another JSON schema", *texts)
    if old.prefix != new.prefix:
        yield Difference(
            kind=Kind.SIGNATURE,
            weight=Weight.NOTE,
            where=where,
            message=f"prefix is {new.prefix!r} instead of {old.prefix!r}; it does not reach models "
            "through the adapters of 2.5 and later",
        )


def _signature(where: str, message: str, old: str, new: str) -> Difference:
    return Difference(
        kind=Kind.SIGNATURE,
        weight=Weight.CHANGES,
        where=where,
        message=message,
        old=old,
        new=new,
    )


def _list(names: Mapping[str, object] | list[str]) -> str:
    return ", ".join(names) or "none"
