"""How much memory this process holds, for the memory cap of a search."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

__all__ = ["resident_mb"]

_STATM = Path("/proc/self/statm")


def resident_mb() -> float:
    """Return the resident memory of this process in MiB.

    Linux tells the present value; elsewhere it is the peak so far, which is never smaller.
    """
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
