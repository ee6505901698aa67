"""Bytes to text and back, without changing a character that nobody meant to change."""

from __future__ import annotations

import codecs
import io
import tokenize

__all__ = ["decoded", "encoded"]


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, by byte order mark, cookie, or UTF-8.

    Raises:
        SyntaxError: the cookie names an encoding that is not known.
        UnicodeDecodeError: the bytes are not in that encoding.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding), encoding


def encoded(text: str, encoding: str) -> bytes:
    """The reverse of `decoded`: a byte order mark comes back, line ends stay as they are."""
    if encoding == "utf-8-sig":
        return codecs.BOM_UTF8 + text.encode("utf-8")
    return text.encode(encoding)
