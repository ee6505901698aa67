"""The hostile fixes themselves, as data; like `hostile`, stdlib and `lift.sandbox` only."""

from __future__ import annotations

import platform

from tests.lift.sandbox.hostile_kit import SECRET, Attack, deed

from lift.sandbox import Limits
from lift.sandbox.syscalls import MACHINES


def _syscalls() -> Attack:
    """Try every system call that no interpreter needs; all must be refused."""
    known = MACHINES[platform.machine()].numbers
    needed = [
        *"close lseek munmap brk mremap madvise rt_sigaction rt_sigprocmask rt_sigreturn".split(),
        *"sigaltstack sched_yield getpid getppid gettid getuid geteuid getgid getegid".split(),
        *"nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times".split(),
        *"getrusage exit exit_group futex restart_syscall rseq set_robust_list getrandom".split(),
        *"select pselect6".split(),  # time.sleep of Python 3.10
    ]
    probes = (335, 336)  # x86-64: the kernel's own uprobe entries; calling them is SIGILL
    skipped = sorted({*probes, *(known[name] for name in needed if name in known)})
    source = f"""
def f(x):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    open_doors = []
    for number in range(600):
        if number in {skipped}:
            continue
        ctypes.set_errno(0)
        result = libc.syscall(number, *[ctypes.c_long(v) for v in (9, 4, 4, 0, 0, 0)])
        if result != -1 or ctypes.get_errno() not in (1, 38):
            open_doors.append(number)
    return open_doors or "all shut"
"""
    return Attack(
        name="every system call",
        source=source,
        says="",
        expected="'no answer is right here'",
        allowed=("ctypes",),
        limits=Limits(cpu_s=5),
    )


