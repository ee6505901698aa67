"""The real releases: each environment of the matrix imports the DSPy that it says it has."""

from __future__ import annotations

import subprocess
import tempfile

import pytest
from tests.migrate_envs import LINES, OLDEST, DspyEnv

pytestmark = pytest.mark.matrix
CODE = """
import importlib.metadata as m, dspy
names = [n for n in ("dspy", "dspy-ai") if any(True for _ in m.distributions(name=n))]
print(names, m.version(names[0]), hasattr(dspy, "ChainOfThought"))
"""


@pytest.mark.parametrize("version", [OLDEST, *LINES])
def test_environment_has_its_release(dspy_env: DspyEnv, version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [str(dspy_env(version)), "-c", CODE]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    name = "dspy-ai" if version == OLDEST else "dspy"
    assert done.stdout.splitlines()[-1] == f"['{name}'] {version} True"
