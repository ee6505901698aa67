"""Check a whole project: its code, pins and saved programs, its tiers, what it knows already.

The function behind `lift migrate check`, and the first step of `fix` and `report`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lift.errors import ConfigError, UsageError
from lift.migrate.baseline import Key, load_baseline, unknown
from lift.migrate.finding import Finding
from lift.migrate.output.results import Results, sort_findings
from lift.migrate.pins.releases import as_published
from lift.migrate.registry import chosen
from lift.migrate.settings import MigrateSettings
from lift.migrate.tiers import Tiers, find_guide, fits, read_guide

__all__ = [
    "DEFAULT_TARGET",
    "CheckRequest",
    "Counting",
    "Route",
    "check_project",
    "code_files",
    "common_root",
    "counting",
    "load_tiers",
    "route_of",
    "target_of",
]

DEFAULT_TARGET = "3.0.1"
"""The version to move to where no constraints.txt names one."""
_CODE_SUFFIXES = (".py", ".pyi", ".ipynb", ".md", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What to check, for which versions, and what counts."""

    root: Path
    """Findings name paths relative to this folder."""
    paths: tuple[Path, ...]
    """Absolute."""
    source: str | None = None
    """None: what the project pins, or what its code looks like."""
    target: str | None = None
    """None: the DSPy of constraints.txt, else `DEFAULT_TARGET`."""
    settings: MigrateSettings = field(default_factory=MigrateSettings)
    settings_root: Path | None = None
    """Patterns of the settings are relative to this folder; None means `root`."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    jobs: int | None = None

    def wants(self, code: str, path: str) -> bool:
        """Whether somebody asked for a code in a file; `path` as in findings."""
        named = self.named(path)
        if any(fits(one, named) for one in self.settings.exclude):
            return False
        own = [
            code_there
            for pattern, codes in self.settings.per_file_ignores.items()
            if fits(pattern, named)
            for code_there in codes
        ]
        select = self.select or self.settings.select
        if code == "LFT001":  # that something was not checked is no matter of choice
            select = ()
        return chosen(code, select, (*self.ignore, *self.settings.ignore, *own))

    def named(self, path: str) -> str:
        """Return a path of a finding as patterns and the baseline name it."""
        absolute = os.path.normpath(self.root / path)
        return Path(os.path.relpath(absolute, self.settings_root or self.root)).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """From which version to which, and how that was found out."""

    source: str
    target: str
    notes: tuple[str, ...] = ()


def common_root(paths: Sequence[Path], cwd: Path) -> Path:
    """Return the folder that findings are named from.

    The working directory, so that a path can be opened from there; where something lies outside
    of it, the nearest folder above everything.
    """
    absolute = [Path(os.path.normpath(cwd / one)) for one in paths]
    if all(one.is_relative_to(cwd) for one in absolute):
        return cwd
    common = Path(os.path.commonpath(absolute))
    return common if common.is_dir() else common.parent


def check_project(request: CheckRequest) -> Results:
    """Return every finding that counts, in order.

    Raises:
        UsageError: a version is none, or the versions are the wrong way round.
        ConfigError: the guide or the baseline cannot be read.
    """
    from lift.migrate.check import Versions, check
    from lift.migrate.pins.check import load_pin_check
    from lift.migrate.state import state_findings

    files = code_files(request)
    route = route_of(request, files)
    # Every rule runs, and what nobody asked for is left out afterwards: otherwise a general rule
    # would speak up where a better one is ignored.
    versions = Versions(source=route.source, target=route.target)
    report = check(files, root=request.root, versions=versions, jobs=request.jobs)
    pins = load_pin_check(
        root=request.root,
        paths=request.paths,
        source=route.source,
        target=route.target,
        python_files=(one for one in files if one.suffix == ".py"),
    )
    saved = state_findings(request.root, request.paths, route.source, route.target)
    counted = counting(request)
    findings, known = counted.of(
        (*pins.without_declared(report.findings), *pins.findings(), *saved)
    )
    manifests = sum(1 for one in pins.manifests if not one.path.endswith(".py"))
    return replace(
        report,
        findings=findings,
        files=report.files + manifests,
        known=known,
        notes=(
            *route.notes,
            *_about_nothing(report.files + manifests),
            *_about_tiers(request, counted.tiers),
        ),
    )


def _about_nothing(files: int) -> Iterator[str]:
    """Say that there was nothing to look into, so that a wrong path does not look like success."""
    if not files:
        yield "there is no Python file, notebook, Markdown file or manifest here"


def _about_tiers(request: CheckRequest, tiers: Tiers) -> Iterator[str]:
    """Say that a guide was found and nothing in it understood: a gate on it would never close."""
    guide = find_guide(request.settings_root or request.root, request.settings.guide)
    if guide is not None and not any(one.line for one in tiers.entries):
        yield f"{guide.name} says of no file which tier it has (as in: | `src/pay/` | Tier 1 |)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Which findings count, and in which tier; the same for a check and for a fix's rechecks."""

    request: CheckRequest
    tiers: Tiers
    known: Counter[Key]

    def of(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], int]:
        """Return what counts, in order and with tiers, and how many the baseline knows."""
        request = self.request
        wanted = sort_findings(
            replace(one, tier=self.tiers.of(request.named(one.path)))
            for one in findings
            if request.wants(one.code, one.path)
        )
        new = unknown(wanted, self.known, named=request.named) if self.known else wanted
        return new, len(wanted) - len(new)


