"""Exit codes; scripts rely on them."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What the end of a command means."""

    OK = 0
    FINDINGS = 1
    """It worked, and the answer is no: a regression, no gain, an invalid record."""
    USAGE = 2
    BUDGET = 3
    """A budget ended it without a result."""
    ENVIRONMENT = 4
    """Something about this machine, the project or its files has to be put right first."""
    INTERNAL = 70
    """A fault of lift itself."""
    INTERRUPTED = 130
