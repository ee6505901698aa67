"""A pytest plugin that runs in the package's own interpreter; `lift.seeding.worker` starts it.

It needs the standard library and pytest only and never imports lift; the file is copied beside
the workspace as `lift_seed_plugin.py`. After collection it does not run the tests but answers
commands (JSON lines over two file descriptors). Each command runs in a forked child, so packages
are imported and tests collected once, and no run leaves anything behind for the next.

A function is changed by giving every live copy of it new code (`function.__code__`): whoever
imported, decorated or registered it before sees the change.
"""

# ruff: noqa: B905, PTH118, PTH123, S101, S102, S307, UP007 - Python 3.8 may have to run this
from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import threading
import time
import types
import warnings
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Union

import pytest

if TYPE_CHECKING:
    import pluggy

    Json = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]
    _Functions = dict[tuple[str, int, str], list[types.FunctionType]]

_VARIABLE = "LIFT_SEED_CHANNEL"
_EXTRA_MEMORY_BYTES = 2 * 1024**3
_LARGEST_FILE_BYTES = 256 * 1024**2


class _Channel:
    """JSON lines to and from lift."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd
        for descriptor in (read_fd, write_fd):
            os.set_inheritable(descriptor, False)
        self._reader = os.fdopen(read_fd, "r", encoding="utf-8", newline="\n")

    def commands(self) -> Iterator[dict[str, Json]]:
        for line in iter(self._reader.readline, ""):
            yield json.loads(line)

    def say(self, **message: Json) -> None:
        _write_line(self.write_fd, message)


def _write_line(descriptor: int, message: dict[str, Json]) -> None:
    data = (json.dumps(message) + "\n").encode()
    while data:
        data = data[os.write(descriptor, data) :]


class SeedPlugin:
    """Collects once, then answers `run` commands until lift hangs up."""

    def __init__(self, channel: _Channel, source_root: str) -> None:
        self._channel = channel
        self._source_root = os.path.join(os.path.realpath(source_root), "")
        self._items: dict[str, pytest.Item] = {}
        self._broken: list[Json] = []
        self._failure: dict[str, Json] | None = None
        self._outcome = ""
        self._functions: _Functions = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        self._channel.say(
            event="ready",
            tests=[_describe_test(item) for item in session.items],
            broken=self._broken,
            modules=[name for name in sys.modules if "." not in name],
            python=".".join(map(str, sys.version_info[:3])),
            pytest=pytest.__version__,
        )
        _settle_hypothesis()
        self._functions = _live_functions(self._source_root)
        gc.collect()
        gc.freeze()  # a collection in a child would copy every page that it shares with us
        for command in self._channel.commands():
            self._answer(command)
        return True

    def _answer(self, command: dict[str, Json]) -> None:
        read_fd, write_fd = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # 3.12 warns of forks when a package started threads
            child = os.fork()
        if child == 0:
            os.close(read_fd)
            exit_code = 1
            try:
                os.close(self._channel.read_fd)
                os.close(self._channel.write_fd)
                _limit(float(str(command["deadline_s"])))
                self._in_child(command, write_fd)
                exit_code = 0
            finally:
                os._exit(exit_code)
        os.close(write_fd)
        try:
            status = self._relay(read_fd, float(str(command["deadline_s"])))
        finally:  # also when lift is gone and the answer cannot be passed on
            os.close(read_fd)
            _kill(child)
            _, code = os.waitpid(child, 0)
        if status == "done" and code != 0:
            status = "crashed"
        self._channel.say(event="end", status=status)

    def _relay(self, read_fd: int, deadline_s: float) -> str:
        """Pass the child's messages on until it ends, its time is over or lift hangs up."""
        end = time.monotonic() + deadline_s
        while True:
            left = max(end - time.monotonic(), 0.0)
            ready, _, _ = select.select([read_fd, self._channel.read_fd], [], [], left)
            if read_fd not in ready:
                return "timeout"
            data = os.read(read_fd, 65536)
            if not data:
                return "done"
            while data:
                data = data[os.write(self._channel.write_fd, data) :]

    def _in_child(self, command: dict[str, Json], write_fd: int) -> None:
        os.setsid()
        source = command.get("source")
        if isinstance(source, str):
            with contextlib.suppress(ImportError):  # a module that tests import late
                importlib.import_module(str(command["module"]))
            known = {**_live_functions(self._source_root), **self._functions}
            problem = _splice(known, str(command["file"]), source, _keys(command["chain"]))
            if problem:
                _write_line(write_fd, {"event": "refused", "reason": problem})
                return
        if "cases" in command:
            _call_cases(command, write_fd)
            return
        self._run_tests(command, write_fd)

    def _run_tests(self, command: dict[str, Json], write_fd: int) -> None:
        names = command["tests"]
        assert isinstance(names, list)
        items = [self._items[str(name)] for name in names]
        tracer = _Tracer(self._source_root) if command.get("trace") else None
        for item, following in zip(items, [*items[1:], None]):
            _write_line(write_fd, {"event": "start", "test": item.nodeid})
            self._begin()
            began = time.perf_counter()
            with tracer or contextlib.nullcontext():
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            report: dict[str, Json] = {
                "event": "result",
                "test": item.nodeid,
                "outcome": self._outcome,
                "seconds": time.perf_counter() - began,
                "failure": self._failure,
                "reached": tracer.take() if tracer else [],
            }
            _write_line(write_fd, report)
            if self._failure is not None and command.get("stop_at_first"):
                return

    def _begin(self) -> None:
        self._failure, self._outcome = None, "passed"

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pluggy.Result[pytest.TestReport], None]:
        outcome = yield
        report: pytest.TestReport = outcome.get_result()
        if report.failed:
            self._outcome = "failed"
            if self._failure is None:
                self._failure = _describe_failure(item, call, report.when)
        elif report.skipped or hasattr(report, "wasxfail"):
            self._outcome = "skipped"


