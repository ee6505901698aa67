"""Run programs in a real version of DSPy against the loopback model."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from tests.lift.migrate.rules.loopback import Loopback, Request

__all__ = ["Ran", "Stage"]

_RUNNER = Path(__file__).with_name("fork_runner.py")
_PIPELINES = Path(__file__).resolve().parents[4] / "pipelines"
OLLAMA = "localhost:11434"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a program did."""

    output: str
    error: str
    """The last line of the traceback; empty when it ended well."""
    warnings: tuple[str, ...]
    requests: tuple[Request, ...]


class Stage:
    """One version of DSPy, imported once; a context manager.

    In programs, `localhost:11434` is the loopback model.
    """

    def __init__(self, python: Path) -> None:
        self._python = python

    def __enter__(self) -> Stage:
        self._folder = tempfile.TemporaryDirectory(prefix="lift-stage-")
        self._model = self.model().__enter__()
        self._process = subprocess.Popen(
            [self._python, _RUNNER],
            cwd=self._folder.name,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._in = cast("IO[bytes]", self._process.stdin)
        self._out = cast("IO[bytes]", self._process.stdout)
        assert self._out.readline() == b"ready\n", f"{self._python} cannot import dspy"
        return self

    def model(self) -> Loopback:
        """Make the model that the programs talk to."""
        return Loopback()

    def environment(self) -> dict[str, str]:
        """The variables that the programs see; `lift.assertions` is theirs to import."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "DSPY_CACHEDIR": self._folder.name,
            "PYTHONPATH": str(_PIPELINES),
        }

    def __exit__(self, *_: object) -> None:
        self._in.close()
        self._process.wait(timeout=30)
        self._out.close()
        self._model.__exit__()
        self._folder.cleanup()

    def run(self, program: str) -> Ran:
        """Run a program in a folder of its own."""
        folder = tempfile.mkdtemp(dir=self._folder.name)
        code = program.replace(OLLAMA, f"127.0.0.1:{self._model.port}")
        self._model.requests.clear()
        self._in.write(json.dumps({"code": code, "folder": folder}).encode() + b"\n")
        self._in.flush()
        answer = json.loads(self._out.readline())
        return Ran(
            output=answer["output"].replace(str(self._model.port), "11434"),
            error=answer["error"],
            warnings=tuple(answer["warnings"]),
            requests=tuple(self._model.requests),
        )
