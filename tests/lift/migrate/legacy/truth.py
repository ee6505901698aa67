"""The truth about a legacy program, line by line, and the programs that prove it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from tests.lift.migrate.legacy.theatre import PROGRAMS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["NAMES", "Line", "Truth", "load"]

NAMES = sorted(path.name.removesuffix(".truth.toml") for path in PROGRAMS.glob("*.truth.toml"))


class Line(BaseModel):
    """One line that breaks or changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int
    """Where it is seen, from 1."""
    at: int = 0
    """The line that `after` replaces, where it is another one."""
    until: int = 0
    """The last line that it replaces, where there are several."""
    code: str
    """The rule that finds it."""
    after: str
    raises: str = ""
    """How the error begins; empty when the line changes what the program prints or sends."""
    watch: str = "output"
    """`wire`: the requests differ, and not what is printed."""
    probe: str = ""
    """Code behind the program that makes the difference visible."""
    also: tuple[int, ...] = ()
    """Lines that only together with this one change something."""
    versions: tuple[str, ...] = ()
    """The targets; empty for both."""
    by_hand: bool = False
    """Whether no rule can repair it."""

    def applies(self, version: str) -> bool:
        return not self.versions or version in self.versions


class Allowed(BaseModel):
    """A finding that tells the truth although this program shows no difference."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int
    code: str
    why: str


class Truth(BaseModel):
    """What is known of a program from running it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    source: str
    """The version that it was written for."""
    output: tuple[str, ...]
    """The lines that it prints there, in order; DSPy may print others between them."""
    answers: dict[str, list[object]]
    """What the model says, by output field, call by call."""
    line: tuple[Line, ...]
    allowed: tuple[Allowed, ...] = ()

    @property
    def path(self) -> Path:
        return PROGRAMS / f"{self.name}.py"

    def lines(self, version: str) -> list[Line]:
        """The lines that break or change in a version."""
        return [one for one in self.line if one.applies(version)]

    def repaired(
        self, version: str, *, keep: Sequence[int] = (), only: Callable[[Line], bool] | None = None
    ) -> str:
        """The program with every line replaced but those to keep."""
        text = self.path.read_text("utf-8").splitlines()
        for one in sorted(self.lines(version), key=lambda one: -(one.at or one.line)):
            if one.line in keep or (only is not None and not only(one)):
                continue
            first = one.at or one.line
            text[first - 1 : max(one.until, first)] = one.after.strip("\n").splitlines()
        return "\n".join(text) + "\n"

    def tells(self, output: str) -> bool:
        """Whether a run printed what the program prints in its own version."""
        printed = iter(output.splitlines())
        return all(any(line == wanted for line in printed) for wanted in self.output)


def load(name: str) -> Truth:
    """The truth about one program."""
    text = (PROGRAMS / f"{name}.truth.toml").read_text("utf-8")
    return Truth.model_validate({"name": name, **tomllib.loads(text)})
