"""The two seccomp filters, as programs for the kernel's packet-filter machine (BPF).

Both are allow-lists: a system call that is not named fails with EPERM, and a call through another
machine's table kills the process. The parent builds the program; the child only installs it.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from lift.sandbox.syscalls import MACHINES, Machine

__all__ = ["calls_filter", "pytest_filter"]

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NR, _ARCH, _ARGS = 0, 4, 16
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_X32_BIT = 0x40000000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Only:
    """Allow a call when the masked low half of one argument is (or is not) among the values."""

    arg: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    unless: bool = False


_COMPUTING = (
    "close lseek munmap brk mremap madvise rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack "
    "sched_yield getpid getppid gettid getuid geteuid getgid getegid nanosleep clock_nanosleep "
    "clock_gettime clock_getres gettimeofday time times getrusage exit exit_group futex "
    "restart_syscall rseq set_robust_list getrandom select pselect6"
)
"""What an interpreter needs that computes and touches nothing."""

_PROJECT = (
    "read write fstat newfstatat stat lstat statx mmap mprotect rt_sigpending rt_sigtimedwait "
    "sched_getaffinity getgroups getpgrp getpgid getsid getresuid getresgid uname sysinfo "
    "membarrier readv writev pread64 pwrite64 preadv pwritev readlink readlinkat access faccessat "
    "faccessat2 getdents64 getcwd chdir fchdir dup dup2 dup3 pipe pipe2 poll ppoll "
    "epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 timerfd_create "
    "timerfd_settime timerfd_gettime flock fsync fdatasync ftruncate fallocate rename renameat "
    "renameat2 mkdir mkdirat rmdir unlink unlinkat symlink symlinkat link linkat umask statfs "
    "fstatfs sendfile copy_file_range fadvise64 recvfrom shutdown getsockopt setsockopt "
    "getsockname getpeername setitimer getitimer alarm pause getrlimit msync mincore creat"
)
"""What a test-suite needs besides; files are Landlock's business."""

_PRETENDED = "chmod fchmod fchmodat fchmodat2 utime utimes futimesat utimensat"
"""Answered with success and not done: Landlock does not watch them, copying files needs them."""

_O_TRUNC_OR_WRITE, _O_TRUNC = 0o1003, 0o1000


@functools.cache
def calls_filter(machine: str) -> bytes:
    """Return the filter for code that only computes: no files, no new processes, no network.

    Raises:
        KeyError: The machine is not in the table of system calls.
    """
    known = MACHINES[machine]
    conditions = {
        "write": _Only(arg=0, values=(1, 2, 3)),
        "mmap": _Only(arg=2, mask=4, values=(0,)),
        "mprotect": _Only(arg=2, mask=4, values=(0,)),
    }
    return _assemble(known, allowed=_COMPUTING.split(), conditions=conditions)


@functools.cache
def pytest_filter(machine: str) -> bytes:
    """Return the filter for a test-suite: files as Landlock grants them, no processes, no network.

    Raises:
        KeyError: The machine is not in the table of system calls.
    """
    opening = {"mask": _O_TRUNC_OR_WRITE, "values": (_O_TRUNC,), "unless": True}
    conditions = {
        "open": _Only(arg=1, **opening),  # type: ignore[arg-type]
        "openat": _Only(arg=2, **opening),  # type: ignore[arg-type]
        "fcntl": _Only(arg=1, values=(0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030)),
        "ioctl": _Only(arg=1, values=(0x5401, 0x541B, 0x5421, 0x5450, 0x5451)),
        "socketpair": _Only(arg=1, mask=0xF, values=(1,)),
        "prlimit64": _Only(arg=2, values=(0,)),
    }
    return _assemble(
        MACHINES[machine],
        allowed=[*_COMPUTING.split(), *_PROJECT.split()],
        conditions=conditions,
        pretended=_PRETENDED.split(),
    )


def _assemble(
    machine: Machine,
    *,
    allowed: Iterable[str],
    conditions: dict[str, _Only],
    pretended: Iterable[str] = (),
) -> bytes:
    numbers = machine.numbers
    blocks = [_prologue(machine)]
    blocks += [_when(numbers[name], [_ret(_ALLOW)]) for name in allowed if name in numbers]
    blocks += [
        _when(numbers[name], _check(only)) for name, only in conditions.items() if name in numbers
    ]
    blocks += [_when(numbers[name], [_ret(_ERRNO)]) for name in pretended if name in numbers]
    # glibc asks for these first and falls back to the plain forms when the kernel lacks them.
    blocks += [_when(numbers[name], [_ret(_ERRNO | _ENOSYS)]) for name in ("clone3", "openat2")]
    blocks.append([_ret(_ERRNO | _EPERM)])
    return b"".join(instruction for block in blocks for instruction in block)


def _prologue(machine: Machine) -> list[bytes]:
    return [
        _op(_LOAD, _ARCH),
        _op(_JUMP_EQUAL, machine.audit, yes=1),
        _ret(_KILL),
        _op(_LOAD, _NR),
        _op(_JUMP_AT_LEAST, _X32_BIT, no=1),
        _ret(_KILL),
    ]


def _when(number: int, block: list[bytes]) -> list[bytes]:
    """Run the block, which always returns, when the system call has this number."""
    return [_op(_JUMP_EQUAL, number, no=len(block)), *block]


def _check(only: _Only) -> list[bytes]:
    hit, miss = _ret(_ALLOW), _ret(_ERRNO | _EPERM)
    if only.unless:
        hit, miss = miss, hit
    block = [_op(_LOAD, _ARGS + 8 * only.arg), _op(_AND, only.mask)]
    for value in only.values:
        block += [_op(_JUMP_EQUAL, value, no=1), hit]
    return [*block, miss]


def _ret(action: int) -> bytes:
    return _op(_RETURN, action)


def _op(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """Pack one `struct sock_filter`."""
    return struct.pack("HBBI", code, yes, no, value)
