"""Fixes that attack a run of somebody's test-suite; each passes if its wall is missing.

Like `hostile`, also run by an ordinary user:
`python -m tests.lift.sandbox.hostile_suites INTERPRETER`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lift.sandbox import Limits, run_pytest

TESTS = ("tests/test_shop.py::test_total", "tests/test_shop.py::TestShop::test_each[1]")
GOOD = "def total(prices):\n    return sum(prices)\n"
QUICK = Limits(cpu_s=20, wall_s=60, memory_mb=256, output_bytes=500_000, disk_mb=16)
_SUITE = """
import pytest
from shop import total

def test_total(tmp_path):
    (tmp_path / "prices").write_text("1 2")
    assert total([1, 2]) == 3

class TestShop:
    @pytest.mark.parametrize("count", [1, 2])
    def test_each(self, count):
        assert total([5] * count) == 5 * count
"""


@dataclass(frozen=True, kw_only=True)
class SuiteAttack:
    """One hostile version of `shop.py`. Where it says nothing, the tests must have failed."""

    name: str
    source: str
    says: str = ""
    """Must be found in why the run was stopped or in what its tests failed with."""
    limits: Limits = QUICK


@dataclass(frozen=True, kw_only=True)
class SuiteVerdict:
    passed: bool
    text: str
    touched: bool
    """Whether anything of the project itself was changed."""


def deed(
    name: str, body: str, *, says: str = "not permitted", limits: Limits = QUICK
) -> SuiteAttack:
    """Make a fix that is right once it has done what it must not."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = f"import os\n{GOOD}\ndef deed():\n{lines}\ndeed()\n"
    return SuiteAttack(name=name, source=source, says=says, limits=limits)


DOORS = (
    "open('PROJECT/shop.py').read()",
    "open('/etc/passwd').read()",
    "open('PROJECT/shop.py', 'a').write('#')",
    "open('tests/test_shop.py', 'w')",
    "os.open('tests/test_shop.py', os.O_RDONLY | os.O_TRUNC)",
    "os.truncate('tests/test_shop.py', 0)",
    "os.unlink('tests/test_shop.py')",
    "os.rename('tests', os.environ['HOME'] + '/tests')",
    "os.link('PROJECT/shop.py', os.environ['HOME'] + '/x')",
    "os.symlink('/etc', 'tests/etc')",
    "open('/tmp/lift-escape', 'w')",
    "os.listdir('/root')",
    "os.chown('PROJECT/shop.py', os.getuid(), -1)",
    "os.setxattr('PROJECT/shop.py', 'user.x', b'y')",
    "socket.create_connection((b'127.0.0.1', 9))",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "socket.socket(socket.AF_UNIX)",
    "socket.socketpair(type=socket.SOCK_DGRAM)",
    "os.fork()",
    "subprocess.run(['/bin/true'])",
    "os.execv('/bin/true', ['true'])",
    "threading.Thread(target=print).start()",
    "os.kill(os.getppid(), 0)",
    "os.memfd_create('x')",
    "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
)
_TRY_DOORS = f"""
import errno, fcntl, os, resource, socket, subprocess, threading
opened = []
for door in {DOORS!r}:
    try:
        exec(door)
    except (PermissionError, RuntimeError):
        continue
    except OSError as error:
        if error.errno == errno.EXDEV:  # what Landlock says about moving and linking
            continue
        opened.append((door, str(error)))
    else:
        opened.append(door)
os.chmod("PROJECT/shop.py", 0o777)  # answered with success, not done
os.utime("PROJECT/shop.py", (0, 0))

def total(prices):
    raise LookupError(f"opened {{opened}}")
"""

