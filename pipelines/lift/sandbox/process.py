"""Starts a process that will seal itself, watches it, and ends it, whatever it does.

Shared by `calls` and `pytests`. The parent reads one pipe and asks `watch` in between: it trusts
nothing that the process says about itself.
"""

from __future__ import annotations

import marshal
import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.errors import SandboxUnavailable
from lift.sandbox.limits import Limits
from lift.sandbox.watch import TICK_MS, Watch, require_watch

__all__ = ["Ended", "run_child"]

_GRACE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What is left of a process: the bytes it wrote to the pipe and why it was stopped."""

    output: bytes
    stopped: str | None
    """The limit that it passed, as the end of "The fix was stopped: ..."; None when it ended."""
    status: int
    """As `subprocess` counts: negative for a signal."""

    @property
    def ending(self) -> str:
        """How the process ended, in words."""
        if self.stopped:
            return self.stopped
        if self.status >= 0:
            return f"the process ended with status {self.status}"
        return f"the process was ended by {signal.Signals(-self.status).name}"


def run_child(
    *,
    command: Sequence[str],
    request: object,
    limits: Limits,
    env: Mapping[str, str],
    folder: Path | None = None,
) -> Ended:
    """Run a command that seals itself and collect what it writes to its pipe.

    Args:
        command: The number of the pipe is added as last argument.
        request: Given to the process as its standard input, by marshal.
        limits: When one is passed, the process is killed and `Ended.stopped` says so.
        env: The whole environment of the process.
        folder: Its private folder, watched for its size.

    Raises:
        SandboxUnavailable: The interpreter cannot be started, or cannot be watched.
    """
    require_watch()
    reader, writer = os.pipe()
    try:
        # Version 2 of the format is read by every Python 3.
        data = marshal.dumps(request, 2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        process = _start(command, data, writer, env)
    except OSError as error:
        os.close(reader)
        raise SandboxUnavailable(
            f"{command[0]} cannot be started: {error.strerror}",
            hint="name another interpreter with --python, or set [lift] python in lift.toml",
        ) from error
    finally:
        os.close(writer)
    output = bytearray()
    stopped: str | None = None
    try:
        stopped = _collect(reader, output, limits, Watch(process.pid, limits, folder))
        if stopped is None:
            _wait_briefly(process)
    finally:
        os.close(reader)
        _kill(process)
    return Ended(output=bytes(output), stopped=stopped, status=process.returncode)


def _start(
    command: Sequence[str], request: bytes, writer: int, env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    # No preexec_fn: this is called from many threads at once. The child seals itself.
    with tempfile.TemporaryFile() as stdin:
        stdin.write(request)
        stdin.seek(0)
        return subprocess.Popen(
            [*command, str(writer)],
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writer,),
            env=dict(env),
            cwd="/",
            start_new_session=True,
        )


def _collect(reader: int, output: bytearray, limits: Limits, watch: Watch) -> str | None:
    """Read until the pipe closes; return the limit that was passed, if one was."""
    poller = select.poll()
    poller.register(reader, select.POLLIN)
    while True:
        if poller.poll(TICK_MS):
            chunk = os.read(reader, 65536)
            if not chunk:
                return None
            if not output:
                watch.sealed()
            output += chunk
            if len(output) > limits.output_bytes:
                return f"it wrote more than {limits.output_bytes:,} bytes"
        if passed := watch.passed():
            return passed


def _wait_briefly(process: subprocess.Popen[bytes]) -> None:
    """Let a process that closed its pipe end by itself, so that its status is its own."""
    try:
        process.wait(timeout=_GRACE_S)
    except subprocess.TimeoutExpired:
        return


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    process.wait()
