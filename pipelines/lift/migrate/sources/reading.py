"""Bytes to text and back, without changing a character that nobody meant to change."""

from __future__ import annotations

import codecs
import io
import stat
import tokenize
from pathlib import Path

__all__ = ["content", "decoded", "encoded"]

_PYTHON = (".py", ".pyi")


def content(file: Path) -> bytes:
    """Everything in a file; a pipe, socket or device is not read, for that might never end.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError("it is no regular file")
    return file.read_bytes()


def decoded(data: bytes, path: str) -> tuple[str, str]:
    """The text and the name of its encoding, by byte order mark, cookie (Python only), or UTF-8.

    Raises:
        ValueError: the cookie names no encoding of text, or the bytes are not in it.
    """
    head = data if path.endswith(_PYTHON) else data[: len(codecs.BOM_UTF8)]
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(head).readline)
        return data.decode(encoding), encoding
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise ValueError(str(error)) from error


def encoded(text: str, encoding: str) -> bytes:
    """The reverse of `decoded`: a byte order mark comes back, line ends stay as they are."""
    if encoding == "utf-8-sig":
        return codecs.BOM_UTF8 + text.encode("utf-8")
    return text.encode(encoding)
