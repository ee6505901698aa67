"""How much of the machine a run in the sandbox may use."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps of one run; whoever passes one is killed and the run says which."""

    cpu_s: float = 1.0
    """Processor seconds; the cap that decides about endless loops, independent of machine load."""
    wall_s: float = 20.0
    """Seconds by the clock; the cap for code that sleeps. Generous, so that load fails nobody."""
    memory_mb: int = 256
    """Resident memory in MiB, interpreter included (about 12)."""
    output_bytes: int = 262_144
    """Bytes of answers (`run_calls`) or of report and output (`run_pytest`)."""
    disk_mb: int = 64
    """MiB of files in the private folder of `run_pytest`; `run_calls` has no files at all."""
