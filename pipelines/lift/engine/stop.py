"""How the engine ends a search through code that swallows ordinary exceptions.

DSPy and GEPA catch `Exception` around every program call, and GEPA 0.0.4 then loops for ever. The
LM objects of `lift.adapters` therefore wrap an error that has to end the run in `EngineStop`, and
whoever started the program unwraps it again.
"""

from __future__ import annotations

from typing import final

from lift.errors import LiftError

__all__ = ["EngineStop"]


@final
class EngineStop(BaseException):
    """Carries an error of lift past every `except Exception`."""

    def __init__(self, error: LiftError) -> None:
        super().__init__(error.message)
        self.error = error
        """What happened; raise this one where the program was started."""
