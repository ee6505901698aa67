"""Create, list, verify, repair and remove environments; one process at a time works on each."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from packaging.version import InvalidVersion, Version

from lift.errors import EnvironmentFault
from lift.migrate.envs.environment import Environment, State
from lift.migrate.envs.examine import examine
from lift.migrate.envs.make import delete, make
from lift.migrate.envs.manifest import BadManifest, Request, read_manifest, read_request
from lift.migrate.envs.recipe import Recipe, recipe_for
from lift.migrate.envs.tools import Workplace
from lift.store.files import write_atomic
from lift.store.locks import RunLock

__all__ = ["create", "list_environments", "remove", "repair", "verify"]

_POLL_S = 0.2
_VERSION = re.compile(r"^\d+(\.\d+)*[a-z0-9.]*$")


def create(workplace: Workplace, recipe: Recipe) -> Environment:
    """Return a ready environment for the recipe, made now unless it is there already.

    One that holds something else than the recipe asks for, or is unfinished or damaged, is made
    anew. It is imported once before it counts as ready.

    Raises:
        EnvironmentFault: no Python that the version runs on, the installation failed, another
            process holds it for too long, or the folder is not lift's.
        StoreError: the folder cannot be written to.
    """
    folder = workplace.envs / recipe.version
    with _working_on(workplace, recipe.version) as alone:
        found = examine(folder, recipe.version)
        _refuse_foreign(found)
        if found.ready and read_request(folder) == Request.of(recipe):
            return found
        if found.state not in {State.MISSING, State.READY}:
            workplace.say(f"{recipe.version} is {found.state.value}; making it anew")
        return make(alone, recipe)


def list_environments(workplace: Workplace) -> tuple[Environment, ...]:
    """Return every environment, oldest version first; names and sizes of files are looked at."""
    if not workplace.envs.is_dir():
        return ()
    names = [
        one.name
        for one in workplace.envs.iterdir()
        if one.is_dir() and not one.is_symlink() and _VERSION.match(one.name)
    ]
    return tuple(
        examine(workplace.envs / name, name, busy=_is_busy(workplace, name))
        for name in sorted(names, key=_sort_key)
    )


def verify(workplace: Workplace, version: str) -> Environment:
    """Look at every installed file of an environment, and import DSPy in it."""
    version = recipe_for(version).version
    busy = _is_busy(workplace, version)
    return examine(workplace.envs / version, version, hashes=True, start=True, busy=busy)


def repair(workplace: Workplace, version: str) -> Environment:
    """Make a damaged or unfinished environment anew; return a ready one as it is.

    A damaged one gets the very packages back that its manifest names, an unfinished one what was
    asked for when it was begun.

    Raises:
        EnvironmentFault: there is none, or it is not lift's, or making it failed.
        StoreError: the folder cannot be written to.
    """
    version = recipe_for(version).version
    folder = workplace.envs / version
    with _working_on(workplace, version) as alone:
        found = examine(folder, version, hashes=True, start=True)
        _refuse_foreign(found)
        if found.state is State.MISSING:
            raise EnvironmentFault(
                f"there is no environment {version} in {workplace.envs}",
                hint=f"lift migrate env create {version}",
            )
        if found.ready:
            return found
        return make(alone, *_as_it_was(folder, version))


def remove(workplace: Workplace, version: str) -> bool:
    """Delete an environment; return False when there was none.

    Raises:
        EnvironmentFault: the folder is not lift's, or another process is at work on it.
    """
    version = recipe_for(version).version
    folder = workplace.envs / version
    if not folder.exists() and not folder.is_symlink():
        return False
    with _working_on(workplace, version):
        _refuse_foreign(examine(folder, version))
        delete(folder)
    return True


def _as_it_was(folder: Path, version: str) -> tuple[Recipe, Mapping[str, str]]:
    """Return the recipe of an environment and its packages, as far as they are known."""
    try:
        manifest = read_manifest(folder)
    except BadManifest:
        manifest = None
    request = read_request(folder) if manifest is None else manifest.request
    recipe = recipe_for(version)
    if request is not None:
        recipe = replace(
            recipe,
            requirements=request.requirements,
            constraints=request.constraints,
            python=request.python,
        )
    return recipe, {} if manifest is None else manifest.packages


@contextmanager
def _working_on(workplace: Workplace, version: str) -> Generator[Workplace]:
    """Hold the lock of an environment, waiting for whoever else works on it.

    What is yielded hands the lock on to the tools, one of which may outlive this process.

    Raises:
        EnvironmentFault: the other process took longer than `wait_s`.
    """
    path = _lock_path(workplace, version)
    _ignore_in_git(workplace.envs)
    until = time.monotonic() + workplace.wait_s
    lock = RunLock.take(path)
    if lock is None:
        workplace.say(f"waiting for process {RunLock.holder(path)}, which works on {version}")
    while lock is None:
        if time.monotonic() > until:
            raise EnvironmentFault(
                f"process {RunLock.holder(path)} works on the environment {version} and has not "
                f"ended within {workplace.wait_s:.0f} s",
                hint="wait for it or end it, then run the command again",
            )
        time.sleep(_POLL_S)
        lock = RunLock.take(path)
    try:
        yield replace(workplace, held=(lock.handle,))
    finally:
        lock.release(remove=True)


def _is_busy(workplace: Workplace, version: str) -> bool:
    """Whether another process works on an environment; looks without keeping anybody waiting."""
    path = _lock_path(workplace, version)
    if not path.exists():
        return False
    lock = RunLock.take(path)
    if lock is None:
        return True
    lock.release(remove=True)
    return False


def _lock_path(workplace: Workplace, version: str) -> Path:
    return workplace.envs / f".{version}.lock"


def _ignore_in_git(envs: Path) -> None:
    ignore = envs / ".gitignore"
    if not ignore.exists():
        write_atomic(ignore, "*\n")


def _refuse_foreign(found: Environment) -> None:
    if found.folder.is_symlink() or found.state is State.FOREIGN:
        raise EnvironmentFault(
            f"{found.folder} was not made by lift, so lift leaves it alone",
            hint="move it away, then run the command again",
        )


def _sort_key(name: str) -> tuple[Version, str]:
    try:
        return Version(name), name
    except InvalidVersion:
        return Version("0"), name
