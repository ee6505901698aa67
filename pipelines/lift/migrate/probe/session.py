"""A process in another environment that answers questions about a project, one after the other."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

from pydantic import ValidationError

from lift.engine.request import JsonValue
from lift.errors import EnvironmentFault
from lift.migrate.envs.recipe import variables
from lift.migrate.envs.tools import REDIRECTS
from lift.migrate.probe.reply import CaseRun, Greeting, ModuleShape, ProbeError, Reply
from lift.migrate.probe.spare import spare_lift
from lift.migrate.secret_forms import is_secret_variable

__all__ = ["Limits", "Session"]

_MAIN = Path(__file__).parent / "inside" / "main.py"
_KEY = "lift"
"""Stands for every secret."""
_HINT = "lift migrate env list shows the environments, repair mends one"
_LONGEST = 256_000_000
"""Bytes of one answer; more is a runaway program."""
_TAIL = 4000
_ENDING_S = 5.0
_Reply = TypeVar("_Reply", bound=Reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a process may take for what."""

    start_s: float = 180.0
    """For importing DSPy, on however slow a disk."""
    answer_s: float = 120.0
    """For one question, such as running a case."""


@dataclass(kw_only=True)
class Session:
    """A running probe; starts and ends with the `with` statement.

    After a question that was not answered in time the process is gone, and the next question starts
    another.
    """

    python: Path
    """The interpreter of the environment."""
    port: int
    """Of the recording endpoint."""
    root: Path
    """The working directory of the programs, and the first place that they import from."""
    paths: Sequence[Path] = ()
    """Further places to import from, such as `src`."""
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    """The caller's environment variables; what looks like a secret is replaced."""
    limits: Limits = field(default_factory=Limits)
    greeting: Greeting | None = None
    """How the process that runs now imported DSPy."""

    def __post_init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._private: tempfile.TemporaryDirectory[str] | None = None
        self._errors: IO[bytes] | None = None
        self._pending = b""

    def __enter__(self) -> Session:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Greeting:
        """Start the process and import DSPy in it; its error, if any, is in the result.

        Raises:
            EnvironmentFault: the interpreter cannot be started, or says nothing.
        """
        self.stop()
        try:
            self._spawn()
            answer = self._greeting()
        except BaseException:  # Ctrl-C while DSPy is imported as well
            self.stop()
            raise
        self.greeting = answer
        return answer

    def _spawn(self) -> None:
        self._private = tempfile.TemporaryDirectory(prefix="lift-probe-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self._process = subprocess.Popen(
                [str(self.python), "-s", str(_MAIN)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=self._child_env(self._private.name),
                cwd=self._private.name,
                start_new_session=True,
            )
        except OSError as error:
            raise EnvironmentFault(
                f"{self.python} cannot be started: {error.strerror or error}", hint=_HINT
            ) from error
        root = str(self.root.absolute())
        self._send(
            {
                "port": self.port,
                "cwd": root,
                "private": self._private.name,
                "paths": [root, *(str(one.absolute()) for one in self.paths)],
                "spare": str(spare_lift(Path(self._private.name))),
            }
        )

    def _greeting(self) -> Greeting:
        answer = self._receive(self.limits.start_s)
        if not isinstance(answer, ProbeError):
            try:
                return Greeting.model_validate_json(answer)
            except ValidationError as error:
                answer = _unreadable(error)
        said = "; ".join([answer.last_line, *answer.traceback.splitlines()[-1:]])
        raise EnvironmentFault(f"{self.python} did not import DSPy: {said}", hint=_HINT)

    def stop(self) -> None:
        """End the process and everything that it started; idempotent."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
            _kill(process)
        if self._errors is not None:
            self._errors.close()
            self._errors = None
        if self._private is not None:
            self._private.cleanup()
            self._private = None
        self._pending = b""

    def describe(self, name: str, path: Path | None = None) -> ModuleShape:
        """Import a module of the project and describe its signatures and programs."""
        given = None if path is None else str(path.absolute())
        return self._ask(ModuleShape, {"op": "describe", "name": name, "path": given})

    def run_case(
        self,
        program: str,
        inputs: Mapping[str, JsonValue],
        *,
        path: Path | None = None,
        metric: str | None = None,
        expected: Mapping[str, JsonValue] | None = None,
    ) -> CaseRun:
        """Run one program of the project.

        Args:
            program: `package.module:Name`, a class, an object, or a function that makes one.
            inputs: JSON values; made into the types of the program's fields.
            path: The module's file, where its name is none that can be imported.
            metric: `package.module:function`, called with an example and the prediction.
            expected: What the example has besides the inputs.
        """
        question: dict[str, JsonValue] = {"op": "case", "program": program, "inputs": dict(inputs)}
        if path is not None:
            question["path"] = str(path.absolute())
        if metric is not None:
            question |= {"metric": metric, "expected": dict(expected or {})}
        return self._ask(CaseRun, question)

    def run_script(self, path: Path, argv: Sequence[str] = ()) -> Reply:
        """Run a file as a script; what it printed and raised is in the result."""
        return self._ask(Reply, {"op": "run", "path": str(path.absolute()), "argv": list(argv)})

    def _ask(self, kind: type[_Reply], question: Mapping[str, JsonValue]) -> _Reply:
        if self._process is None:
            greeting = self.start()
            if greeting.error is not None:
                return kind(error=greeting.error)
        elif self.greeting is not None and self.greeting.error is not None:
            return kind(error=self.greeting.error)
        self._send(question)
        answer = self._receive(self.limits.answer_s)
        if isinstance(answer, ProbeError):
            self.stop()
            return kind(error=answer)
        try:
            return kind.model_validate_json(answer)
        except ValidationError as error:
            return kind(error=_unreadable(error))

    def _send(self, message: Mapping[str, JsonValue]) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return  # what it died of is told when its answer is read

    def _receive(self, timeout_s: float) -> bytes | ProbeError:
        """Return one line, or what came instead of it."""
        process = self._process
        if process is None or process.stdout is None:
            return ProbeError(type="Died", message="the process is not running")
        until, read = time.monotonic() + timeout_s, process.stdout.fileno()
        while b"\n" not in self._pending:
            if not _readable(read, until - time.monotonic()):
                return ProbeError(type="Timeout", message=f"no answer within {timeout_s:g} s")
            chunk = os.read(read, 1 << 16)
            if not chunk or len(self._pending) > _LONGEST:
                return self._death(process)
            self._pending += chunk
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _death(self, process: subprocess.Popen[bytes]) -> ProbeError:
        """Say how the process ended, with the end of what it wrote to stderr."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_ENDING_S)  # it closed its answers, and may be about to exit
        _kill(process)
        status = process.returncode
        how = f"status {status}" if status >= 0 else signal.Signals(-status).name
        tail = ""
        if self._errors is not None:
            self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _TAIL))
            tail = self._errors.read().decode("utf-8", "replace").strip()
        return ProbeError(type="Died", message=f"the process ended with {how}", traceback=tail)

    def _child_env(self, private: str) -> dict[str, str]:
        """Return the caller's variables, without secrets and without a shared cache."""
        kept = {
            name: _KEY if is_secret_variable(name, value) else value
            for name, value in self.env.items()
            if name not in REDIRECTS and not name.startswith(("DSPY_", "DSP_"))
        }
        own = {"OPENAI_API_KEY": _KEY, "DSPY_CACHEDIR": f"{private}/dspy"}
        own |= {"DSP_CACHEBOOL": "false", "DSP_CACHEDIR": f"{private}/dsp"}
        own |= {"DSP_NOTEBOOK_CACHEDIR": f"{private}/dsp-notebook", "PYTHONHASHSEED": "0"}
        own |= {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "NO_PROXY": "*", "no_proxy": "*"}
        return kept | own | variables()


def _unreadable(error: ValidationError) -> ProbeError:
    said = f"the probe answered what cannot be read: {error.errors()[0]['msg']}"
    return ProbeError(type="Died", message=said)


def _readable(handle: int, timeout_s: float) -> bool:
    """Wait until there is something to read; False when the time is over."""
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        return bool(selector.select(max(timeout_s, 0)))


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process group; the process leads it, so nothing that it started outlives it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
