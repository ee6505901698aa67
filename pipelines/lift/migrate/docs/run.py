"""Check the documents of a project. Called by `lift migrate docs`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lift.migrate.docs.check import check_documents, find_documents
from lift.migrate.finding import Finding
from lift.migrate.output.results import Results, sort_findings
from lift.migrate.project import CheckRequest, target_of
from lift.migrate.surface import load, nearest

__all__ = ["check_project_documents"]


def check_project_documents(request: CheckRequest, *, now: Callable[[], float]) -> Results:
    """Return what the documents under the paths say that is not so.

    Args:
        now: A clock in seconds, for how long it took.
    """
    start = now()
    target, notes = target_of(request)
    top = _top(request)
    documents = tuple(_documents(request, top))
    has = load(nearest(target)).has
    found = check_documents(root=top, documents=documents, target=target, has_dspy_name=has)
    named = (_from(one, top, request.root) for one in found)
    return Results(
        findings=sort_findings(one for one in named if request.wants(one.code, one.path)),
        files=len(documents),
        source_version=target,
        target_version=target,
        seconds=now() - start,
        notes=notes,
    )


def _top(request: CheckRequest) -> Path:
    """Return the folder that documents name paths from: the project, else the repository."""
    if request.settings_root is not None:
        return request.settings_root
    first = request.paths[0]
    folder = first if first.is_dir() else first.parent
    for one in (folder, *folder.parents):
        if (one / ".git").exists():
            return one
    return folder


def _documents(request: CheckRequest, top: Path) -> Iterator[Path]:
    """Yield the documents among the paths; one that is named itself is always taken."""
    for path in request.paths:
        if path.is_file():
            yield path
        else:
            for one in find_documents(top, request.settings.docs):
                if one.is_relative_to(path):
                    yield one


def _from(finding: Finding, top: Path, root: Path) -> Finding:
    """Name a finding's file relative to another folder."""
    path = Path(os.path.relpath(top / finding.path, root)).as_posix()
    return replace(finding, path=path)
