"""Many saved programs: read, convert, and onto the disk. The function behind the command."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from lift.errors import DataError, LiftError, StoreError, UsageError
from lift.migrate.fix.diff import unified
from lift.migrate.state.convert import Conversion, convert
from lift.migrate.state.draft import Change
from lift.migrate.state.foreign import Runner
from lift.migrate.state.pickles import PROGRAM, is_pickled, pickled_version, read_pickled
from lift.migrate.state.program import ProgramPlan
from lift.migrate.state.saved import SavedProgram, parse_saved, read_bytes, render
from lift.migrate.state.secrets import masked
from lift.store.files import write_atomic

__all__ = ["StateFile", "StateReport", "StateRequest", "migrate_states"]

Status: TypeAlias = Literal["converted", "unchanged", "refused", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRequest:
    """Which saved programs, between which versions, and where to."""

    files: tuple[Path, ...]
    target: str
    source: str | None = None
    """None: what each file says."""
    out: Path | None = None
    """A folder for the converted files; the names stay."""
    in_place: bool = False
    """Replace each file; the original stays beside it as NAME.orig."""
    write: bool = True
    """False: only report."""
    renames: Mapping[str, str] = field(default_factory=dict[str, str])
    plan: ProgramPlan | None = None
    allow_pickle: bool = False
    runner_for: Callable[[str], Runner] | None = None
    """Returns the Python of a version; needed for pickles only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFile:
    """What came of one file."""

    path: Path
    status: Status
    source: str = ""
    """The DSPy version whose behaviour was kept."""
    out: Path | None = None
    """Where the converted program is, or would be."""
    kept: Path | None = None
    """Where the original is, when its place was taken."""
    changes: tuple[Change, ...] = ()
    diff: str = ""
    """Secrets in it are `***`."""
    error: LiftError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateReport:
    """What came of all of them, in the order given."""

    files: tuple[StateFile, ...]
    target: str

    def count(self, status: Status) -> int:
        """How many ended so."""
        return sum(one.status == status for one in self.files)


