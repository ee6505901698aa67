"""Read and write lift's JSON documents: baselines, regression results, reports.

One place for what they have in common: atomic writing, a lock between processes, refusing a newer
schema, and errors that name file, line or key.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from lift.errors import LiftError, StoreError
from lift.measure.redaction import redact
from lift.store.files import write_atomic

__all__ = ["load_document", "locked", "save_document"]

Document = TypeVar("Document", bound=BaseModel)


def save_document(path: Path, document: BaseModel, *, secrets: Collection[str] = ()) -> None:
    """Write as indented JSON with a final newline, all or nothing and without secrets.

    Args:
        secrets: values that must not appear; keys of well-known forms are taken out in any case.

    Raises:
        StoreError: it cannot be written.
    """
    plain = redact(document.model_dump(mode="json"), secrets=secrets)
    text = json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomic(path, text.encode("utf-8", "backslashreplace") + b"\n")


def load_document(
    path: Path, model: type[Document], *, newest: int, error: type[LiftError] = StoreError
) -> Document:
    """Read and check a document.

    Args:
        newest: the newest `schema_version` that this lift understands.
        error: raised for whatever is wrong, with file and line or key in the message.
    """
    try:
        raw: object = json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except json.JSONDecodeError as broken:
        raise error(
            f"{path}, line {broken.lineno}, column {broken.colno}: not JSON: {broken.msg}",
            hint=f"if {path} was written by lift, restore or delete it; else name another file",
        ) from broken
    except (OSError, ValueError) as broken:
        raise error(f"{path} cannot be read: {broken}", hint=f"ls -l {path}") from broken
    found = _schema_version(raw)
    if found > newest:
        raise error(
            f"{path} was written by a newer lift: schema {found}, this one reads up to {newest}",
            hint="pip install --upgrade lift-dspy",
        )
    try:
        return model.model_validate(raw)
    except ValidationError as wrong:
        raise error(
            f"{path}: {_first_problem(wrong)}",
            hint=f"if {path} was written by lift, restore or delete it; else name another file",
        ) from wrong


@contextmanager
def locked(folder: Path) -> Generator[None, None, None]:
    """Hold a lock on a folder against other processes and threads; it ends with the process.

    The folder is made if need be.

    Raises:
        StoreError: it cannot be made or opened.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"{folder} cannot be opened: {error}", hint=f"ls -ld {folder}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _schema_version(raw: object) -> int:
    """Return the version that a document claims, 0 when it claims none."""
    if not isinstance(raw, dict):
        return 0
    claimed: object = cast("dict[str, object]", raw).get("schema_version")
    return claimed if isinstance(claimed, int) else 0


def _first_problem(error: ValidationError) -> str:
    """Say which key is wrong and how, and how many more are."""
    problems = error.errors(include_url=False)
    first = problems[0]
    key = ".".join(str(part) for part in first["loc"]) or "the document"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{key}: {first['msg']}{more}"


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
