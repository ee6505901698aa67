"""The interpreters of DSPy versions that tests of assertions and of legacy programs run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.migrate_envs import cached_python

__all__ = ["LINES", "python_of"]

LINES = ("3.0.1", "3.4.1")
"""The lines of 3.x that lift runs on."""


def python_of(version: str) -> Path:
    """The interpreter of an environment with this DSPy; the test is skipped without one."""
    found = _cached(version)
    if isinstance(found, str):
        pytest.skip(found)
    return found


@cache
def _cached(version: str) -> Path | str:
    return cached_python(version)
