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
) -> Interpreter:
    """Choose the interpreter: the first of these that is said or exists.

    Args:
        explicit: What `--python` names.
        setting: What `python` in lift.toml names.
        env: The environment; an active virtual environment or conda counts.
        root: The folder whose `.venv` counts.
        own: The interpreter that runs lift, when nothing else is there.

    Raises:
        EnvironmentFault: what was named by option, file or environment is not there.
    """
    named = (
        (explicit, "--python"),
        (setting, "lift.toml"),
        (_inside(env.get("VIRTUAL_ENV")), "VIRTUAL_ENV"),
        (_existing(root / ".venv" / "bin" / "python"), ".venv"),
        (_inside(env.get("CONDA_PREFIX")), "CONDA_PREFIX"),
    )
    for text, origin in named:
        if text is None:
            continue
        path = (root / Path(text).expanduser()).absolute()
        if not path.is_file():
            raise EnvironmentFault(
                f"the interpreter {path}, from {origin}, is not there",
                hint="name one that is: --python /path/to/bin/python",
            )
        return Interpreter(path=path, origin=origin)
    return Interpreter(path=Path(own), origin="lift's own")


def _inside(prefix: str | None) -> str | None:
    return None if not prefix else str(Path(prefix) / "bin" / "python")


def _existing(path: Path) -> str | None:
    return str(path) if path.is_file() else None