SUITE_ATTACKS = (
    SuiteAttack(name="tries every door", source=_TRY_DOORS, says="opened []"),
    deed(
        "fills the disk",
        "for n in range(100):\n"
        "    open(os.environ['TMPDIR'] + f'/{n}', 'wb').write(b'x' * 2**20)\n"
        "while True: pass",
        says="more than 16 MB of files",
    ),
    deed(
        "fills the disk with deleted files",
        "import tempfile\n"
        "kept = []\n"
        "for n in range(100):\n"
        "    kept.append(tempfile.TemporaryFile(buffering=0))\n"
        "    kept[-1].write(b'x' * 2**20)\n"
        "while True: pass",
        says="more than 16 MB of files",
    ),
    deed(
        "fills one file",
        "open(os.environ['TMPDIR'] + '/x', 'wb').write(b'x' * 2**25)",
        says="large",
    ),
    deed(
        "allocates",
        "kept = [b'x' * 2**20 for _ in range(400)]\nwhile True: pass",
        says="more than 256 MB of memory",
    ),
    deed("allocates 10 GB", "bytearray(10 * 2**30)", says="MemoryError"),
    deed(
        "loops",
        "while True: pass",
        says="2 s of processor time",
        limits=Limits(cpu_s=2, memory_mb=256),
    ),
    deed("leaves", "os._exit(0)", says="before the last test was reported"),
    deed(
        "floods the report",
        "import stat\n"
        "for fd in range(3, 1024):\n"
        "    try:\n"
        "        while stat.S_ISFIFO(os.fstat(fd).st_mode): os.write(fd, b'x' * 2**16)\n"
        "    except OSError:\n"
        "        pass",
        says="500,000 bytes",
    ),
    SuiteAttack(
        name="forges the report without the nonce",
        source="""
import json, os
def total(prices):
    for test in TESTS:
        line = json.dumps({"nonce": "guess", "kind": "test", "id": test, "outcome": "passed"})
        for fd in range(3, 1024):
            try:
                os.write(fd, line.encode() + b"\\n")
            except OSError:
                pass
""",
        says="wrote to the report itself",
    ),
    SuiteAttack(
        name="patches how pytest reports",
        source="""
from _pytest.reports import TestReport
TestReport.failed = False
TestReport.passed = True
def total(prices): return 0
""",
        says="a test that must fail was not reported as failed",
    ),
    SuiteAttack(
        name="patches how pytest calls tests",
        source="""
from _pytest.python import Function
Function.runtest = lambda self: None
def total(prices): return 0
""",
        says="a test that must fail was not reported as failed",
    ),
    SuiteAttack(
        name="skips the tests",
        source="""
import pytest
def total(prices): pytest.skip("why not")
""",
        says="skipped",
    ),
    SuiteAttack(
        name="ends the session",
        source="""
import pytest
def total(prices): pytest.exit("done", 0)
""",
        says="was not reported as failed",
    ),
    SuiteAttack(
        name="puts another module in its place",
        source="""
import sys, types
fake = types.ModuleType("shop")
fake.total = sum
fake.__file__ = "elsewhere.py"
sys.modules[__name__] = fake
""",
        says="no test loaded shop.py",
    ),
    SuiteAttack(name="is wrong", source="def total(prices): return 0", says="assert 0 == 3"),
    SuiteAttack(name="does not parse", source="def total(prices) return 0", says="SyntaxError"),
)


_WALLS = "every door|fills the disk|allocates|loops|leaves|patches how pytest reports".split("|")
BY_ANYBODY = tuple(case for case in SUITE_ATTACKS if any(wall in case.name for wall in _WALLS))
"""One or two for each wall: what differs between root and others is the kernel's part."""


def make_project(folder: Path) -> Path:
    project = folder / "project"
    (project / "tests").mkdir(parents=True)
    (project / "shop.py").write_text("def total(prices):\n    return 0\n", encoding="utf-8")
    (project / "tests" / "test_shop.py").write_text(_SUITE, encoding="utf-8")
    (project / "setup.cfg").write_text("[tool:pytest]\naddopts = --nonsense\n", encoding="utf-8")
    return project


def attack_suite(case: SuiteAttack, python: str) -> SuiteVerdict:
    """Run an attack on a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder))
        before = _state(project)
        source = case.source.replace("PROJECT", str(project)).replace("TESTS", repr(TESTS))
        result = run_pytest(
            project=project,
            overlay={"shop.py": source},
            tests=TESTS,
            python=python,
            limits=case.limits,
        )
        texts = [f"{test.outcome} {test.error}" for test in result.outcomes]
        return SuiteVerdict(
            passed=result.passed,
            text="\n".join([result.stopped or "", *texts]),
            touched=_state(project) != before,
        )


def _state(project: Path) -> list[tuple[str, int, float, str]]:
    files = sorted(path for path in project.rglob("*") if path.is_file())
    return [
        (str(p), p.stat().st_mode, p.stat().st_mtime, p.read_text(encoding="utf-8")) for p in files
    ]


def main() -> None:
    """Run every attack with the interpreter of the first argument; print the verdicts as JSON."""
    verdicts = {case.name: attack_suite(case, sys.argv[1]) for case in BY_ANYBODY}
    report = {name: [v.passed, v.text, v.touched] for name, v in verdicts.items()}
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