def counting(request: CheckRequest) -> Counting:
    """Read the tiers and the baseline.

    Raises:
        ConfigError: the guide or the baseline cannot be read.
    """
    known: Counter[Key] = Counter()
    if request.baseline is not None:
        known = load_baseline(request.baseline)
    return Counting(request=request, tiers=load_tiers(request), known=known)


def code_files(request: CheckRequest) -> tuple[Path, ...]:
    """Return the files that may hold code, each once, without what the settings exclude."""
    from lift.migrate.sources import discover

    patterns = request.settings.exclude
    found = (one for one in discover(request.paths) if one.suffix in _CODE_SUFFIXES)
    kept = (
        one
        for one in found
        if not any(fits(pattern, request.named(str(one))) for pattern in patterns)
    )
    return tuple(dict.fromkeys(kept))


def route_of(request: CheckRequest, files: Sequence[Path]) -> Route:
    """Return the versions; what nobody said is found out, and explained in the notes.

    Raises:
        UsageError: a version is none, or the source is after the target.
    """
    from lift.migrate.check import Versions, check
    from lift.migrate.guess import guess_source

    target, about = target_of(request)
    notes = list(about)

    def breaks(some: Sequence[Path], source: str, end: str) -> Sequence[Finding]:
        versions = Versions(source=source, target=end)
        return check(some, root=request.root, versions=versions, jobs=request.jobs).findings

    source = as_published(request.source or request.settings.from_ or "") or None
    if source is None:
        guess = guess_source(
            root=request.root, paths=request.paths, files=files, target=target, breaks=breaks
        )
        source = guess.version
        notes.append(f"from {source}: {guess.reason} (say otherwise with --from)")
    else:
        notes += _about(source)
    _check_order(source, target)
    return Route(source=source, target=target, notes=tuple(notes))


def target_of(request: CheckRequest) -> tuple[str, tuple[str, ...]]:
    """Return the version to move to, and what a person should know about it.

    Raises:
        UsageError: it is no version.
    """
    asked = request.target or request.settings.to
    if asked is not None:
        return as_published(asked), tuple(_about(asked))
    target, why = _default_target(request)
    return target, (f"to {target}: {why}", *_about(target))


def _default_target(request: CheckRequest) -> tuple[str, str]:
    """Return the exact DSPy version of the nearest constraints.txt, else `DEFAULT_TARGET`."""
    from lift.migrate.pins.read import read_manifest

    for folder in _folders(request):
        path = folder / "constraints.txt"
        if path.is_file():
            for pin in read_manifest("constraints.txt", path.read_bytes()).pins:
                if pin.name == "dspy" and pin.version.startswith("=="):
                    return pin.version.strip("= "), f"{path} pins it"
    return DEFAULT_TARGET, "no constraints.txt pins another (say otherwise with --to)"


def _folders(request: CheckRequest) -> Iterable[Path]:
    """Return where a constraints.txt of the project may lie: what is checked comes first."""
    checked = [one for one in request.paths if one.is_dir()]
    own = [request.settings_root] if request.settings_root is not None else []
    return dict.fromkeys((*checked, request.root, *own))


def _about(version: str) -> Iterator[str]:
    """Refuse what is no version of DSPy that lift can know; say so where it does not know one."""
    from packaging.version import InvalidVersion, Version

    from lift.migrate.pins.releases import release, releases

    known = [one.version for one in releases()]
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise UsageError(
            f"{version!r} is not a version", hint="write it as in: --from 2.6.27 --to 3.0.1"
        ) from error
    if wanted < known[0]:
        raise UsageError(
            f"lift knows DSPy from {known[0]} on, not {version}",
            hint=f"the oldest that can be compared: --from {known[0]}",
        )
    near = release(version)
    if wanted not in known and near is not None:
        yield f"lift does not know DSPy {version}; the nearest before it is {near.version}"


def _check_order(source: str, target: str) -> None:
    from packaging.version import Version

    if Version(source) > Version(target):
        raise UsageError(
            f"DSPy {source} (from) is newer than {target} (to); lift moves programs forward only",
            hint=f"did you mean: --from {target} --to {source}",
        )


def load_tiers(request: CheckRequest) -> Tiers:
    """Read the tiers of the guide and the settings."""
    top = request.settings_root or request.root
    guide = find_guide(top, request.settings.guide)
    try:
        text = "" if guide is None else guide.read_text("utf-8", errors="replace")
    except OSError as error:
        raise ConfigError(
            f"cannot read the criticality guide {guide}: {error.strerror}",
            hint="correct `guide` under [migrate], or leave it out",
        ) from error
    return read_guide(text, {str(tier): one for tier, one in request.settings.tiers.items()})
