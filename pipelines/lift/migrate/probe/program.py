"""Run one program in one environment, from its start to its end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.probe.reply import ProbeError, Reply
from lift.migrate.probe.session import Limits, Session
from lift.migrate.wire import Endpoint, Exchange, Script

__all__ = ["ProbeResult", "run_program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What a program did."""

    output: str
    """What it printed on stdout."""
    error: ProbeError | None
    """None when it ended well."""
    requests: tuple[Exchange, ...]
    """What it asked of a model, in order of arrival."""
    warnings: tuple[str, ...]
    """DeprecationWarnings that speak of DSPy."""
    blocked: tuple[str, ...]
    """Addresses outside of this machine that it wanted to reach, as host:port."""
    notes: tuple[str, ...]
    dspy: str
    """The version that ran it."""
    seconds: float
    """Of the program, after DSPy was imported."""
    memory_mb: float
    """Most memory of the process, in MB."""


def run_program(
    python: Path,
    program: str | Path,
    *,
    answer: Script | None = None,
    root: Path | None = None,
    paths: Sequence[Path] = (),
    argv: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> ProbeResult:
    """Run a program as `python program.py` would, against the recording endpoint.

    Args:
        python: The interpreter of the environment.
        program: A file, or the text of one.
        answer: What the model says; by default every field asked for gets a value of its type.
        root: The working directory; by default an empty folder of its own.
        paths: Further places that it imports from.
        env: Environment variables; PATH and HOME are worth giving.

    Raises:
        EnvironmentFault: the interpreter cannot be started.
    """
    with (
        tempfile.TemporaryDirectory(prefix="lift-program-") as private,
        Endpoint(answer=answer) as endpoint,
    ):
        folder = root or Path(private)
        file = program
        if isinstance(file, str):
            file = Path(private, "program.py")
            file.write_text(str(program), "utf-8")
        session = Session(
            python=python,
            port=endpoint.port,
            root=folder,
            paths=paths,
            env=env or {},
            limits=limits or Limits(),
        )
        with session:
            greeting = session.greeting
            started = time.monotonic()
            reply: Reply = session.run_script(file, argv)
            seconds = time.monotonic() - started
        return ProbeResult(
            output=reply.printed,
            error=reply.error,
            requests=endpoint.take(),
            warnings=reply.warnings,
            blocked=reply.blocked,
            notes=reply.notes,
            dspy=greeting.dspy if greeting else "",
            seconds=seconds,
            memory_mb=reply.memory_mb,
        )
