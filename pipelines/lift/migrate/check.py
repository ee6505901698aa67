"""`lift migrate check`: files -> findings. Called by the command, and by the fix on new text."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lift.migrate.finding import Finding, Severity
from lift.migrate.names.module import Module
from lift.migrate.names.project import Project, module_names, package_of
from lift.migrate.names.strings import PACKAGES
from lift.migrate.output.results import Results, sort_findings
from lift.migrate.pins.cells import CODE as CELL_PIN
from lift.migrate.pins.cells import cell_findings
from lift.migrate.processes import in_processes
from lift.migrate.registry import applying, chosen
from lift.migrate.sources import Unit, Unreadable, discover, units
from lift.migrate.sources.discovery import mentions_dspy
from lift.migrate.sources.following import followed, imported_files
from lift.migrate.sources.markdown import is_shown_as_wrong
from lift.migrate.sources.reading import content
from lift.migrate.sources.units import parsed, units_of
from lift.migrate.suppress import without_ignored
from lift.migrate.walk import Dispatch, dispatch, findings_of

__all__ = ["Checker", "Versions", "by_name", "check"]

_FEW = 24
"""Files up to which one process is faster than starting more."""
_ENOUGH = 16
"""Files that are worth a process of their own."""
_COLLECTING = (100_000, 50, 1000)
"""Thresholds of Python's garbage collector during a check: a quarter of the time less."""
_WHOLE = (".py", ".pyi")
"""Files that are one unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """From which version to which."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Checker:
    """What is the same for every file; goes to the worker processes as it is."""

    root: Path
    versions: Versions
    files: Mapping[str, str]
    """Project files by dotted module name, for imports of the project's own modules."""
    reach: frozenset[str] | None = None
    """The files that can have something from dspy; None means any."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @cached_property
    def table(self) -> Dispatch:
        versions = self.versions
        return dispatch(
            applying(versions.source, versions.target, select=self.select, ignore=self.ignore)
        )

    @cached_property
    def project(self) -> Project:
        return Project(self.files, self._load, reach=self.reach)

    def of_file(self, path: str) -> list[Finding]:
        """The findings of one file of the project, which is read once by each checker."""
        if path.endswith(_WHOLE) and (module := self.project.module(path)) is not None:
            return self._of_module(module)
        return self._of_units(list(units(self.root / path, path)))

    def of_bytes(self, path: str, data: bytes) -> list[Finding]:
        """The findings of a file if it had this content."""
        return self._of_units(list(units_of(self.root / path, path, data)))

    def _of_units(self, found: Sequence[Unit | Unreadable]) -> list[Finding]:
        findings: list[Finding] = []
        shared: list[tuple[Unit, Module]] = []
        for unit in found:
            if isinstance(unit, Unit) and unit.cell is not None:
                findings += self._of_commands(unit)
            module = self._module(unit) if isinstance(unit, Unit) else unit
            if isinstance(unit, Unreadable):
                findings.append(_unparsed(unit))
            elif isinstance(module, Unreadable):
                if not unit.is_of_document or "dspy" in unit.text:
                    findings.append(_in_file(_unparsed(module), unit))
            else:
                if shared and unit.cell is not None:
                    module.continues(shared[-1][1])
                shared.append((unit, module))
        # Only now: what a cell defines may be used in a later one.
        for unit, module in shared:
            findings += [_in_file(one, unit) for one in self._of_unit(unit, module)]
        return findings

    def _of_unit(self, unit: Unit, module: Module) -> list[Finding]:
        found = self._of_module(module)
        if not found or not unit.is_of_document:
            return found
        lines = unit.text.splitlines()
        return [one for one in found if not is_shown_as_wrong(lines, one.line)]

    def _of_commands(self, unit: Unit) -> list[Finding]:
        """What a cell installs; that is said in words of pins."""
        if not chosen(CELL_PIN, self.select, self.ignore):
            return []
        return list(cell_findings(unit, self.versions.target))

    def _of_module(self, module: Module) -> list[Finding]:
        return without_ignored(findings_of(module, self.table), module.text)

    def _module(self, unit: Unit) -> Module | Unreadable:
        tree = parsed(unit)
        if isinstance(tree, Unreadable):
            return tree
        return Module(
            path=unit.path,
            text=unit.text,
            tree=tree,
            source_version=self.versions.source,
            target_version=self.versions.target,
            cell=unit.cell,
            project=self.project,
            package=package_of(unit.path),
        )

    def _load(self, path: str) -> Module | None:
        for unit in units(self.root / path, path):
            if isinstance(unit, Unit):
                module = self._module(unit)
                return module if isinstance(module, Module) else None
        return None


def check(
    paths: Sequence[Path],
    *,
    root: Path,
    versions: Versions,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    jobs: int | None = None,
) -> Results:
    """Check the files under `paths`.

    Args:
        paths: files and folders; folders are searched.
        root: the folder that the paths in findings are relative to.
        jobs: processes; None means one per core, and one for few files.
    """
    start = time.perf_counter()
    files = [_relative(file, root) for file in discover(paths)]
    names = by_name(files)
    relevant = _relevant(root, files, names)
    checker = Checker(
        root=root,
        versions=versions,
        files=_importable(names, relevant.reach),
        reach=relevant.reach,
        select=tuple(select),
        ignore=tuple(ignore),
    )
    with _seldom_collecting():
        findings = _all(checker, relevant.checked, jobs)
    return Results(
        findings=sort_findings(findings),
        files=len(files),
        source_version=versions.source,
        target_version=versions.target,
        seconds=time.perf_counter() - start,
    )


def _all(checker: Checker, paths: Sequence[str], jobs: int | None) -> list[Finding]:
    workers = min(jobs or os.cpu_count() or 1, max(1, len(paths) // _ENOUGH))
    if workers == 1 or (jobs is None and len(paths) < _FEW):
        return [one for path in paths for one in checker.of_file(path)]
    blocks = in_processes(_work, paths, workers=workers, start=_start, state=checker)
    return [one for block in blocks for one in block]


_workers_checker: list[Checker] = []


@contextmanager
def _seldom_collecting() -> Generator[None]:
    """Let Python look for circles of objects less often: trees have none, and millions of nodes."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTING)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _start(checker: Checker) -> None:
    gc.set_threshold(*_COLLECTING)
    _workers_checker[:] = [checker]


