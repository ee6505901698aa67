"""Make sure that only one live process drives a run; the system lets go when the process dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import final

from lift.errors import StoreError

__all__ = ["RunLock"]


@final
class RunLock:
    """A lock file held by this process until `release`, exit or kill."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, path: Path) -> RunLock | None:
        """Lock the file, making it; None when a live process holds it.

        Raises:
            StoreError: it cannot be made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
                if not _locked(handle):
                    os.close(handle)
                    return None
                if _still_there(path, handle):
                    break
                os.close(handle)
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        except OSError as error:
            raise StoreError(
                f"cannot lock {path}: {error.strerror or error}",
                hint=f"make {path.parent} a folder that you may write to",
            ) from error
        return cls(path, handle)

    @staticmethod
    def holder(path: Path) -> str:
        """Return the number of the process that last held the lock, for messages."""
        try:
            return path.read_text(encoding="ascii").strip() or "unknown"
        except OSError:
            return "unknown"

    @property
    def handle(self) -> int:
        """The open file; a process that inherits it holds the lock as well, until it ends.

        Raises:
            ValueError: it was released.
        """
        if self._handle is None:
            raise ValueError(f"{self.path} is not locked any more")
        return self._handle

    def release(self, *, remove: bool) -> None:
        """Let go; idempotent.

        Args:
            remove: delete the file, because nobody will drive this run again.
        """
        if self._handle is None:
            return
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._handle)
        self._handle = None


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_there(path: Path, handle: int) -> bool:
    """Tell whether the locked file is still the one of that name, and not one just removed."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
