"""`.pkl` states and program folders: read in the environment of the version that wrote them.

Unpickling runs code from the file. It happens in a process of the old version, without real keys
and without a network, and only when the user vouches for the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from lift.errors import DataError, UsageError
from lift.migrate.state.draft import JsonObject
from lift.migrate.state.foreign import Runner, run_inside
from lift.migrate.state.saved import SavedProgram, is_saved, render

__all__ = ["is_pickled", "looks_pickled", "pickled_version", "read_pickled"]

PROGRAM = "program.pkl"
METADATA = "metadata.json"


def is_pickled(path: Path) -> bool:
    """Whether a path needs unpickling: a `.pkl`, or a folder that holds a program."""
    return path.suffix in {".pkl", ".pickle"} or (path / PROGRAM).is_file()


def looks_pickled(data: bytes) -> bool:
    """Whether bytes are the pickle of a state; tells without loading it."""
    return data[:1] == b"\x80" and all(mark in data for mark in (b"demos", b"traces", b"signature"))


def pickled_version(path: Path) -> str:
    """Return the DSPy that wrote a program folder; empty where only loading would tell."""
    try:
        document = cast("JsonObject", json.loads((path / METADATA).read_text("utf-8")))
        versions = document["dependency_versions"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return str(versions.get("dspy", "")) if isinstance(versions, dict) else ""


def read_pickled(path: Path, *, allow_pickle: bool, runner: Runner | None) -> SavedProgram:
    """Return the state that a pickle holds.

    Raises:
        UsageError: nobody vouched for the file, or no environment was given to load it in.
        DataError: it cannot be loaded there, or holds what JSON cannot.
        EnvironmentFault: the environment does not work.
    """
    if not allow_pickle:
        raise UsageError(
            f"{path} {'holds' if path.is_dir() else 'is'} a pickle, and loading it runs whatever "
            "code it holds",
            hint="if you trust it: add --allow-pickle",
        )
    if runner is None:
        raise UsageError(
            f"{path} can only be loaded in the version that wrote it",
            hint="say which: --from 2.6.27, after: lift migrate env create 2.6.27",
        )
    answer = run_inside(runner, "unpickle.py", str(path.absolute()))
    state = answer.get("state")
    if not isinstance(state, dict):
        raise DataError(
            f"{path} cannot be loaded with {runner.python}: {answer.get('error')}",
            hint="its classes have to be importable: give the project's folder with --project",
        )
    if not is_saved(state):
        raise DataError(
            f"{path} is not a saved program: nothing in it is the state of a predictor",
            hint="give a file that program.save(...) wrote",
        )
    return SavedProgram(data=render(state), document=state)
