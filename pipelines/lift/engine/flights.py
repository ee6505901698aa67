"""Let one thread send a request while others that ask the same wait for its answer."""

from __future__ import annotations

import threading
from collections.abc import Generator, Hashable
from contextlib import contextmanager
from typing import final

__all__ = ["Flights"]


@final
class Flights:
    """Which calls are on their way in this process."""

    def __init__(self) -> None:
        self._landed = threading.Condition()
        self._flying: set[Hashable] = set()

    @contextmanager
    def claim(self, call: Hashable) -> Generator[None, None, None]:
        """Be the only one on this call; waits until whoever is has ended, answered or not."""
        with self._landed:
            while call in self._flying:
                self._landed.wait()
            self._flying.add(call)
        try:
            yield
        finally:
            with self._landed:
                self._flying.discard(call)
                self._landed.notify_all()
