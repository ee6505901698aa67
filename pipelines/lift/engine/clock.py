"""The clock of the machine, for everything that takes a `Clock`."""

from __future__ import annotations

import time
from typing import final

__all__ = ["SystemClock"]


@final
class SystemClock:
    """Real time; `lift.testing.FixedClock` is the one for tests."""

    def now(self) -> float:
        """Seconds since the epoch; may jump when somebody sets the clock."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()
