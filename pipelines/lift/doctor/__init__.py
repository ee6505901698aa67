"""Look over this machine and project; every finding comes with the command that repairs it.

Called by `lift doctor`. `packages` looks at installed distributions, `machine` at sandbox, disk and
interpreter, `places` at settings, database and models.
"""

from __future__ import annotations

from lift.doctor.examination import Examination, examine
from lift.doctor.finding import Finding, Status

__all__ = ["Examination", "Finding", "Status", "examine"]
