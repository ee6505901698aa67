"""Loads the program of a team's own role: `package.module:factory` or `path/to/file.py:factory`."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import dspy

from lift.adapters.dspy_program import DspyProgram
from lift.errors import ConfigError, LiftError

__all__ = ["load_program"]

_HINT = 'write program = "package.module:factory" in lift.toml; it returns the dspy.Module'


def load_program(target: str, root: Path) -> DspyProgram:
    """Import a module of the user and build the program.

    `root` stays on the module search path, because programs import their siblings late.

    Args:
        target: module or file, a colon, and the name of a `dspy.Module`, or of a function or class
            without arguments that makes one.
        root: the project's folder.

    Raises:
        ConfigError: it cannot be imported, or is no program; the cause is attached.
    """
    place, colon, name = target.rpartition(":")
    if not colon or not place or not name:
        raise ConfigError(f"{target!r} names no program", hint=_HINT)
    module = _import(place, root)
    try:
        found: Any = getattr(module, name)
    except AttributeError as error:
        raise ConfigError(f"{place} has no {name}", hint=_HINT) from error
    try:
        program = found if isinstance(found, dspy.Module) else found()
    except LiftError:
        raise
    except Exception as error:  # isolation point: a user's plug-in
        raise ConfigError(f"{target} failed: {type(error).__name__}: {error}") from error
    if not isinstance(program, dspy.Module):
        raise ConfigError(
            f"{target} gave {type(program).__name__} and not a dspy.Module", hint=_HINT
        )
    return DspyProgram(program)


def _import(place: str, root: Path) -> ModuleType:
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        return _from_file(root / place) if place.endswith(".py") else importlib.import_module(place)
    except LiftError:
        raise
    except Exception as error:  # isolation point: a user's plug-in
        raise ConfigError(
            f"{place} cannot be imported from {root}: {type(error).__name__}: {error}", hint=_HINT
        ) from error


def _from_file(path: Path) -> ModuleType:
    name = f"_lift_program_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(f"there is no program file {path}", hint=_HINT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
