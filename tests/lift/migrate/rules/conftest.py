"""Environments for the matrix tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def dspy_env() -> Callable[[str], Path]:
    return lambda version: Path(f"/work/dspy-envs/{version}/bin/python")
