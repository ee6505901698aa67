"""Write files so that a reader, or a crash, sees the old content or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from lift.errors import StoreError

__all__ = ["require_writable", "write_atomic"]


def require_writable(path: Path) -> None:
    """Find out before long work whether a file can be written after it; nothing is made.

    Raises:
        StoreError: the nearest folder that exists is none, or may not be written to.
    """
    target = Path(os.path.realpath(path))
    folder = next(one for one in target.parents if one.exists())
    reason = "" if folder.is_dir() else f"{folder} is not a folder"
    if not reason and not os.access(folder, os.W_OK | os.X_OK):
        reason = f"no right to write in {folder}"
    if reason:
        hint = f"make {target.parent} a folder that you may write to, or name another file"
        raise StoreError(f"cannot write {path}: {reason}", hint=hint)


def write_atomic(path: Path, content: str | bytes, *, mode: int | None = None) -> None:
    """Replace or create a file in one step; folders on the way are made.

    Text is written as UTF-8 with the line ends it has. The mode of an existing file is kept, and a
    symbolic link keeps pointing at the file, which is the one replaced.

    Args:
        mode: Of a file that is not there yet, such as 0o600 from its first byte on; None leaves it
            to the umask.

    Raises:
        StoreError: it cannot be written; the old file is untouched.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(temporary, data, _mode_of(target, mode))
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}", hint=_hint(error, target.parent)
        ) from error


def _mode_of(target: Path, absent: int | None) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return absent


def _write_synced(temporary: Path, data: bytes, mode: int | None) -> None:
    with temporary.open("xb") as file:
        if mode is not None:
            temporary.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; some file systems cannot, and the file is whole anyway."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _hint(error: OSError, folder: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"free some space on the disk of {folder}, then run the command again"
    return f"make {folder} a folder that you may write to, then run the command again"