def migrate_states(request: StateRequest) -> StateReport:
    """Convert saved programs. Nothing is written before all of them are read.

    A file that cannot be read is `failed`, one whose program does not fit the code is `refused`;
    the others are converted all the same.

    Raises:
        UsageError: a rename fits no file, or two files would have the same name.
        LiftError: what is wrong, when no file at all could be read.
        StoreError: a file cannot be written.
    """
    _check_options(request)
    used: set[str] = set()
    plans = [_plan(path, request, used) for path in request.files]
    errors = [one.error for one in plans if one.error is not None]
    if errors and len(errors) == len(plans):
        raise errors[0]
    if unused := sorted(set(request.renames) - used):
        raise UsageError(
            f"--rename: no file has a predictor {unused[0]}", hint="see: lift migrate state --diff"
        )
    _check_outputs(plans, request)
    files = tuple(_write(one, request) for one in plans)
    return StateReport(files=tuple(one.result for one in files), target=request.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    result: StateFile
    data: bytes = b""
    original: bytes | None = None
    """What lies at `result.path` now; None for a folder."""

    @property
    def error(self) -> LiftError | None:
        return self.result.error


def _check_options(request: StateRequest) -> None:
    if request.out is not None and request.in_place:
        raise UsageError("--out and --in-place exclude each other", hint="give one of them")
    if not request.files:
        raise UsageError(
            "no file was given", hint="as in: lift migrate state agent.json --to 3.0.1"
        )


def _plan(path: Path, request: StateRequest, used: set[str]) -> _Plan:
    try:
        saved, original = _read(path, request)
        if request.in_place and original is not None:
            _check_writable(path)
        converted = convert(
            saved.document,
            name=_out(path, request).name,
            target=request.target,
            source=request.source,
            renames=request.renames,
            plan=request.plan,
        )
    except LiftError as error:
        return _Plan(result=StateFile(path=path, status="failed", error=error))
    used |= converted.renamed
    same = converted.document == saved.document and not is_pickled(path)
    data = saved.data if same else render(converted.document)
    return _Plan(
        result=StateFile(
            path=path,
            status=_status(converted, same=same),
            source=str(converted.versions.source),
            out=_out(path, request),
            changes=converted.changes,
            diff=_diff(path, saved, converted),
        ),
        data=data,
        original=original,
    )


def _check_writable(path: Path) -> None:
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise StoreError(f"{path} is read-only", hint="make it writable, or use --out")


def _status(converted: Conversion, *, same: bool) -> Status:
    if converted.blocked:
        return "refused"
    return "unchanged" if same else "converted"


def _read(path: Path, request: StateRequest) -> tuple[SavedProgram, bytes | None]:
    if is_pickled(path):
        version = request.source or pickled_version(path)
        runner = None
        if request.allow_pickle and version and request.runner_for is not None:
            runner = request.runner_for(version)
        found = read_pickled(path, allow_pickle=request.allow_pickle, runner=runner)
        return found, None
    if path.is_dir():
        raise DataError(
            f"{path} is a folder without {PROGRAM}", hint="give files that program.save(...) wrote"
        )
    data = read_bytes(path)
    return parse_saved(data, path.name), data


def _out_name(path: Path) -> str:
    if path.is_dir():
        return f"{path.name}.json"
    return path.with_suffix(".json").name if is_pickled(path) else path.name


def _out(path: Path, request: StateRequest) -> Path:
    name = _out_name(path)
    if request.out is not None:
        return request.out / name
    if request.in_place:
        return path.with_name(name)
    return path.with_name(f"{Path(name).stem}.dspy-{request.target}.json")


def _check_outputs(plans: list[_Plan], request: StateRequest) -> None:
    """Refuse to write over an input, another output, or a file that lift did not write."""
    inputs = {one.result.path.resolve() for one in plans}
    taken: set[Path] = set()
    for plan in plans:
        out = plan.result.out
        if out is None or plan.result.status == "refused":
            continue
        place = out.resolve()
        if place in taken:
            raise UsageError(
                f"two files would both become {out}", hint="convert them one by one into folders"
            )
        taken.add(place)
        if request.in_place and place == plan.result.path.resolve():
            continue
        if place in inputs:
            raise UsageError(
                f"{out} is one of the files to convert", hint="choose another --out, or --in-place"
            )
        if out.exists() and out.read_bytes() != plan.data and not _ours(out):
            raise UsageError(
                f"{out} is there already, and lift did not write it", hint="move it, or use --out"
            )


def _ours(path: Path) -> bool:
    return b'"lift_migrate"' in path.read_bytes()


def _write(plan: _Plan, request: StateRequest) -> _Plan:
    result = plan.result
    if not request.write or result.out is None or result.status in {"refused", "failed"}:
        return plan
    if result.status == "unchanged" and request.out is None:
        return plan
    kept: Path | None = None
    if plan.original is not None and result.out.resolve() == result.path.resolve():
        kept = _keep(result.path, plan.original)
    write_atomic(result.out, plan.data, mode=_mode(result.path))
    return replace(plan, result=replace(result, kept=kept))


def _mode(path: Path) -> int:
    """Return the mode for what comes of a saved program: nobody else may read more than it."""
    file = path / PROGRAM if path.is_dir() else path
    return stat.S_IMODE(file.stat().st_mode) & 0o666 | 0o600


def _keep(path: Path, original: bytes) -> Path:
    """Put the original beside its place; what is kept there already is never written over."""
    number = 0
    while True:
        kept = path.with_name(f"{path.name}.orig{f'.{number}' if number else ''}")
        if not kept.exists():
            write_atomic(kept, original, mode=_mode(path))
            return kept
        if kept.read_bytes() == original:
            return kept
        number += 1


def _diff(path: Path, saved: SavedProgram, converted: Conversion) -> str:
    before = render(masked(saved.document)).decode("utf-8")
    after = render(masked(converted.document)).decode("utf-8")
    return unified(_out_name(path), before, after)
