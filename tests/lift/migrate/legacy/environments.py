"""The interpreters of DSPy versions that tests of assertions and of legacy programs run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["LINES", "python_of"]

LINES = ("3.0.1", "3.4.1")
"""The lines of 3.x that lift runs on."""


def python_of(version: str) -> Path:
    """The interpreter of an environment with this DSPy; the test is skipped when there is none."""
    place = os.environ.get("MIGRATE_TEST_ENVS")
    python = Path(place or "/nonexistent") / version / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no environment with DSPy {version}; set MIGRATE_TEST_ENVS")
    return python
