"""How much memory this process holds; the embedded model lives in it, an Ollama server does not."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

__all__ = ["peak_memory_mb"]

_STATUS = Path("/proc/self/status")


def peak_memory_mb() -> float | None:
    """Return the most resident memory this process has held, MiB; None where it cannot be told."""
    peak = _status_mb("VmHWM:")
    if peak is not None:
        return peak
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if highest <= 0:
        return None
    return highest / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _status_mb(field: str) -> float | None:
    """Read one line of Linux's /proc/self/status, which counts in KiB."""
    try:
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return None