def _work(path: str) -> list[Finding]:
    return _workers_checker[0].of_file(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relevant:
    """Which files are looked into."""

    checked: list[str]
    """Those that name dspy, and those that import from them."""
    reach: frozenset[str]
    """Those, and every other one that can have something from dspy through its imports."""


def _relevant(root: Path, files: Sequence[str], names: Mapping[str, str]) -> _Relevant:
    naming: set[str] = set()
    imports: dict[str, set[str]] = {}
    for path in files:
        data = _read(root / path)
        if mentions_dspy(data):
            naming.add(path)
        elif path.endswith(".py"):
            imports[path] = imported_files(path, data, names)
    found = followed(imports, naming)
    checked = [path for path in files if path in naming or path in found.users]
    return _Relevant(checked=checked, reach=found.reach)


def _read(file: Path) -> bytes:
    try:
        return content(file)
    except OSError:
        return b"dspy"  # what cannot be read is said when it is looked into


def by_name(paths: Sequence[str]) -> dict[str, str]:
    """Files by every name under which they may be imported; a longer path never hides a shorter."""
    found: dict[str, str] = {}
    for path in sorted(paths, key=len):
        if path.endswith(".py"):
            for name in module_names(path):
                found.setdefault(name, path)
    return found


def _importable(names: Mapping[str, str], reach: Collection[str]) -> dict[str, str]:
    """What the processes need to know: what has anything from dspy, and packages of that name."""
    return {name: path for name, path in names.items() if path in reach or name in PACKAGES}


def _relative(file: Path, root: Path) -> str:
    absolute, base = file.absolute(), root.absolute()
    if absolute.is_relative_to(base):
        return absolute.relative_to(base).as_posix()
    return absolute.as_posix()


def _in_file(finding: Finding, unit: Unit) -> Finding:
    """In Markdown, lines and columns are those of the file; edits stay in the block."""
    if unit.first_line == 1:
        return finding
    down = unit.first_line - 1
    return replace(
        finding,
        line=finding.line + down,
        end_line=finding.end_line + down,
        column=finding.column + unit.indent,
        end_column=finding.end_column + unit.indent,
    )


def _unparsed(unread: Unreadable) -> Finding:
    return Finding(
        code="LFT001",
        severity=Severity.ERROR,
        path=unread.path,
        line=unread.line,
        column=unread.column,
        end_line=unread.line,
        end_column=unread.column,
        message=f"This was not checked: {unread.reason}.",
        advice="Repair it, or check it with a Python that can read it (lift runs with its own).",
        cell=unread.cell,
    )
