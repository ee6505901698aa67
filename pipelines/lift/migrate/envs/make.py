"""Make one environment from nothing. Called by `build`, which holds its lock."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from lift.errors import EnvironmentFault, LiftError, StoreError
from lift.migrate.envs.environment import Environment
from lift.migrate.envs.examine import examine, interpreter, odd_files, packages_of, records_of
from lift.migrate.envs.manifest import Manifest, Request, lock_hash, write_file
from lift.migrate.envs.pythons import Python, choose_python, inspect_python
from lift.migrate.envs.recipe import Recipe
from lift.migrate.envs.tools import Installer, Workplace, find_installer

__all__ = ["delete", "make"]


def make(
    workplace: Workplace, recipe: Recipe, exact: Mapping[str, str] | None = None
) -> Environment:
    """Make an environment, import DSPy in it, and write its manifest last.

    An installation that fails leaves nothing behind; one that is killed leaves an unfinished one.

    Args:
        exact: Version by name of every package that it had; then it gets these and no others.

    Raises:
        EnvironmentFault: no Python that the version runs on, the installation failed, or DSPy
            cannot be imported.
        StoreError: the folder cannot be written to.
    """
    started = time.monotonic()
    folder = workplace.envs / recipe.version
    installer = find_installer(workplace)
    python = choose_python(
        asked=recipe.python, minors=recipe.pythons, version=recipe.version, env=workplace.env
    )
    wanted = python or recipe.python or recipe.pythons[0]
    named = f"Python {wanted.version if isinstance(wanted, Python) else wanted}"
    workplace.say(f"making {recipe.version} with {installer.name} and {named}")
    delete(folder)
    request = Request.of(recipe)
    write_file(folder, request)
    try:
        installer.make(folder, wanted)
        _install(installer, interpreter(folder), recipe, exact or {})
        return _finish(folder, request, recipe, installer, started)
    except LiftError:
        if not exact:
            delete(folder)
        raise


def delete(folder: Path) -> None:
    """Delete an environment, its manifest first, so that a rest of it never counts as ready.

    Raises:
        StoreError: something in it cannot be deleted.
    """
    if not folder.is_dir():
        return
    try:
        (folder / "lift-env.json").unlink(missing_ok=True)
        # The request goes last: what is left after a kill is still known to be lift's.
        for one in sorted(folder.iterdir(), key=lambda path: path.name == "lift-request.json"):
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()
        folder.rmdir()
    except OSError as error:
        raise StoreError(
            f"cannot delete {folder}: {error.strerror or error}",
            hint="make it yours to delete, then run the command again",
        ) from error


def _install(installer: Installer, python: Path, recipe: Recipe, exact: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory(prefix="lift-env-") as private:
        requirements, constraints = (
            Path(private, "requirements.txt"),
            Path(private, "constraints.txt"),
        )
        lines = [f"{name}=={version}" for name, version in exact.items()] or list(recipe.lines)
        requirements.write_text("\n".join(lines) + "\n", "utf-8")
        constraints.write_text("\n".join(recipe.constraints) + "\n", "utf-8")
        limits = () if exact else ("-c", str(constraints))
        # A whole set needs no resolving, and DSPy's own metadata may contradict it.
        loose = ("--no-deps",) if exact else ()
        installer.install(python, "-r", str(requirements), *limits, *loose)
        if recipe.replaced and not exact:
            installer.install(python, "--no-deps", recipe.itself)


def _finish(
    folder: Path, request: Request, recipe: Recipe, installer: Installer, started: float
) -> Environment:
    python = inspect_python(interpreter(folder))
    if python is None:
        raise EnvironmentFault(
            f"the Python of {folder} does not start", hint="name another one: --python 3.11"
        )
    packages = packages_of(folder)
    manifest = Manifest(
        request=request,
        distribution=recipe.distribution,
        python=os.path.realpath(interpreter(folder)),
        python_version=python.version,
        installer=installer.name,
        packages=packages,
        records=records_of(folder),
        odd=odd_files(folder),
        lock_hash=lock_hash(python.minor, packages),
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        seconds=0.0,
    )
    found = examine(folder, recipe.version, start=True, manifest=manifest)
    if not found.ready:
        raise EnvironmentFault(
            f"DSPy {recipe.version} was installed and does not work: {'; '.join(found.problems)}",
            hint="name another Python, as in: --python 3.11, or leave --with-project out",
        )
    seconds = round(time.monotonic() - started, 3)
    write_file(folder, manifest.model_copy(update={"seconds": seconds}))
    return replace(found, made=True, seconds=seconds)
