"""Starts a process that will seal itself, watches it, and ends it, whatever it does.

Shared by `calls` and `pytests`. The parent reads one pipe and, every few milliseconds, what the
kernel says about the process: it trusts nothing that the process says about itself.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.errors import SandboxUnavailable
from lift.sandbox.limits import Limits

__all__ = ["Ended", "run_child"]

_TICK_MS = 10
_GRACE_S = 0.5
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What is left of a process: the bytes it wrote to the pipe and why it was stopped."""

    output: bytes
    stopped: str | None
    """The cap that it passed, as the end of "The fix was stopped: ..."; None when it ended."""
    status: int
    """As `subprocess` counts: negative for a signal."""


def run_child(
    *,
    python: str,
    boot: str,
    request: bytes,
    limits: Limits,
    wrapper: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    cwd: str = "/",
    folder: Path | None = None,
) -> Ended:
    """Run `boot` in a fresh interpreter and collect what it writes to its pipe.

    Args:
        python: The interpreter.
        boot: Source for `-c`; it finds the number of the pipe in `sys.argv[1]`.
        request: Given to the process as its standard input.
        limits: When one is passed, the process is killed and `Ended.stopped` says so.
        wrapper: Put before the command (macOS: sandbox-exec).
        env: The whole environment of the process.
        cwd: Its working folder.
        folder: Watched for its size.

    Raises:
        SandboxUnavailable: The interpreter cannot be started.
    """
    reader, writer = os.pipe()
    try:
        with tempfile.TemporaryFile() as stdin:
            stdin.write(request)
            stdin.seek(0)
            # No preexec_fn: this may be called from many threads at once. The child seals itself.
            process = subprocess.Popen(  # noqa: S603  model-written code runs in it, sealed
                [*wrapper, python, "-s", "-S", "-B", "-c", boot, str(writer)],
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(writer,),
                env={"PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1", **(env or {})},
                cwd=cwd,
                start_new_session=True,
            )
    except OSError as error:
        os.close(reader)
        raise SandboxUnavailable(
            f"the interpreter {python} cannot be started: {error.strerror}",
            hint="name another one with --python, or set [lift] python in lift.toml",
        ) from error
    finally:
        os.close(writer)
    try:
        return _watch(process, reader, limits, folder)
    finally:
        os.close(reader)


def _watch(
    process: subprocess.Popen[bytes], reader: int, limits: Limits, folder: Path | None
) -> Ended:
    stopped: str | None = None
    output = bytearray()
    try:
        stopped = _collect(process, reader, output, limits, folder)
        if stopped is None:
            _wait_briefly(process)
    finally:
        _kill(process)
    return Ended(output=bytes(output), stopped=stopped, status=process.returncode)


def _collect(
    process: subprocess.Popen[bytes],
    reader: int,
    output: bytearray,
    limits: Limits,
    folder: Path | None,
) -> str | None:
    """Read until the pipe closes; return the cap that was passed, if one was."""
    poller = select.poll()
    poller.register(reader, select.POLLIN)
    deadline = time.monotonic() + limits.wall_s
    sampled = 0.0
    while True:
        if poller.poll(_TICK_MS):
            chunk = os.read(reader, 65536)
            if not chunk:
                return None
            output += chunk
            if len(output) > limits.output_bytes:
                return f"it wrote more than {limits.output_bytes:,} bytes"
        now = time.monotonic()
        if now > deadline:
            return f"it ran longer than {limits.wall_s:g} s"
        if now - sampled >= _TICK_MS / 1000:
            sampled = now
            if passed := _passed(process.pid, limits) or _too_big(folder, limits):
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


def _passed(pid: int, limits: Limits) -> str | None:
    memory_mb, cpu_s = _usage(pid)
    if memory_mb > limits.memory_mb:
        return f"it used more than {limits.memory_mb:,} MB of memory"
    if cpu_s > limits.cpu_s:
        return f"it used more than {limits.cpu_s:g} s of processor time"
    return None


def _usage(pid: int) -> tuple[float, float]:
    """Return resident MiB and processor seconds; zeros when the process is gone."""
    if sys.platform == "darwin":
        return _usage_by_ps(pid)
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (OSError, IndexError):
        return 0.0, 0.0
    fields = stat.rpartition(")")[2].split()
    return int(pages) * _PAGE / _MIB, (int(fields[11]) + int(fields[12])) / _CLOCK_TICKS


def _usage_by_ps(pid: int) -> tuple[float, float]:
    """Do the same where there is no /proc (macOS); untested there."""
    command = ["/bin/ps", "-o", "rss=,time=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    fields = answer.stdout.split()
    if len(fields) != 2:
        return 0.0, 0.0
    minutes, _, seconds = fields[1].rpartition(":")
    return int(fields[0]) / 1024, float(seconds) + 60 * sum(
        60**power * int(part) for power, part in enumerate(reversed(minutes.split(":")))
    )


def _too_big(folder: Path | None, limits: Limits) -> str | None:
    if folder is None:
        return None
    size = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.lstat(os.path.join(root, name)).st_blocks * 512
            except OSError:
                continue
        if size > limits.disk_mb * _MIB:
            return f"it wrote more than {limits.disk_mb:,} MB of files"
    return None