class _Tracer:
    """Which functions of the package run while it is entered."""

    def __init__(self, source_root: str) -> None:
        self._root = source_root
        self._codes: dict[int, types.CodeType] = {}

    def __enter__(self) -> None:
        self._codes = {}
        threading.setprofile(self._note)
        sys.setprofile(self._note)

    def __exit__(self, *exception: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def _note(self, frame: types.FrameType, event: str, _: object) -> None:
        if event == "call":
            self._codes[id(frame.f_code)] = frame.f_code

    def take(self) -> list[Json]:
        """[file, first line, name] of each, files relative to the workspace."""
        inside = [c for c in self._codes.values() if c.co_filename.startswith(self._root)]
        found = {(c.co_filename[len(self._root) :], c.co_firstlineno, c.co_name) for c in inside}
        return [list(key) for key in sorted(found)]


def _describe_test(item: pytest.Item) -> dict[str, Json]:
    function = getattr(item, "function", None)
    document = getattr(function, "__doc__", None)
    return {
        "id": item.nodeid,
        "file": str(item.location[0]).replace(os.sep, "/"),
        "qualname": str(getattr(function, "__qualname__", "")),
        "doc": document if isinstance(document, str) else None,
        "parametrized": hasattr(item, "callspec"),
    }


def _describe_failure(item: pytest.Item, call: pytest.CallInfo[None], when: str) -> dict[str, Json]:
    """Where in the test it failed and the first line of what pytest would print behind `E`."""
    if call.excinfo is None:
        return {"kind": "error", "line": 0, "message": "failed", "when": when}
    test_file = str(getattr(item, "path", None) or item.fspath)
    lines = [e.lineno + 1 for e in call.excinfo.traceback if str(e.path) == test_file]
    raised = call.excinfo.type
    asserted = issubclass(raised, (AssertionError, pytest.fail.Exception))
    message = call.excinfo.exconly(tryshort=True).strip()
    if message.startswith("AssertionError: assert "):  # pytest forgets it where the text has quotes
        message = message.removeprefix("AssertionError: ")
    return {
        "kind": "assertion" if asserted else "error",
        "line": lines[-1] if lines else 0,
        "message": message.split("\n", 1)[0].strip()[:2000],
        "when": when,
    }


def _kill(child: int) -> None:
    """End the child with everything it started; it may not have its own group yet."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _settle_hypothesis() -> None:
    """Make property tests try the same examples every time; a random one could blame a mutant."""
    hypothesis = sys.modules.get("hypothesis")
    if hypothesis is not None:
        hypothesis.settings.register_profile("lift", derandomize=True, deadline=None, database=None)
        hypothesis.settings.load_profile("lift")


def _limit(deadline_s: float) -> None:
    """A mutant that allocates without end gets a MemoryError instead of the machine.

    The processor limit is for the case that this worker is killed and cannot end its child.
    """
    seconds = int(deadline_s) + 30
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE_BYTES, _LARGEST_FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open("/proc/self/statm", encoding="ascii") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        limit = used + _EXTRA_MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _keys(value: Json) -> set[tuple[int, str]]:
    assert isinstance(value, list)
    return {(int(str(pair[0])), str(pair[1])) for pair in value if isinstance(pair, list)}


def _live_functions(source_root: str) -> _Functions:
    """Every function of the package that exists now, by the place of its code."""
    found: _Functions = {}
    for thing in gc.get_objects():
        if type(thing) is types.FunctionType:
            code = thing.__code__
            path = os.path.realpath(code.co_filename)
            if path.startswith(source_root):
                key = (path, code.co_firstlineno, code.co_name)
                found.setdefault(key, []).append(thing)
    return found


def _splice(known: _Functions, path: str, source: str, keys: set[tuple[int, str]]) -> str:
    """Give the functions named by (first line, name) the code of the changed module text."""
    full = os.path.realpath(path)
    module = compile(source, full, "exec", dont_inherit=True)
    new = {(c.co_firstlineno, c.co_name): c for c in _codes(module)}
    live = [function for key in keys for function in known.get((full, *key), [])]
    if not live:
        return "the function does not exist after import"
    for function in live:
        old = function.__code__
        code = new.get((old.co_firstlineno, old.co_name))
        if code is None or code.co_freevars != old.co_freevars:
            return "the change would need other closure variables"
        function.__code__ = code
    return ""


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)


def _call_cases(command: dict[str, Json], write_fd: int) -> None:
    """Define setup and function apart from the package and answer each case with `repr`."""
    space: dict[str, object] = {"__name__": "lift_case"}
    exec(compile(str(command["setup"]), "<setup>", "exec", dont_inherit=True), space)
    exec(compile(str(command["code"]), "<code>", "exec", dont_inherit=True), space)
    cases = command["cases"]
    assert isinstance(cases, list)
    for case in cases:
        call = f"{command['entry']}(*({case['args']}), **({case['kwargs']}))"  # type: ignore[index,call-overload]
        try:
            answer: dict[str, Json] = {"value": repr(eval(call, space)), "error": None}
        except Exception as error:  # noqa: BLE001 - isolation point: the called function
            answer = {"value": None, "error": type(error).__name__}
        _write_line(write_fd, {"event": "answer", **answer})


def pytest_configure(config: pytest.Config) -> None:
    """Register the server when lift started this pytest."""
    told = os.environ.pop(_VARIABLE, None)
    if told is not None:
        read_fd, write_fd, source_root = told.split(":", 2)
        channel = _Channel(int(read_fd), int(write_fd))
        config.pluginmanager.register(SeedPlugin(channel, source_root), "lift-seed-server")
