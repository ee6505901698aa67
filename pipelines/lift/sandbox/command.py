"""The command that starts a child of the sandbox, and the filter it will install."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from lift.errors import SandboxUnavailable

__all__ = ["CHILD_ENV", "child_command", "filter_of_this_machine"]

CHILD_ENV = {"PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1"}
"""Environment of every child: nothing of ours, and sets of strings in the same order each time."""


def child_command(
    python: str, *, module: Literal["calls", "probe", "pytests"], site: bool
) -> tuple[str, ...]:
    """Return the command that runs one module of `lift.sandbox.inside`.

    Args:
        python: The interpreter.
        module: Which one.
        site: Whether installed packages can be imported there; without them it starts faster.
    """
    folder = str(Path(__file__).parent)
    boot = (
        f"import sys; sys.path.insert(0, {folder!r}); from inside import {module}; "
        f"sys.path.remove({folder!r}); {module}.main(int(sys.argv[1]))"
    )
    return (python, "-s", "-B", *(() if site else ("-S",)), "-c", boot)


def filter_of_this_machine(build: Callable[[str], bytes]) -> bytes:
    """Build a seccomp filter for this processor; empty on macOS, which has none.

    Raises:
        SandboxUnavailable: Neither Linux on a known processor nor macOS.
    """
    if sys.platform == "darwin":
        return b""
    try:
        if sys.platform == "linux":
            return build(platform.machine())
    except KeyError:
        pass
    raise SandboxUnavailable(
        f"the sandbox does not know this machine: {sys.platform} on {platform.machine()}",
        hint="run lift on Linux (x86-64 or aarch64)",
    )
