"""What the commands of `lift migrate` have in common: paths, versions, the project's settings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lift_cli.places import migration_home

if TYPE_CHECKING:
    from lift.migrate.project import CheckRequest
    from lift.project import Project

__all__ = [
    "FailOn",
    "FailOnOption",
    "FormatOption",
    "FromOption",
    "IgnoreOption",
    "JobsOption",
    "PathsArgument",
    "SelectOption",
    "ToOption",
    "codes",
    "existing",
    "home_of",
    "open_request",
    "typed",
]

FailOn = Literal["info", "warning", "error", "never"]
OutputFormat = Literal["text", "json", "sarif", "github", "junit"]
PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Files and folders; the working directory when left out."
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="VERSION",
        help="The DSPy that the code was written for; else what the project pins or looks like.",
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="VERSION",
        help="The DSPy to move to; else the one of constraints.txt, else 3.0.1.",
    ),
]
SelectOption = Annotated[
    str | None,
    typer.Option("--select", metavar="CODES", help="Only these, as in LFT1,LFT201."),
]
IgnoreOption = Annotated[
    str | None, typer.Option("--ignore", metavar="CODES", help="Not these, as in LFT6,LFT403.")
]
FormatOption = Annotated[
    OutputFormat, typer.Option("--format", help="For people, scripts, code scanning or CI.")
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Exit with 1 from this severity on; else warning."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes; all cores when left out.")
]


def codes(text: str | None) -> tuple[str, ...]:
    """Split `LFT1, LFT201` into its codes, in capitals.

    Raises:
        UsageError: no rule has a code that begins so.
    """
    wanted = tuple(one.strip().upper() for one in (text or "").split(",") if one.strip())
    if wanted:
        from lift.errors import UsageError
        from lift.migrate.catalogue import FAMILIES, catalogue

        known = (*FAMILIES, *(one.code for one in catalogue()))
        for code in wanted:
            if not any(one.startswith(code) for one in known):
                raise UsageError(
                    f"no code begins with {code}", hint="list them: lift migrate rules"
                )
    return wanted


def open_request(
    paths: Sequence[Path] | None,
    *,
    project: Path | None = None,
    source: str | None = None,
    target: str | None = None,
    select: str | None = None,
    ignore: str | None = None,
    baseline: Path | None = None,
    jobs: int | None = None,
) -> CheckRequest:
    """Return what to check, with the settings of the project that the paths lie in.

    Raises:
        UsageError: a path does not exist, or no rule has such a code.
        ConfigError: the project's settings are wrong.
    """
    from lift.migrate.project import CheckRequest, common_root
    from lift.migrate.settings import load_migrate_settings

    cwd = Path.cwd()
    chosen = existing(paths or (project or Path(),), cwd)
    root = common_root(chosen, cwd)
    found = _project_of(project, chosen[0])
    settings = load_migrate_settings(found)
    own = None
    if found is not None and settings.baseline is not None:
        own = found.root / settings.baseline
    return CheckRequest(
        root=root,
        paths=chosen,
        source=source,
        target=target,
        settings=settings,
        settings_root=None if found is None else found.root,
        select=codes(select),
        ignore=codes(ignore),
        baseline=baseline or own,
        jobs=jobs,
    )


def home_of(request: CheckRequest, chosen: Path | None) -> Project | None:
    """Return where what is done to the checked files is kept; None: nowhere."""
    from lift.project import Project

    if request.settings_root is not None:
        return Project(root=request.settings_root)
    return migration_home(chosen)


def typed(paths: Sequence[Path] | None, **options: str | Path | None) -> str:
    """Return what was typed, to be repeated in the command to type next: ` src --to 3.0.1`."""
    words = [shlex.quote(str(one)) for one in paths or ()]
    for name, value in options.items():
        if value is not None:
            words += [f"--{name.rstrip('_')}", shlex.quote(str(value))]
    return "".join(f" {one}" for one in words)


def existing(paths: Sequence[Path], cwd: Path) -> tuple[Path, ...]:
    """Return the paths, absolute and without `..`.

    Raises:
        UsageError: one does not exist.
    """
    from lift.errors import UsageError

    chosen = tuple(Path(os.path.normpath(cwd / one)) for one in paths)
    for path in chosen:
        if not path.exists():
            raise UsageError(f"{path} does not exist", hint="name a file or folder that does")
    return chosen


def _project_of(chosen: Path | None, path: Path) -> Project | None:
    """Return the project of `--project`, else the one that a path lies in, if any."""
    from lift.errors import ConfigError
    from lift.project import find_project

    if chosen is not None:
        return find_project(chosen)
    try:
        return find_project(path if path.is_dir() else path.parent)
    except ConfigError:
        return None
