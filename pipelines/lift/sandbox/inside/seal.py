"""Closes the process in: from `seal` on, the kernel refuses what the policy does not name.

Runs inside the child, before any code that a model wrote. Everything goes through ctypes, so that
nothing has to be compiled or installed. None of it can be undone by the process itself.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct

TYPE_CHECKING = False  # see calls.py
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = [
    "die_with_parent",
    "drop_capabilities",
    "install_filter",
    "landlock_version",
    "leave",
    "leave_namespaces",
    "limit",
    "restrict_files",
]

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPSET = {"x86_64": 126, "aarch64": 91}
_FS_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights each Landlock version knows; later versions know 16."""

_RIGHTS_ON_A_FILE = 0xC007
"""Execute, write, read, truncate, ioctl: what Landlock can grant on a single file."""
_NAMESPACES = {"user": 0x10000000, "net": 0x40000000, "ipc": 0x08000000}

READ = 0b1100
"""Landlock: read files and list folders."""
WRITE = 0xFFFF
"""Landlock: everything that this kernel can grant."""

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the parent ends; end it if that happened."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        leave()


def leave() -> NoReturn:
    """End at once: no exit handlers, no buffers written."""
    os._exit(0)


def leave_namespaces() -> list[str]:
    """Move to an empty network and an own IPC space where the system allows it.

    An ordinary user needs a user namespace for that, in which it keeps its own number.

    Returns:
        Names of the namespaces that are new; a system that refuses gives an empty list.
    """
    user, group = os.getuid(), os.getgid()
    kinds = ["net", "ipc"] if user == 0 else ["user", "net", "ipc"]
    if _libc.unshare(sum(_NAMESPACES[kind] for kind in kinds)):
        return []
    if "user" in kinds:
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
            os.write(descriptor, text.encode())
            os.close(descriptor)
    return kinds


def limit(*, cpu_s: float, memory_mb: int, file_mb: int, files: int) -> None:
    """Set the resource limits, hard and soft alike; they hold for root as well, but for NPROC."""
    mib = 1 << 20
    cpu = int(cpu_s) + 2
    caps = {
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_AS: memory_mb * mib,
        resource.RLIMIT_FSIZE: file_mb * mib,
        resource.RLIMIT_NOFILE: files,
        resource.RLIMIT_CORE: 0,
    }
    if hasattr(resource, "RLIMIT_NPROC"):
        caps[resource.RLIMIT_NPROC] = 0
    for kind, value in caps.items():
        _, hard = resource.getrlimit(kind)
        cap = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (cap, cap))


def drop_capabilities(machine: str) -> None:
    """Give up every privilege of root; for an ordinary user this changes nothing."""
    header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    data = ctypes.create_string_buffer(24)
    _syscall(_CAPSET[machine], header, data)


def landlock_version() -> int:
    """Return the version of Landlock that this kernel offers; 0 when it has none."""
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)))


def restrict_files(rules: list[tuple[str, int]]) -> int:
    """Let Landlock refuse every path but those under the given ones.

    Args:
        rules: Existing paths with `READ` or `WRITE`; no rules at all means no files at all.

    Returns:
        The kernel's Landlock version; 0 when it has none and nothing was restricted.
    """
    abi = landlock_version()
    if abi < 1:
        return 0
    handled = (1 << _FS_RIGHTS_BY_ABI.get(abi, 16)) - 1
    fields = [handled, 0b11 if abi >= 4 else None, 0b11 if abi >= 6 else None]
    attributes = struct.pack("Q" * (3 - fields.count(None)), *[f for f in fields if f is not None])
    ruleset = _syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    for path, rights in rules:
        _grant(ruleset, path, rights & handled)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return abi


def _grant(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH)
    try:
        if os.fstat(descriptor).st_mode & 0o170000 != 0o040000:
            rights &= _RIGHTS_ON_A_FILE
        rule = struct.pack("=Qi", rights, descriptor)
        _syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
    finally:
        os.close(descriptor)


def install_filter(program: bytes) -> None:
    """Install the seccomp filter; from here on only what it allows can be called."""
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header)


def _prctl(option: int, value: int, pointer: bytes | None = None) -> None:
    zero = ctypes.c_ulong(0)
    if _libc.prctl(option, ctypes.c_ulong(value), pointer or zero, zero, zero):
        raise OSError(ctypes.get_errno(), f"prctl({option}) was refused")


def _syscall(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number} was refused")
    return result
