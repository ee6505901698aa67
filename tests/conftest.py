"""Isolation for every test: a private home, a clean environment, no network, and a CLI runner.

The environment is cleaned when this file is imported, before anything imports DSPy or LiteLLM.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import pytest
from tests.harness import CommandResult, LiftCommand, LiftProcess

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE_ROOTS = (REPOSITORY / "cli", REPOSITORY / "pipelines")
STRIPPED = ("LIFT_", "DSPY", "OLLAMA", "MLFLOW", "LITELLM", "OPENAI", "ANTHROPIC", "XDG_")
KEPT = "LIFT_TEST_"
"""Settings of the tests themselves, such as where they keep environments."""
DISPLAY = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PY_COLORS", "CLICOLOR_FORCE")


def _clean(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment without anything that could change what lift does."""
    kept = {
        name: value
        for name, value in environment.items()
        if (not name.startswith(STRIPPED) or name.startswith(KEPT)) and name not in DISPLAY
    }
    return kept | {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "COLUMNS": "100", "NO_COLOR": "1"}


# A suite started in the background (`make test &`) inherits an ignored Ctrl-C, and so would every
# process that the tests start and then interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

_started_with = dict(os.environ)
os.environ.clear()
os.environ.update(_clean(_started_with))
os.environ["DSPY_CACHEDIR"] = tempfile.mkdtemp(prefix="lift-test-dspy-")


class NetworkUsed(BaseException):
    """A test tried to leave the machine; no `except Exception` may hide that."""


def _is_local(host: object) -> bool:
    if not isinstance(host, str) or host in {"", "localhost"}:
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host.endswith((".invalid", ".localhost"))


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse every connection that does not end on this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original: Callable[..., object] = getattr(socket.socket, name)

        def guarded(
            self: socket.socket, address: object, original: Callable[..., object] = original
        ) -> object:
            host = cast("tuple[object, ...]", address)[0] if isinstance(address, tuple) else ""
            if not _is_local(host):
                raise NetworkUsed(f"a test tried to connect to {address}")
            return original(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test its own home and cache, and the environment as a new user has it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    return home


@pytest.fixture
def lift() -> LiftCommand:
    """Run `lift` in this process: `lift("config", "show", cwd=project)`."""

    def run(*arguments: str, cwd: Path | None = None) -> CommandResult:
        from lift_cli.entry import run as run_lift

        stdout, stderr, before = io.StringIO(), io.StringIO(), Path.cwd()
        os.chdir(cwd or before)
        try:
            with redirect_stdout(stdout), redirect_stderr(stderr):
                code = run_lift(arguments)
        finally:
            os.chdir(before)
        return CommandResult(exit_code=code, stdout=stdout.getvalue(), stderr=stderr.getvalue())

    return run


@pytest.fixture
def lift_environment(private_home: Path) -> dict[str, str]:
    """The environment for a lift of its own process; works with and without an installed lift."""
    roots = os.pathsep.join(str(root) for root in SOURCE_ROOTS)
    cache = str(private_home / "dspy-cache")
    return dict(os.environ) | {"PYTHONPATH": roots, "DSPY_CACHEDIR": cache}


@pytest.fixture
def lift_process(lift_environment: dict[str, str]) -> Iterator[LiftProcess]:
    """Start `lift` as a process of its own: `lift_process("optimize", cwd=project)`."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "lift_cli", *arguments],
            cwd=cwd,
            env=lift_environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
