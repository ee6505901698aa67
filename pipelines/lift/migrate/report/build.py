"""A check and what commands remember -> the report of a migration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lift import __version__
from lift.migrate.catalogue import catalogue
from lift.migrate.finding import Finding, Severity
from lift.migrate.fix.diff import unified
from lift.migrate.output.results import Results
from lift.migrate.project import CheckRequest, check_project, load_tiers
from lift.migrate.report.model import (
    CodeCount,
    EnvironmentEntry,
    FindingEntry,
    MigrationReport,
    State,
    TierCount,
    TierProposal,
    Timings,
)
from lift.migrate.report.record import FixRun, Verification, load_fixes, load_verification
from lift.migrate.tiers import GUIDE_NAME, Proposal, find_guide, propose, retiered
from lift.project import Project

__all__ = ["build_report"]


def build_report(
    request: CheckRequest, *, project: Project | None, now: datetime
) -> MigrationReport:
    """Check the project and put together what is known about its migration.

    Args:
        project: Where records and environments are; None when there is no project.

    Raises:
        UsageError: a version is none.
        ConfigError: the guide or the baseline cannot be read.
        StoreError: a record is broken.
    """
    results = check_project(request)
    fixes = () if project is None else load_fixes(project)
    verification = None if project is None else load_verification(project)
    environments, seconds = ((), None) if project is None else _environments(project)
    state, sentence = _state(results, fixes, verification)
    proposals = _proposals(request, results, fixes)
    guide, diff = _guide(request, proposals)
    return MigrationReport(
        lift=__version__,
        made_at=now,
        source=fixes[0].source if fixes else results.source_version,
        target=results.target_version,
        state=state,
        sentence=sentence,
        notes=_notes(results, project),
        files=results.files,
        known=results.known,
        environments=environments,
        codes=_codes(results, fixes),
        tiers=_tiers(results, fixes),
        fixes=fixes,
        left=tuple(_entry(one) for one in results.findings),
        verification=verification,
        timings=Timings(
            check=round(results.seconds, 3),
            fix=round(sum(one.seconds for one in fixes), 3) if fixes else None,
            verify=None if verification is None else verification.seconds,
            environments=seconds,
        ),
        proposals=tuple(
            TierProposal(path=one.path, tier=one.tier, was=one.was, reason=one.reason)
            for one in proposals
        ),
        guide=guide,
        guide_diff=diff,
    )


def _state(
    results: Results, fixes: Sequence[FixRun], verification: Verification | None
) -> tuple[State, str]:
    counts = results.counts
    if loud := counts.errors + counts.warnings:
        errors = f"{counts.errors} that {'raises' if counts.errors == 1 else 'raise'}"
        quiet = f"{counts.warnings} without an error"
        left = "1 finding is" if loud == 1 else f"{loud} findings are"
        return "open", f"{left} left: {errors}, {quiet}."
    command = f"lift migrate verify --from {results.source_version} --to {results.target_version}"
    if verification is None or verification.target != results.target_version:
        return "unverified", f"Nothing is left to do; nothing is verified yet: {command}"
    if fixes and verification.made_at < fixes[-1].made_at:
        return "unverified", f"Files were fixed after the last verification: {command}"
    if not verification.same:
        return "different", f"{verification.summary}."
    return "done", f"Nothing is left to do. {verification.summary}."


def _notes(results: Results, project: Project | None) -> tuple[str, ...]:
    if project is not None:
        return results.notes
    absent = (
        "what is fixed and verified is only remembered in a project (lift init), or after "
        "lift migrate env create"
    )
    return (*results.notes, absent)


def _environments(project: Project) -> tuple[tuple[EnvironmentEntry, ...], float | None]:
    from lift.migrate.envs import Workplace, list_environments

    found = list_environments(Workplace(envs=project.lift_dir / "envs", env={}))
    entries = tuple(
        EnvironmentEntry(
            version=one.version,
            state=one.state.value,
            python=one.python_version,
            packages=len(one.packages),
            problems=one.problems,
        )
        for one in found
    )
    seconds = sum(one.seconds for one in found)
    return entries, round(seconds, 3) if seconds else None


def _codes(results: Results, fixes: Sequence[FixRun]) -> tuple[CodeCount, ...]:
    fixed = Counter(one.code for run in fixes for one in run.fixed)
    left = Counter(one.code for one in results.findings)
    summaries = {one.code: one.summary for one in catalogue()}
    return tuple(
        CodeCount(code=code, summary=summaries.get(code, ""), fixed=fixed[code], left=left[code])
        for code in sorted({*fixed, *left})
    )


def _tiers(results: Results, fixes: Sequence[FixRun]) -> tuple[TierCount, ...]:
    fixed = Counter(one.tier for run in fixes for one in run.fixed)
    left = Counter((one.tier, one.severity) for one in results.findings)
    tiers = {*fixed, *(tier for tier, _ in left)}
    return tuple(
        TierCount(
            tier=tier,
            fixed=fixed[tier],
            errors=left[tier, Severity.ERROR],
            warnings=left[tier, Severity.WARNING],
            infos=left[tier, Severity.INFO],
        )
        for tier in sorted(tiers, key=lambda tier: tier or 9)
    )


def _entry(finding: Finding) -> FindingEntry:
    return FindingEntry(
        code=finding.code,
        severity=finding.severity,
        path=finding.path,
        line=finding.line,
        column=finding.column,
        cell=finding.cell,
        tier=finding.tier,
        message=finding.message,
        advice=finding.advice,
        fix=finding.fix,
    )


def _proposals(
    request: CheckRequest, results: Results, fixes: Sequence[FixRun]
) -> tuple[Proposal, ...]:
    """Propose tiers from all that the migration touches: what was fixed, and what is left."""
    touched: Iterable[Finding] = (
        replace(one, path=request.named(one.path)) for one in results.findings
    )
    done = (
        Finding(
            code=one.code,
            severity=one.severity,
            path=one.path,
            line=one.line,
            column=1,
            end_line=one.line,
            end_column=1,
            message=one.message,
            advice="",
        )
        for run in fixes
        for one in run.fixed
    )
    return propose((*done, *touched), load_tiers(request))


def _guide(request: CheckRequest, proposals: Sequence[Proposal]) -> tuple[str | None, str]:
    """Return the guide's path and its proposed change; a new guide where there is none."""
    top = request.settings_root or request.root
    guide = find_guide(top, request.settings.guide)
    if not proposals:
        return None if guide is None else _relative(guide, top), ""
    if guide is None:
        text = retiered("# Criticality of the files\n", load_tiers(request), proposals)
        return None, unified(GUIDE_NAME, "", text, new=True)
    before = guide.read_bytes().decode("utf-8", "surrogateescape")
    path = _relative(guide, top)
    return path, unified(path, before, retiered(before, load_tiers(request), proposals))


def _relative(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else str(path)
