"""Make environments and install into them: with uv when it is there, else with venv and pip."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lift.errors import EnvironmentFault
from lift.migrate.envs.pythons import Python

__all__ = [
    "REDIRECTS",
    "UNREACHABLE",
    "Installer",
    "PipInstaller",
    "UvInstaller",
    "Workplace",
    "find_installer",
    "hint_for",
]

REDIRECTS = frozenset(
    "VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONUSERBASE PYTHONSAFEPATH "
    "PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_REQUIREMENT PIP_CONSTRAINT "
    "PIP_REQUIRE_VIRTUALENV PIP_BREAK_SYSTEM_PACKAGES PIP_DRY_RUN PIP_UPGRADE PIP_NO_DEPS "
    "UV_PYTHON UV_SYSTEM_PYTHON UV_TARGET UV_PREFIX UV_PROJECT UV_PROJECT_ENVIRONMENT "
    "UV_CONSTRAINT UV_OVERRIDE UV_BREAK_SYSTEM_PACKAGES UV_EXCLUDE_NEWER UV_RESOLUTION "
    "__PYVENV_LAUNCHER__".split()
)
"""Variables that would send an installation elsewhere, or change what is installed. Addresses of
package indexes, proxies and certificates stay."""
UNREACHABLE = "the package index was not reached; check the network or proxy, then run it again"
_TIMEOUT_S = 1800.0
_TAIL_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where and with what environments are made."""

    envs: Path
    """The folder that holds one folder per version, as in `<project>/.lift/envs`."""
    env: Mapping[str, str]
    """The environment variables of the caller: PATH, HOME, indexes, proxies."""
    use_uv: bool = True
    """False: venv and pip, also where uv is."""
    say: Callable[[str], None] = field(default=lambda _: None)
    """Told what is going on, one short line at a time."""
    wait_s: float = 900.0
    """How long to wait for another process that works on the same environment."""
    held: tuple[int, ...] = ()
    """Open files that tools inherit: the lock of an environment stays while one works on it, even
    when the process that started it was killed."""

    def child_env(self) -> dict[str, str]:
        """Return the variables for tools: nothing that points at another environment."""
        kept = {name: value for name, value in self.env.items() if name not in REDIRECTS}
        return kept | {
            "PIP_USER": "0",
            "PYTHONNOUSERSITE": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }


class Installer(Protocol):
    """Makes an environment and puts packages into it."""

    @property
    def name(self) -> str:
        """As it is written in the manifest, such as `uv 0.13.8`."""
        ...

    def make(self, folder: Path, python: Python | str) -> None:
        """Make an empty environment; a plain `3.11` lets the tool fetch that Python."""
        ...

    def install(self, python: Path, *options: str) -> None:
        """Install what the options ask for; they are those that pip and uv have in common."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UvInstaller:
    """uv: seconds instead of minutes, and it can fetch a Python."""

    path: Path
    name: str
    env: Mapping[str, str]
    held: tuple[int, ...] = ()

    def make(self, folder: Path, python: Python | str) -> None:
        wanted = python if isinstance(python, str) else str(python.path)
        command = [str(self.path), "venv", "--quiet", "--no-project", "--allow-existing"]
        command += ["--python", wanted, str(folder)]
        what = f"make an environment with Python {wanted}"
        _run(command, self.env, held=self.held, what=what)

    def install(self, python: Path, *options: str) -> None:
        # Copies, not hard links: a file that somebody edits in here must not change in uv's cache
        # and in every other environment of this machine.
        command = [str(self.path), "pip", "install", "--quiet", "--link-mode", "copy"]
        command += ["--python", str(python), *options]
        _run(command, self.env, held=self.held, what="install")


@dataclass(frozen=True, slots=True, kw_only=True)
class PipInstaller:
    """The standard library's venv, and the pip that comes with it."""

    env: Mapping[str, str]
    held: tuple[int, ...] = ()
    name: str = "pip"

    def make(self, folder: Path, python: Python | str) -> None:
        if isinstance(python, str):
            raise EnvironmentFault(
                f"this machine has no Python {python} that runs",
                hint=f"install Python {python}, or uv, which fetches it: pip install uv",
            )
        command = [str(python.path), "-I", "-m", "venv", str(folder)]
        _run(command, self.env, held=self.held, what="make a venv")

    def install(self, python: Path, *options: str) -> None:
        command = [str(python), "-I", "-m", "pip", "install", "--quiet", "--no-input"]
        _run([*command, *options], self.env, held=self.held, what="install")


def find_installer(workplace: Workplace) -> Installer:
    """Return uv when it is on the PATH, or beside this lift, and runs; else venv and pip."""
    env = workplace.child_env()
    if workplace.use_uv:
        for path in _uv_candidates(env):
            version = _version_of(path, env)
            if version is not None:
                return UvInstaller(path=path, name=version, env=env, held=workplace.held)
    return PipInstaller(env=env, held=workplace.held)


def _uv_candidates(env: Mapping[str, str]) -> Sequence[Path]:
    import sysconfig

    found = shutil.which("uv", path=env.get("PATH", os.defpath))
    beside = Path(sysconfig.get_path("scripts")) / "uv"
    return [Path(one) for one in (found, beside if beside.is_file() else None) if one]


def _version_of(path: Path, env: Mapping[str, str]) -> str | None:
    try:
        done = subprocess.run(
            [str(path), "--version"],
            check=False,
            capture_output=True,
            text=True,
            timeout=20,
            env=dict(env),
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = done.stdout.split()
    return " ".join(words[:2]) if done.returncode == 0 and words[:1] == ["uv"] else None


def _run(
    command: Sequence[str], env: Mapping[str, str], *, held: tuple[int, ...], what: str
) -> None:
    """Run a tool to its end; it stands outside of every project, so that no settings of one apply.

    Raises:
        EnvironmentFault: it failed; with the end of what it said.
    """
    try:
        done = subprocess.run(
            list(command),
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            env=dict(env),
            cwd="/",
            pass_fds=held,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentFault(
            f"could not {what}: {Path(command[0]).name} took longer than {_TIMEOUT_S:.0f} s",
            hint="look at the network, then run the command again",
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            f"could not {what}: {command[0]}: {error.strerror or error}",
            hint="lift migrate env create VERSION --python 3.11",
        ) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-_TAIL_LINES:]
        text = "\n".join(said) or f"it ended with status {done.returncode}"
        raise EnvironmentFault(f"could not {what}: {text}", hint=hint_for(text))


def hint_for(text: str) -> str:
    """Return what to do about the words with which an installation failed."""
    lowered = text.lower()
    signs = (
        (
            ("no space left", "disk quota"),
            "free some space (an environment takes 250 to 900 MB), then run the command again",
        ),
        (
            (
                "not found in the cache",
                "dns error",
                "connect",
                "network",
                "name resolution",
                "timed out",
                "certificate",
            ),
            UNREACHABLE,
        ),
        (
            ("there is no version of dspy", "no matching distribution found for dspy"),
            "the package index has no such DSPy; as in: lift migrate env create 3.0.1",
        ),
        (
            ("no solution found", "resolutionimpossible", "conflicting dependencies"),
            "these requirements exclude each other; leave --with-project out, or change the pin",
        ),
        (
            ("ensurepip", "python3-venv"),
            "install uv (pip install uv), or on Debian: apt install python3-venv",
        ),
        (
            ("no interpreter found", "no download"),
            "name an interpreter of this machine, as in: --python /usr/bin/python3.11",
        ),
    )
    return next(
        (hint for words, hint in signs if any(word in lowered for word in words)),
        "read what the installer said above, then run the command again",
    )
