"""Reads from the kernel what a running process uses: memory, processor time, files.

The process has no part in it. Used by `process`, every few milliseconds.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lift.errors import SandboxUnavailable
from lift.sandbox.limits import Limits

__all__ = ["TICK_MS", "Watch", "require_watch"]

TICK_MS = 10
"""Milliseconds between two looks at memory and processor time."""
_DISK_TICK_S = 0.1
_START_S = 60.0
"""Seconds for starting the interpreter and sealing it, on however busy a machine."""
_MIB = 1 << 20


def require_watch() -> None:
    """Refuse to run anything that could not be watched.

    Raises:
        SandboxUnavailable: There is no /proc.
    """
    if sys.platform == "linux" and not Path("/proc/self/statm").exists():
        raise SandboxUnavailable(
            "/proc is not mounted, so memory cannot be watched", hint="mount -t proc proc /proc"
        )


class Watch:
    """Compares one process with its limits; ask it as often as you like."""

    def __init__(self, pid: int, limits: Limits, folder: Path | None) -> None:
        self._pid = pid
        self._limits = limits
        self._folder = folder
        self._clock_s = max(limits.wall_s, _START_S)
        self._started = time.monotonic()
        self._usage_at = self._disk_at = 0.0

    def sealed(self) -> None:
        """Start the clock: before its first sign of life the child runs no code but ours."""
        self._clock_s = self._limits.wall_s
        self._started = time.monotonic()

    def passed(self) -> str | None:
        """Return the limit that is passed, as the end of "The fix was stopped: ..."."""
        limits, now = self._limits, time.monotonic()
        if now - self._started > self._clock_s:
            return f"it ran longer than {self._clock_s:g} s"
        if now - self._usage_at < TICK_MS / 1000:
            return None
        self._usage_at = now
        memory_mb, cpu_s = _usage(self._pid)
        if memory_mb > limits.memory_mb:
            return f"it used more than {limits.memory_mb:,} MB of memory"
        if cpu_s > limits.cpu_s:
            return f"it used more than {limits.cpu_s:g} s of processor time"
        if self._folder is None or now - self._disk_at < _DISK_TICK_S:
            return None
        self._disk_at = now
        if _disk_mb(self._pid, self._folder) > limits.disk_mb:
            return f"it wrote more than {limits.disk_mb:,} MB of files"
        return None


def _usage(pid: int) -> tuple[float, float]:
    """Return resident MiB and processor seconds; zeros when the process is gone."""
    if sys.platform == "darwin":
        return _usage_by_ps(pid)
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0, 0.0
    fields = line.rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / _MIB, ticks / os.sysconf("SC_CLK_TCK")


def _usage_by_ps(pid: int) -> tuple[float, float]:
    """Do the same where there is no /proc (macOS); not yet run there."""
    command = ["/bin/ps", "-o", "rss=,time=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    fields = answer.stdout.split()
    if len(fields) != 2:
        return 0.0, 0.0
    cpu_s = 0.0
    for part in fields[1].split(":"):
        cpu_s = 60 * cpu_s + float(part)
    return int(fields[0]) / 1024, cpu_s


def _disk_mb(pid: int, folder: Path) -> float:
    """Return MiB in the folder and in files that were deleted but are still open."""
    blocks = 0
    for path, follow in [*_files_below(folder), *_open_files(pid)]:
        try:
            status = path.stat() if follow else path.lstat()
        except OSError:  # gone since it was listed
            continue
        if stat.S_ISREG(status.st_mode) and (not follow or status.st_nlink == 0):
            blocks += status.st_blocks
    return blocks * 512 / _MIB


def _files_below(folder: Path) -> Iterator[tuple[Path, bool]]:
    for root, _, names in os.walk(folder):
        yield from ((Path(root, name), False) for name in names)


def _open_files(pid: int) -> Iterator[tuple[Path, bool]]:
    try:
        yield from ((path, True) for path in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:  # the process is gone, or there is no /proc
        return
