"""The two files that lift leaves in an environment: what was asked for, and what was made.

The request is written before anything is installed, so that an interrupted environment can be made
as it was meant. The manifest is written last, in one step: without it an environment is unfinished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from lift.errors import LiftError
from lift.migrate.envs.recipe import Recipe
from lift.store.files import write_atomic

__all__ = ["Manifest", "Request", "lock_hash", "read_manifest", "read_request", "write_file"]

_REQUEST = "lift-request.json"
_MANIFEST = "lift-env.json"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int = 1


class Request(_File):
    """What an environment was asked to hold."""

    version: str
    requirements: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    python: str | None = None

    @classmethod
    def of(cls, recipe: Recipe) -> Request:
        return cls(
            version=recipe.version,
            requirements=recipe.requirements,
            constraints=recipe.constraints,
            python=recipe.python,
        )


class Manifest(_File):
    """What an environment holds; compared with its folder to see damage."""

    request: Request
    distribution: str
    python: str
    """The interpreter that it was made from."""
    python_version: str
    installer: str
    packages: dict[str, str]
    """Version by canonical name."""
    records: dict[str, str]
    """By `*.dist-info` folder, relative to the environment: SHA-256 of its RECORD, which in turn
    holds the hash and size of every file of the package."""
    odd: dict[str, str]
    """Files that did not fit their RECORD when installed, by their place in the environment, with
    the hash that they had: some wheels and installers change files on the way."""
    lock_hash: str
    created: str
    """UTC, ISO 8601."""
    seconds: float


def lock_hash(python_minor: str, packages: Mapping[str, str]) -> str:
    """Return one hash for a Python and a set of packages."""
    content = json.dumps([python_minor, sorted(packages.items())])
    return hashlib.sha256(content.encode()).hexdigest()


def write_file(folder: Path, content: Request | Manifest) -> None:
    """Write the request or the manifest in one step.

    Raises:
        StoreError: the folder cannot be written to.
    """
    name = _MANIFEST if isinstance(content, Manifest) else _REQUEST
    write_atomic(folder / name, content.model_dump_json(indent=2) + "\n")


def read_request(folder: Path) -> Request | None:
    """Return what was asked for; None when that is not there or not readable."""
    try:
        return Request.model_validate_json((folder / _REQUEST).read_bytes())
    except (OSError, ValidationError):
        return None


def read_manifest(folder: Path) -> Manifest | None:
    """Return what was made; None when it was never finished.

    Raises:
        BadManifest: the file is there and not what lift wrote.
    """
    try:
        data = (folder / _MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadManifest(f"{_MANIFEST} cannot be read: {error.strerror or error}") from error
    try:
        found = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise BadManifest(f"{_MANIFEST} is not what lift wrote") from error
    if found.schema_version != 1:
        raise BadManifest(f"{_MANIFEST} was written by a newer lift")
    return found


class BadManifest(LiftError):
    """A manifest that somebody changed; `examine` turns it into a problem."""
