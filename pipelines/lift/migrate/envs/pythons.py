"""Find a Python that a DSPy version runs on. Candidates are started: a shim that fails is none."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.errors import EnvironmentFault

__all__ = ["Python", "choose_python", "inspect_python"]

_ASK = "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)"
_VERSION = re.compile(r"^\d+\.\d+\.\d+$")
_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """An interpreter that runs."""

    path: Path
    version: str
    """Such as `3.11.7`."""

    @property
    def minor(self) -> str:
        return ".".join(self.version.split(".")[:2])


def inspect_python(path: str | Path) -> Python | None:
    """Start an interpreter and return what it is; None when it does not run."""
    try:
        done = subprocess.run(
            [str(path), "-I", "-S", "-c", _ASK],
            check=False,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.split("\n")
    if done.returncode != 0 or len(lines) < 2 or not _VERSION.match(lines[0]):
        return None
    return Python(path=Path(lines[1].strip() or path), version=lines[0].strip())


def choose_python(
    *, asked: str | None, minors: Sequence[str], version: str, env: Mapping[str, str]
) -> Python | None:
    """Return the interpreter to make an environment from.

    Args:
        asked: `3.12`, or a path; None for the first of `minors` that this machine has.
        minors: What the release runs on, the best first.
        version: Of DSPy, for messages.
        env: Its PATH, PYENV_ROOT and HOME say where to look.

    Returns:
        None when the machine has none of them; uv can then fetch one.

    Raises:
        EnvironmentFault: what was asked for does not run, or the release does not run on it.
    """
    if asked is not None and os.sep in asked:
        found = inspect_python(Path(asked).expanduser())
        if found is None:
            raise EnvironmentFault(
                f"{asked} is not an interpreter that runs", hint="name one as in: --python 3.11"
            )
        minors = _allowed(found.minor, minors, version)
        return found
    if asked is not None:
        minors = _allowed(asked, minors, version)
    return next((one for minor in minors for one in _with_minor(minor, env)), None)


def _allowed(minor: str, minors: Sequence[str], version: str) -> tuple[str, ...]:
    wanted = ".".join(minor.split(".")[:2])
    if wanted not in minors:
        raise EnvironmentFault(
            f"DSPy {version} does not run on Python {wanted}, but on {', '.join(sorted(minors))}",
            hint=f"leave --python out, or write --python {minors[0] if minors else '3.11'}",
        )
    return (wanted,)


def _with_minor(minor: str, env: Mapping[str, str]) -> Iterator[Python]:
    seen: set[str] = set()
    for path in _candidates(minor, env):
        if str(path) in seen or not os.access(path, os.X_OK):
            continue
        seen.add(str(path))
        found = inspect_python(path)
        if found is not None and found.minor == minor:
            yield found


def _candidates(minor: str, env: Mapping[str, str]) -> Iterator[Path]:
    """Yield where a Python of this minor version may lie, PATH first, then pyenv's and uv's own."""
    folders = [Path(one) for one in env.get("PATH", os.defpath).split(os.pathsep) if one]
    for folder in folders:
        yield folder / f"python{minor}"
    home = Path(env.get("HOME") or "/nonexistent")
    pyenv = Path(env.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    managed = Path(
        env.get("UV_PYTHON_INSTALL_DIR")
        or Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "uv" / "python"
    )
    yield from sorted(pyenv.glob(f"{minor}.*/bin/python{minor}"))
    yield from sorted(managed.glob(f"cpython-{minor}.*/bin/python{minor}"))
    for folder in folders:
        yield folder / "python3"
        yield folder / "python"
