"""LFT3xx: the saved programs that lie in a project. Called by `lift migrate check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.version import Version

from lift.errors import LiftError
from lift.migrate.finding import Finding, Severity
from lift.migrate.sources.discovery import discover, relative
from lift.migrate.state.convert import OLDEST_TARGET, convert
from lift.migrate.state.draft import Change, together
from lift.migrate.state.pickles import METADATA, PROGRAM, looks_pickled
from lift.migrate.state.places import Places
from lift.migrate.state.rules import text
from lift.migrate.state.saved import is_saved, parse_json, saved_version

__all__ = ["MAX_BYTES", "state_findings"]

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are data sets, and if not, they are named as not checked."""
_SUFFIXES = (".json", ".pkl", ".pickle")
_HEAD_BYTES = 1024 * 1024


def state_findings(
    root: Path, paths: Sequence[Path], source: str, target: str
) -> tuple[Finding, ...]:
    """Return what happens to the saved programs under `paths` in the target, by file and line.

    Args:
        root: the folder that paths in findings are relative to.
        source: the version of files that do not say which one saved them.
    """
    if Version(target) < Version(OLDEST_TARGET):
        return ()
    found: list[Finding] = []
    for path in discover(paths, _SUFFIXES):
        if path.suffix in _SUFFIXES:
            found += _of_file(path, relative(root, path), source, target)
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.code)))


def _of_file(path: Path, name: str, source: str, target: str) -> Iterator[Finding]:
    try:
        if not path.is_file():
            return  # nothing says that a pipe or a dead link is a saved program
        if path.suffix != ".json":
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES)
            yield from _pickled(path, name, head, source, target)
        else:
            yield from _json(path, name, source, target)
    except OSError as error:
        yield _not_checked(name, error.strerror or str(error))


def _json(path: Path, name: str, source: str, target: str) -> Iterator[Finding]:
    """Look for the keys that every state has before more is read, and before it is parsed."""
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
        if b'"demos"' not in data:
            return
        data += file.read(MAX_BYTES)
    if b'"traces"' not in data or b"signature" not in data:
        return
    if len(data) > MAX_BYTES:
        yield _not_checked(name, f"it has {path.stat().st_size / 1e6:,.0f} MB")
    else:
        yield from _of_state(data, name, source, target)


def _of_state(data: bytes, name: str, source: str, target: str) -> Iterator[Finding]:
    try:
        document = parse_json(data, name)
        if not isinstance(document, dict) or not is_saved(document):
            return  # it has the words, and is something else
        saved = saved_version(document)
        converted = convert(
            document,
            name=name.rpartition("/")[2],
            target=target,
            source=str(saved) if saved else source,
        )
    except LiftError as error:
        yield _not_checked(name, error.message)
        return
    places = Places(data.decode("utf-8-sig"))
    for alike in together(converted.changes):
        change = alike[0]
        if change.harmful or change.code == "LFT310":
            predictor = converted.origins.get(change.predictor, change.predictor)
            yield _finding(alike, name, places.find(predictor, change.key))


def _finding(alike: Sequence[Change], name: str, place: tuple[int, int]) -> Finding:
    change, (line, column) = alike[0], place
    where = change.predictor + (f" and {len(alike) - 1} more" if len(alike) > 1 else "")
    severity = text(change.code).severity
    if not change.harmful:
        severity = Severity.INFO
    advice = f"lift migrate state {name}" if change.done else ""
    return Finding(
        code=change.code,
        severity=severity,
        path=name,
        line=line,
        column=column,
        end_line=line,
        end_column=column,
        message=f"{where}: {change.message}" if where else change.message,
        advice="; ".join(one for one in (advice, change.advice) if one),
    )


def _pickled(path: Path, name: str, head: bytes, source: str, target: str) -> Iterator[Finding]:
    is_program = path.name == PROGRAM and path.with_name(METADATA).is_file()
    if not is_program and not looks_pickled(head):
        return
    if is_program and Version(source) < Version("3.0.0") <= Version(target):
        why = "Loading raises `ModuleNotFoundError: No module named 'dspy.primitives.program'`"
    elif Version(target) >= Version("3.1.0"):
        why = (
            "Loading raises `ValueError: Loading with pickle is not allowed`"
            if is_program
            else "Loading raises `ValueError: Loading .pkl files can run arbitrary code`"
        )
    else:
        return
    where = name.rpartition("/")[0] if is_program else name
    yield Finding(
        code="LFT305",
        severity=text("LFT305").severity,
        path=name,
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        message=f"A program saved as a pickle. {why} in DSPy {target}.",
        advice=f"If you trust it: lift migrate state {where} --allow-pickle",
    )


def _not_checked(name: str, why: str) -> Finding:
    return Finding(
        code="LFT001",
        severity=Severity.ERROR,
        path=name,
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        message=f"This saved program was not checked: {why}.",
        advice="Repair it, or exclude it.",
    )
