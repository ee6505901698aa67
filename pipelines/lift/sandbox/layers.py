"""Says which layers of the sandbox this machine has; each was tried, not read from a version."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from typing import cast

from lift.errors import SandboxUnavailable
from lift.sandbox.calls import Call, run_calls
from lift.sandbox.command import CHILD_ENV, child_command
from lift.sandbox.limits import Limits
from lift.sandbox.macos import SANDBOX_EXEC
from lift.sandbox.process import run_child

__all__ = ["Layer", "layers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One wall of the sandbox."""

    name: str
    available: bool
    required: bool
    """Whether lift refuses to run model-written code without it."""
    detail: str
    """What it does here, or why it is missing."""
    remedy: str
    """What to do when it is missing; empty when it is there."""


def layers(python: str | None = None) -> tuple[Layer, ...]:
    """Try every layer on this machine with small processes (about 50 ms together).

    Args:
        python: The interpreter that will run the code; this one when None.
    """
    if sys.platform == "darwin":
        return (_macos(),)
    interpreter = python or sys.executable
    sealed = _try_calls(interpreter)
    if sys.platform != "linux":
        return (sealed,)
    landlock, namespaces = _probe(interpreter)
    return (sealed, _landlock(landlock), _watchdog(), _namespaces(namespaces))


def _try_calls(python: str) -> Layer:
    """Run one call for real: the child installs its filter and tries doors that must be shut."""
    detail = f"system calls filtered on {platform.machine()}: no files, processes, network"
    remedy = ""
    try:
        result = run_calls(
            source="def f(): return 1",
            entry="f",
            setup="",
            calls=[Call()],
            limits=Limits(),
            python=python,
        )
        available = result.stopped is None
        detail = result.stopped or detail
    except SandboxUnavailable as error:
        available, detail, remedy = False, error.message, error.hint
    if not available and not remedy.startswith("run lift"):
        remedy = "run lift on Linux 4.14 or newer; in a container, allow the seccomp system call"
    return Layer(name="seccomp", available=available, required=True, detail=detail, remedy=remedy)


def _probe(python: str) -> tuple[int, list[str]]:
    command = child_command(python, module="probe", site=False)
    try:
        ended = run_child(command=command, request=None, limits=Limits(), env=CHILD_ENV)
        found = cast("dict[str, object]", json.loads(ended.output))
    except (SandboxUnavailable, ValueError):
        return 0, []
    return int(str(found["landlock"])), [
        str(name) for name in cast("list[str]", found["namespaces"])
    ]


def _landlock(version: int) -> Layer:
    detail = f"version {version}: test-suites see only the project and the interpreter"
    return Layer(
        name="landlock",
        available=version > 0,
        required=True,
        detail=detail if version else "this kernel does not offer it; only test-suites need it",
        remedy=""
        if version
        else "use Linux 5.13 or newer with landlock in the lsm= boot parameter; in a container, "
        "a runtime whose seccomp profile allows landlock (Docker 20.10.10 or newer)",
    )


def _watchdog() -> Layer:
    available = os.access("/proc/self/statm", os.R_OK)
    return Layer(
        name="watchdog",
        available=available,
        required=True,
        detail="memory, processor time and files are read from /proc"
        if available
        else "/proc is not mounted",
        remedy="" if available else "mount -t proc proc /proc",
    )


def _namespaces(names: list[str]) -> Layer:
    return Layer(
        name="namespaces",
        available=bool(names),
        required=False,
        detail=f"test-suites get their own: {', '.join(names)}"
        if names
        else "refused by the system",
        remedy=""
        if names
        else "none needed; to have them: sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    )


def _macos() -> Layer:
    available = SANDBOX_EXEC.exists()
    return Layer(
        name="sandbox-exec",
        available=available,
        required=True,
        detail="the system's sandbox; lift's profile has not been tried on a Mac yet",
        remedy="" if available else "run lift on Linux, or in a Linux virtual machine",
    )
