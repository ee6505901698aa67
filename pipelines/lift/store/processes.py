"""Tell one process from another, also after its number was used again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["is_alive", "process_token"]


def process_token() -> str:
    """Return what names this process and no other one, before or after it, on this machine."""
    return f"{os.getpid()}@{_start(os.getpid())}"


def is_alive(token: str) -> bool:
    """Tell whether the process of a token still runs."""
    number, _, start = token.partition("@")
    return number.isdigit() and start != "" and _start(int(number)) == start


def _start(pid: int) -> str:
    """Return when a process started, in words of the system, or "" when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        state_and_more = stat.rpartition(")")[2].split()
        if state_and_more[0] in ("Z", "X"):
            return ""
        return f"{_boot()}-{state_and_more[19]}"
    except OSError:
        if Path("/proc/self/stat").exists():
            return ""
    found = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "-".join(found.stdout.split())


def _boot() -> str:
    """Tell this boot of the machine from others, where the system lets us."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    except OSError:
        return "boot"
