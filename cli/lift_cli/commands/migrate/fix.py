"""`lift migrate fix`: show the changes, or make them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.commands.migrate.asking import Asking
from lift_cli.commands.migrate.changes import show_fixes
from lift_cli.commands.migrate.check import counts
from lift_cli.commands.migrate.request import (
    FailOnOption,
    FromOption,
    IgnoreOption,
    JobsOption,
    PathsArgument,
    SelectOption,
    ToOption,
    home_of,
    open_request,
    typed,
)
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption

if TYPE_CHECKING:
    from lift.migrate.fix.plan import Accept
    from lift.migrate.fix.run import Planned
    from lift.migrate.project import CheckRequest
    from lift.project import Project

__all__ = ["fix"]

ApplyOption = Annotated[bool, typer.Option("--apply", help="Write the changes.")]
DiffOption = Annotated[
    bool, typer.Option("--diff", help="Only show the changes; so it is without --apply.")
]
UnsafeOption = Annotated[
    bool, typer.Option("--unsafe", help="Also what somebody has to look at: it may change meaning.")
]
InteractiveOption = Annotated[
    bool, typer.Option("--interactive", "-i", help="Ask about every change, then write.")
]
DirtyOption = Annotated[
    bool, typer.Option("--allow-dirty", help="Write although git does not have all changes.")
]


def fix(
    paths: PathsArgument = None,
    *,
    from_: FromOption = None,
    to: ToOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    apply: ApplyOption = False,
    diff: DiffOption = False,
    unsafe: UnsafeOption = False,
    interactive: InteractiveOption = False,
    allow_dirty: DirtyOption = False,
    fail_on: FailOnOption = None,
    jobs: JobsOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Move code, notebooks, documents and pins to another DSPy version.

    Without --apply the changes are only shown, as a diff that `patch -p1` understands. Formatting,
    comments, encodings and line ends stay. Exit code 1 when something that counts is left.

    Example: lift migrate fix src --to 3.0.1 --apply
    """
    console = Console(as_json=as_json)
    _refuse_contradictions(
        diff=diff, apply=apply, interactive=interactive, unsafe=unsafe, as_json=as_json
    )
    request = open_request(
        paths,
        project=project,
        source=from_,
        target=to,
        select=select,
        ignore=ignore,
        jobs=jobs,
    )
    accept: Accept = Asking(console) if interactive else _accept(unsafe=unsafe)
    writes, start = apply or interactive, time.monotonic()
    done = _done(request, accept, writes=writes, allow_dirty=allow_dirty)
    if writes and done.changed:
        _remember(home_of(request, project), request, done, seconds=time.monotonic() - start)
    if as_json:
        console.emit(_payload(done, written=writes))
    else:
        # Once the pins are new, what the code was written for is no longer to be guessed.
        start_at = from_ or (done.results.source_version if writes and done.changed else None)
        again = typed(paths, from_=start_at, to=to, select=select, ignore=ignore, project=project)
        show_fixes(console, done, written=writes, unsafe=unsafe or interactive, again=again)
    return ExitCode.FINDINGS if counts(done.results, fail_on or request.settings.fail_on) else 0


def _refuse_contradictions(
    *, diff: bool, apply: bool, interactive: bool, unsafe: bool, as_json: bool
) -> None:
    from lift.errors import UsageError

    if diff and (apply or interactive):
        other = "--apply" if apply else "--interactive"
        raise UsageError(f"--diff only shows and {other} writes", hint="give one of them")
    if interactive and as_json:
        raise UsageError(
            "--interactive talks to a person, --json does not", hint="give one of them"
        )
    if interactive and unsafe:
        raise UsageError(
            "--interactive asks about unsafe changes as well", hint="leave out --unsafe"
        )


def _accept(*, unsafe: bool) -> Accept:
    from lift.migrate.fix.run import everything, only_safe

    return everything if unsafe else only_safe


def _done(request: CheckRequest, accept: Accept, *, writes: bool, allow_dirty: bool) -> Planned:
    """Plan, and write when asked to.

    Raises:
        EnvironmentFault: git does not have everything that is there.
    """
    from lift.migrate.fix.run import MAX_PASSES, lost_work, plan_fixes, write_planned

    planned = plan_fixes(request, accept=accept)
    if not writes or not planned.changed:
        return planned
    if not allow_dirty:
        _refuse_dirty(lost_work(request, [one.path for one in planned.changed]))
    once = isinstance(accept, Asking)
    return write_planned(request, planned, accept=accept, passes=1 if once else MAX_PASSES)


def _remember(
    home: Project | None, request: CheckRequest, done: Planned, *, seconds: float
) -> None:
    """Keep for the report what was fixed, where there is a place for it."""
    from datetime import datetime, timezone

    from lift.migrate.fix.shape import shape_of
    from lift.migrate.report.record import remember_fix

    if home is None:
        return
    remember_fix(
        home,
        applied=[replace(one, path=request.named(one.path)) for one in done.applied],
        shapes=[replace(shape_of(one), path=request.named(one.path)) for one in done.changed],
        left=len(done.left),
        source=done.results.source_version,
        target=done.results.target_version,
        seconds=seconds,
        now=datetime.now(timezone.utc),
    )


def _refuse_dirty(files: Sequence[str]) -> None:
    from lift.errors import EnvironmentFault

    if files:
        more = f" and {len(files) - 3} more" if len(files) > 3 else ""
        raise EnvironmentFault(
            f"git does not have what is in {', '.join(files[:3])}{more}; changes would be mixed",
            hint="commit first, or write all the same: lift migrate fix --apply --allow-dirty",
        )


def _payload(done: Planned, *, written: bool) -> dict[str, object]:
    from lift.migrate.fix.summary import fix_payload

    return fix_payload(done, written=written)
