"""A pytest process of the package's own interpreter that runs tests against changed functions.

The other side of `inside_pytest.py`. One worker answers one command at a time; `WorkerPool` holds
several, so that mutants run on all cores.
"""

from __future__ import annotations

import json
import os
import queue
import select
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from lift.engine.request import JsonValue
from lift.errors import EnvironmentFault
from lift.seeding.messages import (
    CallAnswer,
    Collected,
    EndStatus,
    ReachKey,
    RunOutcome,
    RunReader,
    read_collected,
    read_status,
)
from lift.seeding.workspace import private_environment

__all__ = ["RunCommand", "SuiteWorker", "WorkerPlan", "WorkerPool"]

_BLOCKED_PLUGINS = (
    "xdist cov pytest_cov randomly random_order rerunfailures cacheprovider timeout benchmark "
    "sugar instafail xdist.looponfail hypothesispytest".split()
)
_GRACE_S = 20.0
"""How much longer than its own deadline a worker may take to answer."""
_HANG_UP_S = 3.0
_LOOK_UP_S = 0.1
"""How often a waiting thread looks whether everything was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """Everything a worker is started with."""

    python: str
    workspace: Path
    """The private copy of the project; pytest runs here."""
    import_root: Path
    tests: tuple[str, ...]
    scratch: Path
    """Folder for home, temporary files and logs, one per pool."""
    start_timeout_s: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCommand:
    """Tests to run in a fresh child, maybe with one module changed."""

    tests: Sequence[str]
    deadline_s: float
    file: Path | None = None
    """The module in the workspace whose text becomes `source`."""
    module: str = ""
    """Its name for import."""
    source: str | None = None
    chain: Sequence[ReachKey] = ()
    """The changed function and those around it: only their code is replaced."""
    trace: bool = False
    stop_at_first: bool = False


class SuiteWorker:
    """One long-lived pytest process; not safe for several threads at once."""

    def __init__(self, plan: WorkerPlan, *, number: int, cancelled: threading.Event) -> None:
        self._plan = plan
        self._cancelled = cancelled
        self._work = plan.scratch / f"worker-{number}"
        self._work.mkdir(parents=True, exist_ok=True)
        self._log = self._work / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None
        self._read_fd = self._write_fd = -1
        self._rest = b""

    def start(self) -> Collected:
        """Start pytest and collect.

        Raises:
            EnvironmentFault: pytest cannot run there, or ends before it has collected.
        """
        self.close()
        command_read, self._write_fd = os.pipe()
        self._read_fd, answer_write = os.pipe()
        self._rest = b""
        plan = self._plan
        environment = private_environment(
            self._work, python_path=[plan.import_root, _plugin_folder(plan.scratch)]
        )
        environment["LIFT_SEED_CHANNEL"] = f"{command_read}:{answer_write}:{plan.import_root}"
        try:
            self._process = self._spawn(environment, (command_read, answer_write))
        except OSError as error:
            raise EnvironmentFault(
                f"{plan.python} cannot be started: {error.strerror or error}",
                hint="name the package's interpreter: --python PATH",
            ) from error
        finally:
            os.close(command_read)
            os.close(answer_write)
        message = self._next(time.monotonic() + plan.start_timeout_s)
        if message is None:
            tail = self._tail()
            self.close()
            raise EnvironmentFault(
                f"pytest could not collect the tests of {plan.workspace.name} with "
                f"{plan.python}:\n{tail}",
                hint=f"make this work first: {plan.python} -m pytest {' '.join(plan.tests)}",
            )
        return read_collected(message)

    def _spawn(self, env: Mapping[str, str], fds: Sequence[int]) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [
                    self._plan.python,
                    "-m",
                    "pytest",
                    *_pytest_options(self._plan),
                    *self._plan.tests,
                ],
                cwd=self._plan.workspace,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=fds,
                start_new_session=True,
            )

    def run(self, command: RunCommand) -> RunOutcome:
        """Run tests in a child; what it did to the process, memory or time ends with it."""
        payload: dict[str, JsonValue] = {
            "tests": list(command.tests),
            "deadline_s": command.deadline_s,
            "trace": command.trace,
            "stop_at_first": command.stop_at_first,
        }
        if command.source is not None:
            payload["file"] = str(command.file)
            payload["module"] = command.module
            payload["source"] = command.source
            payload["chain"] = [list(key) for key in command.chain]
        reader = RunReader(self._plan.import_root, self._plan.workspace)
        status = self._exchange(payload, reader)
        return reader.outcome(status)

    def answer(
        self, *, setup: str, code: str, entry: str, cases: Sequence[tuple[str, str]]
    ) -> tuple[CallAnswer, ...]:
        """Call a function apart from its package; shorter than `cases` when it did not last."""
        payload: dict[str, JsonValue] = {
            "setup": setup,
            "code": code,
            "entry": entry,
            "cases": [{"args": args, "kwargs": kwargs} for args, kwargs in cases],
            "deadline_s": 10.0,
        }
        reader = RunReader(self._plan.import_root, self._plan.workspace)
        self._exchange(payload, reader)
        return tuple(reader.answers)

    def _exchange(self, payload: Mapping[str, JsonValue], reader: RunReader) -> EndStatus:
        if self._process is None:
            self.start()
        deadline = time.monotonic() + float(str(payload["deadline_s"])) + _GRACE_S
        with suppress(BrokenPipeError):
            _write_all(self._write_fd, json.dumps(payload).encode() + b"\n")
        while True:
            message = self._next(deadline)
            if message is None:
                self.close()
                return "crashed"
            if message.get("event") == "end":
                return read_status(message)
            reader.add(message)

    def _next(self, deadline: float) -> dict[str, JsonValue] | None:
        """The next message; None when the worker ended, is silent too long, or all is cancelled."""
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0 or self._cancelled.is_set():
                return None
            if not select.select([self._read_fd], [], [], min(left, _LOOK_UP_S))[0]:
                continue
            data = os.read(self._read_fd, 1 << 16)
            if not data:
                return None
            self._rest += data
        line, self._rest = self._rest.split(b"\n", 1)
        message: dict[str, JsonValue] = json.loads(line)
        return message

    def _tail(self) -> str:
        text = self._log.read_text(encoding="utf-8", errors="replace").strip()
        return "\n".join(text.splitlines()[-12:]) or "it said nothing"

    def close(self) -> None:
        """End the process and what it started; idempotent."""
        for descriptor in (self._read_fd, self._write_fd):
            if descriptor >= 0:
                os.close(descriptor)
        self._read_fd = self._write_fd = -1
        if self._process is not None:
            # Hanging up lets it end its child, which is a session of its own.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_HANG_UP_S)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def __enter__(self) -> SuiteWorker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(slots=True)
class WorkerPool:
    """Workers on one workspace and threads to feed them."""

    plan: WorkerPlan
    size: int
    _free: queue.SimpleQueue[SuiteWorker] = field(default_factory=queue.SimpleQueue["SuiteWorker"])
    _stack: ExitStack = field(default_factory=ExitStack)
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> WorkerPool:
        for number in range(self.size):
            self._free.put(
                self._stack.enter_context(
                    SuiteWorker(self.plan, number=number, cancelled=self._cancelled)
                )
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    @contextmanager
    def worker(self) -> Generator[SuiteWorker]:
        """Borrow a worker; blocks until one is free."""
        worker = self._free.get()
        try:
            yield worker
        finally:
            self._free.put(worker)

    def run_all(self, commands: Sequence[RunCommand]) -> tuple[RunOutcome, ...]:
        """One outcome per command, in the same order."""
        with ThreadPoolExecutor(max_workers=self.size, thread_name_prefix="seed") as threads:
            try:
                return tuple(threads.map(self._run, commands))
            except BaseException:  # Ctrl-C: no thread waits for its mutant any more
                self._cancelled.set()
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def _run(self, command: RunCommand) -> RunOutcome:
        with self.worker() as worker:
            return worker.run(command)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _pytest_options(plan: WorkerPlan) -> list[str]:
    blocked = [option for name in _BLOCKED_PLUGINS for option in ("-p", f"no:{name}")]
    return [
        "-p",
        "lift_seed_plugin",
        *blocked,
        "-o",
        "addopts=",
        "-q",
        f"--rootdir={plan.workspace}",
        "--continue-on-collection-errors",
        "--tb=no",
    ]


def _plugin_folder(scratch: Path) -> Path:
    """A folder that holds the plugin and nothing else; lift itself stays off the path."""
    folder = scratch / "plugin"
    target = folder / "lift_seed_plugin.py"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(Path(__file__).with_name("inside_pytest.py"), target)
    return folder
