"""Fakes that honour lift's ports, for lift's own tests and for those of its users."""

from lift.testing.clock import FixedClock
from lift.testing.scripted_host import ScriptedHost

__all__ = ["FixedClock", "ScriptedHost"]
