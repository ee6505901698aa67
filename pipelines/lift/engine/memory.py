"""How much memory this process holds, for the memory cap of a search."""

from __future__ import annotations

import os
import resource
import sys

__all__ = ["resident_mb"]

_STATM = "/proc/self/statm"


def resident_mb() -> float:
    """Return the resident memory of this process in MiB.

    Linux tells the present value; elsewhere it is the peak so far, which is never smaller.
    """
    try:
        with open(_STATM, encoding="ascii") as statm:
            pages = int(statm.read().split()[1])
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
