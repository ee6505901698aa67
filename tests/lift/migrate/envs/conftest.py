"""Wheels that are called dspy, for the tests of environments."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lift.migrate.envs.stub_index import write_wheel


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with dspy 3.0.1 and 2.6.27, dspy-ai 2.4.17, and a package that a project needs."""
    folder = tmp_path / "wheels"
    write_wheel(folder, "dspy", "3.0.1", requires=("small>=1",))
    write_wheel(folder, "dspy", "2.6.27")
    write_wheel(folder, "dspy-ai", "2.4.17")
    write_wheel(folder, "small", "1.0")
    write_wheel(folder, "small", "2.0")
    write_wheel(folder, "needed", "0.5")
    return folder
