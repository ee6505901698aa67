"""The shipped snapshots are what the script writes today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.migrate_envs import DspyEnv

pytestmark = pytest.mark.matrix
SCRIPT = Path(__file__).resolve().parents[4] / "scripts" / "surfaces.py"


@pytest.mark.parametrize("version", ["3.0.1"])
def test_a_pinned_release_is_described_as_it_is(version: str, bare_dspy_env: DspyEnv) -> None:
    command = [
        sys.executable,
        str(SCRIPT),
        "--check",
        "--python",
        str(bare_dspy_env(version)),
        version,
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith(f"{version}: ")
