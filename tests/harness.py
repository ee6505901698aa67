"""What the fixtures of conftest.py hand to tests, for their annotations."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

__all__ = ["CommandResult", "LiftCommand", "LiftProcess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    """What a command left behind."""

    exit_code: int
    stdout: str
    stderr: str

    def json(self) -> dict[str, Any]:
        """Return the one object on stdout as a script sees it; fails when there is more."""
        parsed: dict[str, Any] = json.loads(self.stdout)
        assert isinstance(parsed, dict)
        return parsed

    def error(self) -> tuple[str, str, str]:
        """Return code, message and hint of the error object."""
        found = self.json()["error"]
        return found["code"], found["message"], found["hint"]


class LiftCommand(Protocol):
    """The fixture `lift`: runs a command in this process."""

    def __call__(self, *arguments: str, cwd: Path | None = None) -> CommandResult: ...


class LiftProcess(Protocol):
    """The fixture `lift_process`: starts a command as a process of its own."""

    def __call__(self, *arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]: ...
