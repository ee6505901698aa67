"""Run programs in another environment's Python, with its own DSPy, and see what they do.

`run_program` runs one file or text; `Session` keeps a process for many questions about a project.
Every call of a model is led to a recording endpoint of `lift.migrate.wire`, and nothing else leaves
the machine. A user's program may raise, hang or exit: that is part of the result.
"""

from lift.migrate.probe.program import ProbeResult, run_program
from lift.migrate.probe.reply import CaseRun, ModuleShape, ProbeError, ProgramShape, SignatureShape
from lift.migrate.probe.session import Limits, Session

__all__ = [
    "CaseRun",
    "Limits",
    "ModuleShape",
    "ProbeError",
    "ProbeResult",
    "ProgramShape",
    "Session",
    "SignatureShape",
    "run_program",
]
