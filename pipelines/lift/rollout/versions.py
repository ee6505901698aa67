"""Optimized programs as content-addressed folders under .lift/versions/.

A folder is named by the SHA-256 of its program.json and never changes; loading checks that it has
not. Written at the end of `lift optimize`, read by `lift.load`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pydantic
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lift.engine.request import JsonValue
from lift.errors import StoreError, UsageError
from lift.store.files import write_atomic

__all__ = ["MAX_BYTES", "NewVersion", "StoredVersion", "VersionMeta", "VersionStore"]

MAX_BYTES = 100 * 1000 * 1000
"""A larger program is not stored, and not loaded."""
_PROGRAM = "program.json"
_META = "meta.json"
_ID = re.compile(r"[0-9a-f]{16}")


class VersionMeta(BaseModel):
    """meta.json: where a version comes from and how it did."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    schema_version: Literal[1] = 1
    kind: Literal["version"] = "version"
    id: str = Field(description="The first 16 hex digits of `program_sha256`.")
    program_sha256: str = Field(description="SHA-256 of program.json as it lies beside this file.")
    role: str
    created: str = Field(description="ISO 8601 in UTC.")
    run_id: str = Field(description="The optimization that made it.")
    parent: str = Field(description="What it was optimized from: `baseline` or a version's id.")
    decision: str = Field(description="The decision of that optimization.")
    fingerprint: dict[str, pydantic.JsonValue] = Field(
        description="Versions, model, dataset and seed."
    )
    examples: dict[str, int] = Field(description="How many examples each split had, by name.")
    metrics: dict[str, float | None] = Field(description="Figures of the proof, by name.")
    instructions: dict[str, str] = Field(description="Instruction text by predictor.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A program that is to be stored; fields as in `VersionMeta`."""

    role: str
    state: Mapping[str, JsonValue]
    """DSPy's own JSON state, without any LM settings."""
    created: str
    run_id: str
    parent: str
    decision: str
    fingerprint: Mapping[str, JsonValue]
    examples: Mapping[str, int]
    metrics: Mapping[str, float | None]
    instructions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A version read back and verified."""

    meta: VersionMeta
    state: Mapping[str, JsonValue]


class VersionStore:
    """The versions of one project."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, normally `Project.versions_dir`; it is made by the first `put`."""
        self._folder = folder

    def put(self, version: NewVersion) -> VersionMeta:
        """Store a program; one that is stored already, unharmed, stays as it is.

        Raises:
            StoreError: it is too large or cannot be written.
        """
        program = _canonical(version.state)
        if len(program) > MAX_BYTES:
            raise StoreError(
                f"the optimized program of role {version.role} has {len(program) / 1e6:,.0f} MB; "
                f"at most {MAX_BYTES / 1e6:,.0f} MB are stored",
                hint="keep large data out of the program's state",
            )
        digest = hashlib.sha256(program).hexdigest()
        meta = _meta(version, digest)
        target = self._folder / meta.id
        try:
            return self.load(meta.id).meta
        except StoreError:
            self._write(target, program, meta)
        return meta

    def load(self, version_id: str) -> StoredVersion:
        """Read a version and verify that it is what was stored.

        Raises:
            UsageError: not an id of a version.
            StoreError: there is none, it is damaged, or of a newer lift.
        """
        if _ID.fullmatch(version_id) is None:
            raise UsageError(
                f"'{version_id[:60]}' is not a version id; an id has 16 hexadecimal digits",
                hint="lift flags list",
            )
        folder = self._folder / version_id
        program = _read(folder / _PROGRAM)
        meta = _read_meta(folder / _META)
        digest = hashlib.sha256(program).hexdigest()
        if digest[:16] != version_id or meta.id != version_id or meta.program_sha256 != digest:
            raise _damaged(folder, f"its content has the hash {digest[:16]}")
        try:
            state: JsonValue = json.loads(program)
        except ValueError as error:
            raise _damaged(folder, f"{_PROGRAM} is not JSON") from error
        if not isinstance(state, dict):
            raise _damaged(folder, f"{_PROGRAM} is not a JSON object")
        return StoredVersion(meta=meta, state=state)

    def of_role(self, role: str) -> tuple[VersionMeta, ...]:
        """Return what is stored for a role, oldest first; damaged versions are left out."""
        found: list[VersionMeta] = []
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                if _ID.fullmatch(folder.name) is None:
                    continue
                try:
                    found.append(self.load(folder.name).meta)
                except StoreError:
                    continue
        return tuple(
            sorted(
                (one for one in found if one.role == role), key=lambda one: (one.created, one.id)
            )
        )

    def _write(self, target: Path, program: bytes, meta: VersionMeta) -> None:
        """Write a folder beside its place and move it there; a damaged one is replaced."""
        temporary = self._folder / f".{meta.id}-{os.getpid()}-{secrets.token_hex(4)}.tmp"
        try:
            write_atomic(temporary / _PROGRAM, program)
            write_atomic(temporary / _META, meta.model_dump_json(indent=2) + "\n")
            if target.exists():
                shutil.rmtree(target)
            temporary.replace(target)
        except OSError as error:
            raise StoreError(
                f"cannot write {target}: {error.strerror or error}",
                hint=f"make {self._folder} a folder that you may write to",
            ) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _meta(version: NewVersion, digest: str) -> VersionMeta:
    return VersionMeta(
        id=digest[:16],
        program_sha256=digest,
        role=version.role,
        created=version.created,
        run_id=version.run_id,
        parent=version.parent,
        decision=version.decision,
        fingerprint=json.loads(json.dumps(dict(version.fingerprint))),
        examples=dict(version.examples),
        metrics=dict(version.metrics),
        instructions=dict(version.instructions),
    )


def _canonical(state: Mapping[str, JsonValue]) -> bytes:
    text = json.dumps(dict(state), sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _damaged(path.parent, f"{path.name} is larger than {MAX_BYTES / 1e6:,.0f} MB")
        return path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"the version {path.parent.name} cannot be read: {error.strerror or error} ({path})",
            hint="choose another one: lift flags list",
        ) from error


def _read_meta(path: Path) -> VersionMeta:
    raw = _read(path)
    try:
        return VersionMeta.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or path.name
        raise _damaged(path.parent, f"{path.name}: {key}: {first['msg']}") from error


def _damaged(folder: Path, how: str) -> StoreError:
    return StoreError(
        f"the version {folder.name} is damaged: {how} ({folder})",
        hint="choose another one with `lift flags set`, or delete the folder and optimize again",
    )
