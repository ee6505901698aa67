"""From the options of a measuring command to the job that a pipeline runs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lift_cli.places import open_project, open_settings
from lift_cli.progress import ProgressView

if TYPE_CHECKING:
    from lift.jobs import Job

__all__ = ["open_job"]


def open_job(
    view: ProgressView,
    project: Path | None,
    role: str,
    options: Mapping[str, object],
    *,
    data: Path | None,
    replay: bool,
    fresh: bool,
) -> Job:
    """Find the project, merge its settings with the options and describe the job.

    Raises:
        ConfigError: no project, or wrong settings.
    """
    found = open_project(project)  # before the imports: a wrong folder is told at once
    settings = open_settings(found, **options)

    from lift.engine.clock import SystemClock
    from lift.jobs import Job
    from lift.measure.redaction import secret_values

    return Job(
        project=found,
        settings=settings,
        role=role,
        clock=SystemClock(),
        data=data.resolve() if data is not None else None,
        replay=replay,
        fresh=fresh,
        observer=view,
        warn=view.warn,
        secrets=tuple(secret_values(os.environ)),
    )
