"""`lift migrate docs`: whether the documents still tell the truth in the target version."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lift_cli.commands.migrate.check import counts, refuse_two_formats, show
from lift_cli.commands.migrate.request import (
    FailOnOption,
    FormatOption,
    IgnoreOption,
    PathsArgument,
    SelectOption,
    ToOption,
    open_request,
)
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption

if TYPE_CHECKING:
    from lift.migrate.output import Results
    from lift.migrate.project import CheckRequest

__all__ = ["docs"]


def docs(
    paths: PathsArgument = None,
    *,
    to: ToOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    style: FormatOption = "text",
    fail_on: FailOnOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Find names, paths, commands and versions in documents that do not exist.

    Looks into Markdown and reST files; changelogs are left out. Exit code 1 when something counts.

    Example: lift migrate docs --to 3.0.1
    """
    refuse_two_formats(style, as_json=as_json)
    console = Console(as_json=as_json or style == "json")
    request = open_request(paths, project=project, target=to, select=select, ignore=ignore)
    results = _check(request)
    threshold = fail_on or request.settings.fail_on
    show(console, results, "json" if as_json else style, threshold)
    return ExitCode.FINDINGS if counts(results, threshold) else ExitCode.OK


def _check(request: CheckRequest) -> Results:
    from lift.migrate.docs.run import check_project_documents

    return check_project_documents(request, now=time.perf_counter)
