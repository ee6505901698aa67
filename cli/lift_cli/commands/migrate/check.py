"""`lift migrate check`: what breaks, and what changes silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.commands.migrate.request import (
    FailOn,
    FailOnOption,
    FormatOption,
    FromOption,
    IgnoreOption,
    JobsOption,
    PathsArgument,
    SelectOption,
    ToOption,
    open_request,
    typed,
)
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption

if TYPE_CHECKING:
    from lift.migrate.output import Results
    from lift.migrate.project import CheckRequest

__all__ = ["check", "counts", "refuse_two_formats", "show"]

TierOption = Annotated[
    int | None,
    typer.Option("--max-tier-1", min=0, help="Exit with 1 above so many findings in tier 1 files."),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Findings known here are left out."),
]
WriteBaselineOption = Annotated[
    Path | None,
    typer.Option("--write-baseline", metavar="FILE", help="Write what is found as known."),
]


def check(
    paths: PathsArgument = None,
    *,
    from_: FromOption = None,
    to: ToOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    style: FormatOption = "text",
    fail_on: FailOnOption = None,
    max_tier_1: TierOption = None,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
    jobs: JobsOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Find everything that breaks or changes between two DSPy versions.

    Looks into Python files, notebooks, Markdown code blocks, saved programs and the files that
    pin versions. Nothing is run or imported, and nothing is written.
    Exit code 1 when something counts, see --fail-on and --max-tier-1.

    Example: lift migrate check src --from 2.6.27 --to 3.0.1
    """
    from lift.migrate.project import check_project

    refuse_two_formats(style, as_json=as_json)
    console = Console(as_json=as_json or style == "json")
    request = open_request(
        paths,
        project=project,
        source=from_,
        target=to,
        select=select,
        ignore=ignore,
        baseline=None if write_baseline else baseline,
        jobs=jobs,
    )
    if write_baseline is not None:
        from lift.migrate import baseline as file

        found = check_project(replace(request, baseline=None)).findings
        count = file.write_baseline(write_baseline, found, named=request.named)
        console.note(f"wrote {write_baseline}: {count} known findings")
        return ExitCode.OK
    results = check_project(request)
    settings = request.settings
    threshold = fail_on or settings.fail_on
    again = typed(paths, from_=from_, to=to, select=select, ignore=ignore, project=project)
    show(console, results, "json" if as_json else style, threshold, again=again)
    limit = max_tier_1 if max_tier_1 is not None else settings.max_tier_1
    if limit is not None and _too_many_in_tier_1(console, request, results, limit):
        return ExitCode.FINDINGS
    return ExitCode.FINDINGS if counts(results, threshold) else ExitCode.OK


def refuse_two_formats(style: str, *, as_json: bool) -> None:
    """Refuse `--json` together with another format.

    Raises:
        UsageError: both were given.
    """
    from lift.errors import UsageError

    if as_json and style not in {"text", "json"}:
        raise UsageError(f"--json and --format {style} exclude each other", hint="give one of them")


def _too_many_in_tier_1(
    console: Console, request: CheckRequest, results: Results, limit: int
) -> bool:
    """Whether the gate is closed; without any tier it cannot be, which is said."""
    from lift.migrate.project import load_tiers

    if not any(one.tier == 1 for one in load_tiers(request).entries):
        console.warn(
            "no file has tier 1, so --max-tier-1 lets everything pass; name them in "
            "400_code-criticality-guide.md or under [migrate.tiers]"
        )
    count = results.counts.by_tier.get(1, 0)
    if count > limit:
        what = "1 finding" if count == 1 else f"{count} findings"
        console.warn(f"{what} in files of tier 1; at most {limit} may be there")
    return count > limit


def show(
    console: Console, results: Results, style: str, threshold: FailOn, *, again: str = ""
) -> None:
    """Print a check in the format asked for; `again` is what has to be typed once more."""
    from lift.migrate.finding import Severity
    from lift.migrate.output import FORMATS, render
    from lift.migrate.output.text import render_text

    fail_on = Severity.ERROR if threshold == "never" else Severity(threshold)
    for known in FORMATS:
        if known == style:
            console.write(render(results, known, fail_on=fail_on))
            return
    console.show(render_text(results, again=again))


def counts(results: Results, threshold: FailOn) -> bool:
    """Whether something found is reason for exit code 1."""
    from lift.migrate.finding import Severity

    return threshold != "never" and results.at_or_above(Severity(threshold)) > 0
