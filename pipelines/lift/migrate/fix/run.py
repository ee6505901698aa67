"""Plan the changes of a whole project, and write them. Called by `lift migrate fix`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lift.migrate.check import Checker, Versions, by_name
from lift.migrate.finding import Finding, Fix
from lift.migrate.fix.documents import open_document
from lift.migrate.fix.git import uncommitted
from lift.migrate.fix.pins import plan_pins
from lift.migrate.fix.plan import Accept, FileFix, Recheck, plan_file
from lift.migrate.fix.write import Skipped, write_fixes
from lift.migrate.output.results import Results
from lift.migrate.project import CheckRequest, check_project, code_files, counting
from lift.migrate.sources.discovery import relative

__all__ = [
    "MAX_PASSES",
    "Planned",
    "everything",
    "lost_work",
    "only_safe",
    "plan_fixes",
    "write_planned",
]

MAX_PASSES = 4
"""Times that a project is checked anew, because a change in one file shows something in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What would be changed, and what would stay."""

    results: Results
    """The check before."""
    fixes: tuple[FileFix, ...]
    """Files that change, and files that do not although something could be fixed."""
    skipped: tuple[Skipped, ...] = ()
    """Files that cannot be changed, and why."""

    @property
    def changed(self) -> tuple[FileFix, ...]:
        return tuple(one for one in self.fixes if one.changed)

    @property
    def applied(self) -> tuple[Finding, ...]:
        return tuple(finding for one in self.fixes for finding in one.applied)

    @property
    def left(self) -> tuple[Finding, ...]:
        """What is still found afterwards."""
        planned = {one.path for one in self.fixes}
        others = [one for one in self.results.findings if one.path not in planned]
        return (*others, *(finding for one in self.fixes for finding in one.left))


def only_safe(finding: Finding, text: str) -> bool:
    """Accept what keeps the meaning."""
    del text
    return finding.fix is Fix.SAFE


def everything(finding: Finding, text: str) -> bool:
    """Accept what may change the meaning, too."""
    del finding, text
    return True


def plan_fixes(request: CheckRequest, *, accept: Accept) -> Planned:
    """Check a project and plan the change of every file with something to fix; writes nothing.

    Raises:
        UsageError: a version is none.
        ConfigError: the guide or the baseline cannot be read.
    """
    results = check_project(request)
    count = counting(request)
    checker = _checker(request, results)
    fixes: list[FileFix] = []
    skipped: list[Skipped] = []
    for path, found in _code(request, results):

        def recheck(data: bytes, path: str = path) -> Sequence[Finding]:
            return count.of(checker.of_bytes(path, data))[0]

        planned = _plan_file(request.root / path, path, found, recheck, accept)
        if isinstance(planned, Skipped):
            skipped.append(planned)
        else:
            fixes.append(planned)
    done, unread = plan_pins(request, results, fixes, accept=accept, count=count)
    return Planned(results=results, fixes=done, skipped=(*skipped, *unread))


def lost_work(request: CheckRequest, changing: Sequence[str]) -> tuple[str, ...]:
    """Return the files with changes that git does not have, where writing could mix with them.

    Args:
        changing: Paths, as in findings, that are about to be written; they count even when git
            does not know them yet.
    """
    found: dict[str, None] = {}
    files = [request.root / one for one in changing]
    for path in request.paths:
        folder = path if path.is_dir() else path.parent
        inside = {one.relative_to(folder).as_posix() for one in files if folder in one.parents}
        dirty = uncommitted(folder, about_to_change=inside)
        found |= {relative(request.root, folder / one): None for one in dirty}
    return tuple(found)


def write_planned(
    request: CheckRequest, planned: Planned, *, accept: Accept, passes: int = MAX_PASSES
) -> Planned:
    """Write the files, and then what the changes of one file make possible in another.

    Args:
        passes: How often; 1 asks `accept` about nothing again.

    Returns:
        All that was done: `fixes` are the files written, `results` and `left` what is found now.

    Raises:
        StoreError: the disk refuses; files written before it stay written, each of them whole.
    """
    before = planned.results
    fixed = replace(request, source=before.source_version, target=before.target_version)
    made: dict[str, FileFix] = {}
    skipped = {one.path: one for one in planned.skipped}
    step = planned
    for number in range(passes):
        written = write_fixes(request.root, step.changed)
        skipped |= {one.path: one for one in written.skipped}
        made = _joined(made, [one for one in step.changed if one.path in written.paths])
        if not written.paths:
            break
        step = plan_fixes(fixed, accept=accept if number + 1 < passes else _nothing)
    now = replace(step.results, notes=before.notes)
    by_path: dict[str, list[Finding]] = {}
    for one in now.findings:
        by_path.setdefault(one.path, []).append(one)
    fixes = [replace(one, left=tuple(by_path.get(path, ()))) for path, one in made.items()]
    stuck = [one for one in step.fixes if one.problem and one.path not in made]
    return Planned(results=now, fixes=(*fixes, *stuck), skipped=tuple(skipped.values()))


def _nothing(finding: Finding, text: str) -> bool:
    del finding, text
    return False


def _joined(made: dict[str, FileFix], new: Sequence[FileFix]) -> dict[str, FileFix]:
    """Add what a later pass did to the same files."""
    joined = dict(made)
    for one in new:
        before = joined.get(one.path)
        if before is None:
            joined[one.path] = one
        else:
            applied = (*before.applied, *one.applied)
            joined[one.path] = replace(one, before=before.before, applied=applied)
    return joined


def _checker(request: CheckRequest, results: Results) -> Checker:
    files = (relative(request.root, one) for one in code_files(request))
    return Checker(
        root=request.root,
        versions=Versions(source=results.source_version, target=results.target_version),
        files=by_name(list(files)),
    )


def _code(request: CheckRequest, results: Results) -> Iterator[tuple[str, list[Finding]]]:
    """Yield files with findings in code that have edits; of links to one file, the file itself."""
    grouped: dict[str, list[Finding]] = {}
    for one in results.findings:
        if not one.code.startswith("LFT4"):
            grouped.setdefault(one.path, []).append(one)
    done: set[Path] = set()
    for path in sorted(grouped, key=lambda path: ((request.root / path).is_symlink(), path)):
        real = (request.root / path).resolve()
        if real not in done and any(one.edits for one in grouped[path]):
            done.add(real)
            yield path, grouped[path]


def _plan_file(
    file: Path, path: str, found: Sequence[Finding], recheck: Recheck, accept: Accept
) -> FileFix | Skipped:
    try:
        return plan_file(
            path,
            file.read_bytes(),
            found,
            open_document=lambda data: open_document(path, data),
            recheck=recheck,
            accept=accept,
        )
    except OSError as error:
        return Skipped(path=path, reason=f"it cannot be read any more: {error.strerror or error}")
    except ValueError as error:
        return Skipped(path=path, reason=f"its text cannot be read: {error}")
