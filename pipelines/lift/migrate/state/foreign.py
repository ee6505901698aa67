"""Run one of the scripts of `inside/` with the Python of another environment, by the probe.

The probe keeps programs from the network, from real keys and from the caller's caches.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import as_file, files
from pathlib import Path
from typing import cast

from lift.errors import EnvironmentFault
from lift.migrate.envs import Workplace, list_environments
from lift.migrate.probe import run_program
from lift.migrate.state.draft import JsonObject

__all__ = ["Runner", "find_python", "run_inside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The Python of one DSPy version, and where its programs come from."""

    python: Path
    root: Path
    """The folder that the program's modules are imported from."""
    env: Mapping[str, str]
    """The environment variables of the caller."""


def run_inside(runner: Runner, script: str, *arguments: str) -> JsonObject:
    """Run a script that writes JSON to the file named by its last argument, and return that.

    Raises:
        EnvironmentFault: the Python does not start, or ends without an answer.
    """
    with (
        tempfile.TemporaryDirectory(prefix="lift-state-") as folder,
        as_file(files("lift.migrate.state.inside").joinpath(script)) as path,
    ):
        out = Path(folder, "out.json")
        result = run_program(
            runner.python,
            path,
            root=runner.root,
            argv=[*arguments, str(out)],
            env=runner.env,
        )
        if not out.is_file():
            said = result.error.last_line if result.error else "it wrote nothing"
            raise EnvironmentFault(
                f"{runner.python} ended without an answer: {said}",
                hint="see: lift migrate env list",
            )
        return cast("JsonObject", json.loads(out.read_text("utf-8")))


def find_python(version: str, envs: Path, env: Mapping[str, str]) -> Path:
    """Return the Python of a DSPy version: that of lift's environment, or the one lift runs on.

    Raises:
        EnvironmentFault: there is no ready environment of this version.
    """
    found = [
        one
        for one in list_environments(Workplace(envs=envs, env=env))
        if one.version == version and one.ready
    ]
    if found:
        return found[0].python
    if _own_dspy() == version:
        return Path(sys.executable)
    raise EnvironmentFault(
        f"there is no environment with DSPy {version}", hint=f"lift migrate env create {version}"
    )


def _own_dspy() -> str:
    try:
        return metadata.version("dspy")
    except metadata.PackageNotFoundError:
        return ""
