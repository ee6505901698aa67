"""What the parent asks a child to do: the shapes of the two requests, for the type checkers.

Both go through marshal and hold only what it knows. No child loads this module.
"""

from __future__ import annotations

from typing import TypeAlias, TypedDict

__all__ = ["CallsRequest", "Plain", "PytestRequest"]

Scalar: TypeAlias = bool | int | float | complex | str | bytes | None
Plain: TypeAlias = "Scalar | list[Plain] | tuple[Plain, ...] | set[Plain] | dict[Plain, Plain]"
"""A value that can be written as a Python literal."""


class CallsRequest(TypedDict):
    """A request to `inside.calls`."""

    parent: int
    """Process number of the parent; the child ends with it."""
    machine: str
    filter: bytes
    """The seccomp program."""
    cpu_s: float
    memory_mb: int
    """Limit of the address space."""
    modules: list[str]
    """Imported before sealing, because no module can be loaded after it; some may not exist."""
    allowed: list[str]
    """What the code may import, each with all below it."""
    setup: str
    source: str
    entry: str
    calls: list[tuple[list[Plain], dict[str, Plain]]]
    """Per call its positional and its keyword arguments."""


class PytestRequest(TypedDict):
    """A request to `inside.pytests`."""

    parent: int
    machine: str
    filter: bytes
    cpu_s: float
    memory_mb: int
    disk_mb: int
    view: str
    """Copy of the project, read-only to the child."""
    private: str
    """The one folder that it can write."""
    outside: str
    """A file that must not be readable once the child is sealed."""
    nonce: str
    tests: list[str]
