"""Which tests also pass in the sandbox, where fixes are judged: no network, no processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lift.errors import SandboxUnavailable
from lift.sandbox import Limits, run_pytest

__all__ = ["tests_passing_sealed"]

_MEMORY_MB = 2048


def tests_passing_sealed(
    *, project: Path, tests: Sequence[str], python: str, timeout_s: float
) -> frozenset[str]:
    """The tests that pass in the sandbox on the unchanged package.

    All of them where this machine has no sandbox: nothing can be judged here then, elsewhere maybe.
    """
    if not tests:
        return frozenset()
    limits = Limits(cpu_s=timeout_s, wall_s=timeout_s, memory_mb=_MEMORY_MB, output_bytes=1 << 24)
    try:
        result = run_pytest(
            project=project, overlay={}, tests=tuple(tests), python=python, limits=limits
        )
    except SandboxUnavailable:
        return frozenset(tests)
    return frozenset(test.id for test in result.outcomes if test.outcome == "passed")
