"""Runs code that a model wrote, so that it can neither harm the machine nor forge its score.

`run_calls` for functions whose expected values this process holds, `run_pytest` for suites of
other people's packages, `violations` for what a fix imports without leave. How it is done and what
it does not cover: docs/explanation/sandbox.md.
"""

from __future__ import annotations

from lift.sandbox.calls import Call, CallAnswer, CallsResult, run_calls
from lift.sandbox.imports import violations
from lift.sandbox.layers import layers
from lift.sandbox.limits import Limits
from lift.sandbox.pytests import run_pytest

__all__ = [
    "Call",
    "CallAnswer",
    "CallsResult",
    "Limits",
    "layers",
    "run_calls",
    "run_pytest",
    "violations",
]
