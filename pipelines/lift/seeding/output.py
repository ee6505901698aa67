"""Write the dataset, and beside it the snapshot of the package that its `pytest` checks need."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.engine.request import JsonValue
from lift.errors import StoreError
from lift.roles.role import Split
from lift.seeding.tasks import Kill, TaskMaker
from lift.store.files import write_atomic

__all__ = ["Written", "write_dataset"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is on disk now."""

    project: Path | None
    """The snapshot; None when every check is made of calls."""
    checks: Mapping[str, int]
    """Tasks by kind of check."""


def write_dataset(
    out: Path,
    *,
    kills: Sequence[Kill],
    splits: Mapping[str, Split],
    maker: TaskMaker,
    snapshot: Path,
) -> Written:
    """Write tasks sorted by split and id; snapshot first, so that a crash leaves no half dataset.

    Args:
        snapshot: A copy of the package that no test has run in; copied beside `out` if needed.

    Raises:
        StoreError: the folder cannot be written to.
    """
    name = f"{out.stem}.project-{_digest(snapshot)}"
    ranks = {split: rank for rank, split in enumerate(Split)}
    ordered = sorted(kills, key=lambda k: (ranks[splits[k.candidate.seed.group]], k.candidate.id))
    lines = [maker.make(kill, splits[kill.candidate.seed.group], project=name) for kill in ordered]
    checks = Counter(_check_kind(line) for line in lines)
    project = out.parent / name if checks["pytest"] else None
    if project is not None:
        _publish(snapshot, project)
    write_atomic(out, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    _remove_stale(out, keep=project)
    return Written(project=project, checks=dict(sorted(checks.items())))


def _check_kind(line: Mapping[str, JsonValue]) -> str:
    truth = line["truth"]
    check = truth["check"] if isinstance(truth, Mapping) else None
    return str(check["kind"]) if isinstance(check, Mapping) else ""


def _digest(folder: Path) -> str:
    """Names and contents of all files."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _publish(snapshot: Path, target: Path) -> None:
    if target.is_dir():
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copytree(snapshot, temporary)
        temporary.replace(target)
    except OSError as error:
        raise StoreError(
            f"cannot write {target}: {error.strerror or error}",
            hint="choose another --out, or make room on the disk",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_stale(out: Path, *, keep: Path | None) -> None:
    """Snapshots of earlier runs that this dataset's earlier content named."""
    for path in out.parent.iterdir():
        stale = path.name.startswith(f"{out.stem}.project-") and path != keep
        if stale and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
