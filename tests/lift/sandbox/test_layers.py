from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lift.sandbox import layers
from lift.sandbox.filters import calls_filter, pytest_filter
from lift.sandbox.syscalls import MACHINES

WITHOUT = """
import ctypes, struct, sys
from lift.sandbox.inside import seal
name, number, error = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def op(code, value, yes=0, no=0): return struct.pack("HBBI", code, yes, no, value)
conditions = op(0x15, number, no=1) + op(6, 0x50000 | error)
if name == "seccomp":  # only as an argument of prctl, which everything else needs, too
    conditions = op(0x15, 157, no=3) + op(0x20, 16) + op(0x15, 22, no=1) + op(6, 0x50000 | 22)
seal.install_filter(op(0x20, 0) + conditions + op(6, 0x7FFF0000))
from pathlib import Path
from lift.errors import SandboxUnavailable
from lift.sandbox import Call, Limits, layers, run_calls, run_pytest
def attempt(function, **arguments):
    try:
        print(function.__name__, "ran", function(limits=Limits(), **arguments).stopped)
    except SandboxUnavailable as error:
        print(function.__name__, "refused:", error.message)
for layer in layers():
    print(layer.name, layer.available, bool(layer.remedy))
attempt(run_calls, source="def f(): return 1", entry="f", setup="", calls=[Call()])
attempt(run_pytest, project=Path(sys.argv[4]), overlay={}, tests=["t.py::t"], python=sys.argv[5])
"""


def test_this_machine_has_the_needed_layers() -> None:
    found = {layer.name: layer for layer in layers()}

    assert set(found) == {"seccomp", "landlock", "watchdog", "namespaces"}
    assert all(layer.available for layer in found.values() if layer.required)
    assert all(layer.detail for layer in found.values())
    assert all(bool(layer.remedy) is not layer.available for layer in found.values())


def on_a_kernel_without(name: str, number: int, error: int, folder: Path, python: str) -> list[str]:
    """Run everything below a filter of ours that plays a kernel without one feature."""
    (folder / "t.py").write_text("def t(): pass", encoding="utf-8")
    arguments = [name, str(number), str(error), str(folder), python]
    command = [sys.executable, "-c", WITHOUT, *arguments]
    paths = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=paths)
    return answer.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux kernels")
def test_without_landlock_calls_run_and_suites_are_refused(
    tmp_path: Path, suite_python: str
) -> None:
    lines = on_a_kernel_without("landlock", 444, 38, tmp_path, suite_python)

    assert "landlock False True" in lines
    assert "run_calls ran None" in lines
    assert lines[-1].startswith("run_pytest refused: the sandbox could not be closed: this kernel")


@pytest.mark.skipif(MACHINES.get("x86_64") is None, reason="numbers of x86-64")
def test_without_seccomp_everything_is_refused(tmp_path: Path, suite_python: str) -> None:
    lines = on_a_kernel_without("seccomp", 157, 22, tmp_path, suite_python)

    assert "seccomp False True" in lines
    assert lines[-2].startswith("run_calls refused: the sandbox could not be closed: ")
    assert lines[-1].startswith("run_pytest refused: the sandbox could not be closed: ")


@pytest.mark.parametrize("machine", list(MACHINES))
@pytest.mark.parametrize("build", [calls_filter, pytest_filter])
def test_a_filter_fits_every_known_machine(machine: str, build: object) -> None:
    assert callable(build)
    program: object = build(machine)

    assert isinstance(program, bytes)
    assert 0 < len(program) // 8 <= 4096  # the kernel's limit
    assert program.endswith(bytes.fromhex("0600000001000500"))  # whatever is left: EPERM


def test_the_table_agrees_with_the_headers_of_this_machine() -> None:
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if not header.exists():
        pytest.skip("no kernel headers here")
    words = [line.split() for line in header.read_text(encoding="ascii").splitlines()]
    numbers = {w[1].removeprefix("__NR_"): int(w[2]) for w in words if len(w) == 3}

    ours = MACHINES["x86_64"].numbers
    assert {name: number for name, number in ours.items() if name in numbers} == {
        name: numbers[name] for name in ours if name in numbers
    }
