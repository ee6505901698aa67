"""The sandbox of macOS: profiles for `sandbox-exec`. Written from its documentation, not yet run.

There is no seccomp there: the profile is the whole wall, put up before the interpreter starts, so
the interpreter's own files stay readable. Memory is watched from outside by `ps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lift.errors import SandboxUnavailable

__all__ = ["SANDBOX_EXEC", "calls_profile", "pytest_profile"]

SANDBOX_EXEC = Path("/usr/bin/sandbox-exec")
_SYSTEM = ("/usr/lib", "/usr/share", "/System", "/Library/Frameworks", "/Library/Apple")


def calls_profile(python: str) -> tuple[str, ...]:
    """Return the command prefix for code that only computes."""
    return _command(python, readable=(str(Path(__file__).parent),), writable=())


def pytest_profile(
    python: str, *, readable: Sequence[str], writable: Sequence[str]
) -> tuple[str, ...]:
    """Return the command prefix for a test-suite that reads and writes the given folders."""
    return _command(python, readable=readable, writable=writable)


def _command(python: str, *, readable: Sequence[str], writable: Sequence[str]) -> tuple[str, ...]:
    if not SANDBOX_EXEC.exists():
        raise SandboxUnavailable(
            f"{SANDBOX_EXEC} is missing, so code cannot be run safely on this Mac",
            hint="run lift on Linux, or in a Linux virtual machine",
        )
    executable = Path(python).resolve()
    prefix = executable.parent.parent
    rules = [
        "(version 1)",
        "(deny default)",
        "(allow sysctl-read)",
        f"(allow process-exec (literal {_quote(str(executable))}) (literal {_quote(python)}))",
        *(f"(allow file-read* (subpath {_quote(p)}))" for p in (*_SYSTEM, str(prefix), *readable)),
        '(allow file-read* (literal "/dev/null") (literal "/dev/urandom") (literal "/"))',
        '(allow file-write-data (literal "/dev/null"))',
        *(f"(allow file-write* (subpath {_quote(path)}))" for path in writable),
    ]
    return (str(SANDBOX_EXEC), "-p", "".join(rules))


def _quote(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
