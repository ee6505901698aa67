"""Runs a test-suite against code that a model wrote, with files read-only and no way out.

Started by `lift.sandbox.pytests` with the interpreter of the project. The outcome of each test goes
to a pipe as a JSON line that carries the parent's nonce. The code under test shares this process,
so a program written for the purpose can find the nonce; the parent's checks (canaries, exact ids,
each once, an orderly end) catch what is less than that. See docs/explanation/sandbox.md.
"""

from __future__ import annotations

import json
import marshal
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import seal  # noqa: TID252  there is no package `lift` in here

if TYPE_CHECKING:
    from .requests import PytestRequest  # noqa: TID252

__all__ = ["main"]

_SYSTEM = (
    "/lib /lib64 /usr/lib /usr/lib64 /usr/local/lib /etc/ld.so.cache /etc/localtime "
    "/usr/share/zoneinfo /dev/urandom /dev/random /dev/zero"
).split()
"""Readable besides the interpreter and the project: shared libraries, time zones, randomness."""
_OFF = (
    *("cacheprovider", "randomly", "xdist", "cov", "rerunfailures", "pytest_cov", "sugar"),
    "hypothesispytest",
)
"""Plugins that would write, reorder, repeat or start processes."""


def main(pipe: int) -> None:
    """Read the request, seal the process, run the tests, report each, and end at once."""
    request: PytestRequest = marshal.loads(sys.stdin.buffer.read())  # noqa: S302  from our parent
    send = _sender(pipe, request["nonce"])
    devnull = os.open(os.devnull, os.O_RDWR)
    os.dup2(devnull, 0)
    sys.path[:] = [path for path in sys.path if path]  # nothing of the project before the seal
    try:
        import pytest
    except ImportError as error:
        send(kind="no-pytest", reason=str(error))
        seal.leave()
    os.chdir(request["view"])
    try:
        layers = _seal(request)
    except OSError as error:
        send(kind="unsealed", reason=str(error))
        seal.leave()
    send(kind="sealed", layers=layers)
    sys.path[:0] = [request["view"], str(Path(request["view"], "src"))]
    plugins_off = [word for name in _OFF for word in ("-p", f"no:{name}")]
    options = ["--rootdir", request["view"], "-o", "addopts=", "-q", *plugins_off]
    status = pytest.main([*options, *request["tests"]], plugins=[_Reporter(send)])
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    send(kind="end", status=int(status), files=[file for file in files if isinstance(file, str)])
    seal.leave()


def _seal(request: PytestRequest) -> list[str]:
    """Close every door, then try three of them; return the names of the optional layers that hold.

    Raises:
        OSError: A needed layer was refused, or a door that must be shut still opens.
    """
    # Address space only stops sudden bursts here: libraries reserve much more than they use.
    memory_mb = 4 * request["memory_mb"] + 1024
    files = {"file_mb": request["disk_mb"], "files": 256}
    if sys.platform == "darwin":
        seal.limit(cpu_s=request["cpu_s"], memory_mb=memory_mb, **files)
        return []
    seal.die_with_parent(request["parent"])
    namespaces = seal.leave_namespaces()
    seal.limit(cpu_s=request["cpu_s"], memory_mb=memory_mb, **files)
    seal.drop_capabilities(request["machine"])
    rules = [(path, seal.READ) for path in _readable(request)]
    rules += [(request["private"], seal.WRITE), ("/dev/null", seal.WRITE)]
    if not seal.restrict_files(rules):
        raise OSError("this kernel has no Landlock, so files could not be kept from being read")
    seal.install_filter(request["filter"])
    _try_doors(request["outside"])
    return namespaces


def _readable(request: PytestRequest) -> list[str]:
    prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    inside = str(Path(__file__).resolve().parent)
    paths = dict.fromkeys([*_SYSTEM, *prefixes, *sys.path, request["view"], inside])
    return [path for path in paths if path not in {"", "/"} and Path(path).exists()]


def _try_doors(outside: str) -> None:
    doors: list[Callable[[], object]] = [
        lambda: os.open(outside, os.O_RDONLY),
        os.fork,
        lambda: socket.socket(socket.AF_INET),
    ]
    for door in doors:
        try:
            door()
        except PermissionError:
            continue
        raise OSError("the sandbox was accepted by the kernel but does not hold")


def _sender(pipe: int, nonce: str) -> Callable[..., None]:
    """Return a function that reports; it keeps its own references to what it needs."""
    write, dumps = os.write, json.dumps

    def send(**message: object) -> None:
        data = dumps({"nonce": nonce, **message}).encode() + b"\n"
        while data:
            data = data[write(pipe, data) :]

    return send


class _Reporter:
    """The pytest plugin that reports: one line per test, after its teardown."""

    def __init__(self, send: Callable[..., None]) -> None:
        self._send = send
        self._worst: dict[str, tuple[str, str]] = {}

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self._send(kind="collect", id=report.nodeid, text=str(report.longrepr)[-2000:])

    def pytest_runtest_logreport(self, report: Any) -> None:
        outcome, text = self._worst.get(report.nodeid, ("", ""))
        if report.failed:
            outcome = "failed" if report.when == "call" else "error"
            text = text or report.longreprtext[:20_000]
        elif report.skipped and not outcome:
            outcome = "xfailed" if hasattr(report, "wasxfail") else "skipped"
        elif report.when == "call" and not outcome:
            outcome = "passed"
        self._worst[report.nodeid] = (outcome, text)
        if report.when == "teardown":
            self._send(kind="test", id=report.nodeid, outcome=outcome, text=text)
