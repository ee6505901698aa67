"""What is known about one environment: the typed result of every function of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lift.engine.request import JsonValue

__all__ = ["Environment", "State"]


class State(str, Enum):
    """Whether an environment can be used."""

    READY = "ready"
    """Complete, and as lift made it."""
    BUSY = "busy"
    """Another process is making, repairing or removing it now."""
    UNFINISHED = "unfinished"
    """Begun and interrupted; `repair` makes it anew."""
    DAMAGED = "damaged"
    """Changed since lift made it; `repair` makes it anew with the same packages."""
    MISSING = "missing"
    """There is none."""
    FOREIGN = "foreign"
    """The folder is there, but lift did not make it, and will not touch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One environment as it was found."""

    version: str
    """The DSPy version, such as `3.0.1`."""
    folder: Path
    python: Path
    """Its interpreter, whether or not it is there."""
    state: State
    problems: tuple[str, ...] = ()
    """What is wrong, one sentence each; empty when it is ready."""
    python_version: str = ""
    """Of its interpreter, such as `3.11.7`; empty when not known."""
    distribution: str = ""
    """`dspy` or `dspy-ai`, which the old releases are called."""
    installer: str = ""
    """What installed it, such as `uv 0.13.8`."""
    requirements: tuple[str, ...] = ()
    """What was asked for beside DSPy."""
    packages: Mapping[str, str]
    """Version of every installed package by its canonical name."""
    lock_hash: str = ""
    """SHA-256 over Python's minor version and all packages; equal means the same set."""
    notes: tuple[str, ...] = ()
    """What a user should know about this version."""
    made: bool = False
    """Whether the call that returned this made it; false when it was there already."""
    seconds: float = 0.0
    """How long making it took."""

    @property
    def ready(self) -> bool:
        return self.state is State.READY

    def to_json(self) -> dict[str, JsonValue]:
        """Return everything but the packages, for `--json`."""
        return {
            "version": self.version,
            "state": self.state.value,
            "folder": str(self.folder),
            "python": str(self.python),
            "python_version": self.python_version,
            "distribution": self.distribution,
            "installer": self.installer,
            "requirements": list(self.requirements),
            "packages": len(self.packages),
            "lock_hash": self.lock_hash,
            "problems": list(self.problems),
            "notes": list(self.notes),
            "made": self.made,
            "seconds": round(self.seconds, 3),
        }
