"""Which Python runs the user's own packages.

Called by `lift seed-bugs` and shown by `lift doctor`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lift.errors import EnvironmentFault

__all__ = ["Interpreter", "find_interpreter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python program and why it was chosen."""

    path: Path
    origin: str
    """`--python`, `lift.toml`, `VIRTUAL_ENV`, `.venv`, `CONDA_PREFIX` or `lift's own`."""


def find_interpreter(
    *,
    explicit: str | None,
    setting: str | None,
    env: Mapping[str, str],
    root: Path,
    own: str,
    settings_root: Path | None = None,
) -> Interpreter:
    """Choose the interpreter: the first of these that is said or exists.

    Args:
        explicit: What `--python` names, from the working directory.
        setting: What `python` in lift.toml or LIFT_PYTHON names.
        env: The environment; an active virtual environment or conda counts.
        root: The folder whose `.venv` counts.
        own: The interpreter that runs lift, when nothing else is there.
        settings_root: The folder that a setting is relative to; `root` when left out.

    Raises:
        EnvironmentFault: what was named by option, file or environment is not there.
    """
    local = root / ".venv" / "bin" / "python"
    named = (
        (_in(Path(), explicit), "--python"),
        (_in(settings_root or root, setting), "lift.toml"),
        (_inside(env.get("VIRTUAL_ENV")), "VIRTUAL_ENV"),
        (local if local.is_file() else None, ".venv"),
        (_inside(env.get("CONDA_PREFIX")), "CONDA_PREFIX"),
    )
    for given, origin in named:
        if given is None:
            continue
        path = given.absolute()  # not resolved: the link is what makes it an environment's Python
        if not path.is_file():
            raise EnvironmentFault(
                f"the interpreter {path}, from {origin}, is not there",
                hint="name one that is: --python /path/to/bin/python",
            )
        return Interpreter(path=path, origin=origin)
    return Interpreter(path=Path(own), origin="lift's own")


def _in(folder: Path, text: str | None) -> Path | None:
    return None if text is None else folder / Path(text).expanduser()


def _inside(prefix: str | None) -> Path | None:
    return None if not prefix else Path(prefix) / "bin" / "python"