ATTACKS = (
    Attack(
        name="reads a file",
        source="def f(path): return open(path).read()",
        says="PermissionError",
        expected=repr(SECRET),
        calls=("(FILE,)",),
    ),
    Attack(
        name="reads a file through its own descriptors",
        source="""
def f(path):
    import os
    for fd in range(256):
        try:
            data = os.pread(fd, 100, 0)
        except OSError:
            continue
        if data:
            return data.decode()
    raise LookupError("nothing readable")
""",
        says="LookupError",
        expected=repr(SECRET),
        allowed=("os",),
        calls=("(FILE,)",),
    ),
    deed("writes a file", "open('/tmp/lift-escape', 'w').write('x')"),
    deed("writes into memory files", "os.write(os.memfd_create('x'), b'x')", os=True),
    deed("lists a folder", "os.listdir('/')", os=True),
    deed("asks about a file", "os.stat('/')", os=True),
    deed("changes a mode", "os.chmod('/tmp', 0o1777)", os=True),
    Attack(
        name="opens a socket",
        source="""
def f(port):
    import socket
    client = socket.socket()
    client.connect((b"127.0.0.1", port))
    return client.recv(100).decode()
""",
        says="not permitted",
        expected=repr(SECRET),
        allowed=("socket",),
        calls=("(PORT,)",),
    ),
    deed("opens a local socket", "socket.socket(socket.AF_UNIX)", socket=True),
    deed("pairs sockets", "socket.socketpair()", socket=True),
    deed("forks", "if os.fork() == 0: os._exit(0)", os=True),
    deed("spawns", "os.posix_spawn('/bin/true', ['true'], {})", os=True),
    deed("runs a command", "subprocess.run(['/bin/true'])", subprocess=True),
    deed("becomes another program", "os.execv('/bin/true', ['true'])", os=True),
    deed("starts a thread", "_thread.start_new_thread(print, ())", says="new thread", _thread=True),
    deed("signals its parent", "os.kill(os.getppid(), 0)", os=True),
    deed("stops itself", "os.kill(os.getpid(), 19)", os=True),
    deed(
        "raises its limits",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        says="not allowed",
        resource=True,
    ),
    deed("makes executable memory", "mmap.mmap(-1, 4096, prot=7)", mmap=True),
    deed("becomes somebody else", "os.setuid(65533)", os=True),
    deed("uses a timer", "signal.setitimer(signal.ITIMER_REAL, 9)", signal=True),
    _syscalls(),
    Attack(
        name="allocates 10 GB",
        source="def f(x): return len(bytearray(10 * 2**30)) and 42",
        says="MemoryError",
    ),
    Attack(
        name="allocates little by little",
        source="""
def f(x):
    kept = []
    for _ in range(180):
        kept.append(b"x" * 2**20)
    while x:
        pass
""",
        says="more than 128 MB of memory",
        limits=Limits(cpu_s=20, memory_mb=128),
    ),
    Attack(
        name="loops",
        source="def f(x):\n while x: pass\n return 42",
        says="0.3 s of processor time",
    ),
    Attack(
        name="loops deaf to signals",
        source="""
def f(x):
    import signal
    for number in (1, 2, 3, 15, 24):
        signal.signal(number, signal.SIG_IGN)
    while x:
        pass
""",
        says="0.3 s of processor time",
        allowed=("signal",),
    ),
    Attack(
        name="sleeps",
        source="def f(x):\n import time\n time.sleep(1000)\n return 42",
        says="longer than 0.5 s",
        allowed=("time",),
        limits=Limits(wall_s=0.5),
    ),
    Attack(
        name="imports what it may not",
        source="def f(x):\n import os\n return 42",
        says="os may not be imported",
    ),
    Attack(
        name="imports dynamically",
        source="def f(x): return __import__('posix') and 42",
        says="posix may not be imported",
    ),
    Attack(
        name="imports a part of what it may",
        source="def f(x):\n from os import path\n return 42",
        says="os may not be imported",
        allowed=("os.path.nothing",),
    ),
    Attack(
        name="finds the true import and loads a module",
        source="""
def f(x):
    for kind in object.__subclasses__():
        if kind.__name__ == "BuiltinImporter":
            return kind.load_module("posix").listdir("/") and 42
""",
        says="PermissionError",
    ),
    Attack(
        name="prints a result",
        source="def f(x):\n print('[\"value\",42]')\n print(42)",
        says="",
    ),
    Attack(
        name="floods its output",
        source="def f(x):\n while True: print('x' * 100_000)",
        says="0.3 s of processor time",
    ),
    Attack(
        name="answers by itself and again",
        source="""
def f(x):
    import os
    os.write(3, b'["value",42]\\n')
    return 42
""",
        says="wrote to the answer pipe",
        allowed=("os",),
    ),
    Attack(
        name="floods the answers",
        source="def f(x):\n import os\n while True: os.write(3, b'[' * 60_000)",
        says="wrote more than 262,144 bytes",
        allowed=("os",),
    ),
    Attack(
        name="answers what is no JSON",
        source="def f(x):\n import os\n os.write(3, b'[' * 60_000 + b'\\n')\n return 42",
        says="wrote to the answer pipe",
        allowed=("os",),
    ),
    Attack(
        name="leaves before the end",
        source="def f(x):\n import os\n os._exit(0)",
        says="ended with status 0 before answering call 1 of 2",
        allowed=("os",),
        calls=("(1,)", "(2,)"),
    ),
    Attack(
        name="leaves while it is loaded",
        source="import os\nos._exit(0)\ndef f(x): return 42",
        says="ended with status 0 before answering",
        allowed=("os",),
    ),
    Attack(
        name="closes the pipe",
        source="def f(x):\n import os\n os.closerange(0, 100)\n return 42",
        says="before answering call 1 of 1",
        allowed=("os",),
    ),
    Attack(
        name="patches what answers",
        source="""
def f(x):
    import sys
    calls = sys.modules["inside.calls"]
    calls._tree = lambda value, depth: '["forged",0]'
    return 42
""",
        says="wrote to the answer pipe",
        allowed=("sys",),
        calls=("(1,)", "(2,)"),
    ),
    Attack(
        name="patches the built-ins",
        source="""
def f(x):
    import builtins
    for name in ("type", "str", "isinstance", "len", "object"):
        setattr(builtins, name, lambda *a, **k: 42)
    return 43
""",
        says="",
        allowed=("builtins",),
    ),
    Attack(
        name="looks for the expected value in its memory",
        source="""
def f(x):
    import gc
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "expected" in thing:
            return thing["expected"]
    raise LookupError("no expected value here")
""",
        says="LookupError",
        allowed=("gc",),
    ),
    Attack(
        name="climbs the frames",
        source="""
def f(x):
    import sys
    frame = sys._getframe()
    while frame:
        frame.f_locals.clear()
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict) and "calls" in value:
                value["calls"] *= 3
        frame = frame.f_back
    return 41
""",
        says="",
        allowed=("sys",),
    ),
    Attack(
        name="answers an object that equals everything",
        source="""
class Any:
    def __eq__(self, other): return True
    def __repr__(self): return "42"
def f(x): return Any()
""",
        says="NotALiteral: a value of type Any",
    ),
    Attack(
        name="answers a number of its own kind",
        source="""
class Any(int):
    def __eq__(self, other): return True
    def __hash__(self): return 42
    def bit_length(self): return 1
def f(x): return Any(42)
""",
        says="NotALiteral: a value of type Any",
    ),
    Attack(
        name="answers True for 1",
        source="def f(x): return True",
        says="",
        expected="1",
    ),
    Attack(
        name="changes its arguments",
        source="def f(x):\n x.append(42)\n return x",
        says="",
        expected="[42, 42]",
        calls=("([],)", "([],)"),
    ),
    Attack(
        name="recurses",
        source="def f(x): return f(x)",
        says="RecursionError",
    ),
    Attack(
        name="recurses without a limit",
        source="""
def f(x):
    import sys
    sys.setrecursionlimit(2**31 - 1)
    return [f(x)]
""",
        says="e",  # stopped for memory, or ended by SIGSEGV: depends on the version of Python
        allowed=("sys",),
    ),
    Attack(
        name="answers a huge string",
        source="def f(x): return 'x' * 10**7",
        says="wrote more than 262,144 bytes",
    ),
    Attack(
        name="answers a huge number",
        source="def f(x): return 1 << 10**8",
        says="NotALiteral: an int of 100,000,001 bits",
    ),
    Attack(
        name="answers what nests deep",
        source="def f(x):\n v = []\n for _ in range(10**5): v = [v]\n return v",
        says="NotALiteral: nested more than 40 deep",
    ),
    Attack(
        name="answers what holds itself",
        source="def f(x):\n v = []\n v.append(v)\n return v",
        says="NotALiteral: nested more than 40 deep",
    ),
    Attack(
        name="raises what cannot be printed",
        source="""
class Bad(BaseException):
    def __str__(self): raise Bad()
def f(x): raise Bad()
""",
        says="Bad",
    ),
    Attack(
        name="raises what ends the process",
        source="def f(x): raise SystemExit(0)",
        says="SystemExit",
    ),
    Attack(
        name="does not parse",
        source="def f(x) return 42",
        says="SyntaxError",
    ),
    Attack(
        name="has no such function",
        source="def g(x): return 42",
        says="NameError: f is not defined",
    ),
)
