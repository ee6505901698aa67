"""Reading what lift needs from a GGUF file: its header and its hash.

The format is described at https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Called by
the llama.cpp host, which would otherwise learn of a wrong file only as "failed to init".
"""

from __future__ import annotations

import hashlib
import struct
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lift.errors import ModelError, ModelNotFound

__all__ = ["GgufHeader", "file_digest", "read_header"]

_SCALARS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_STRING, _ARRAY = 8, 9
_digests: dict[tuple[str, int, int], str] = {}
_digests_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufHeader:
    """The metadata of a model file."""

    architecture: str
    name: str
    context_tokens: int
    """Context length that the model was trained for."""
    chat_template: str | None
    """Jinja template of the conversation, or None for a model that has none."""
    size_bytes: int


def read_header(path: Path) -> GgufHeader:
    """Read the metadata of a GGUF file.

    Raises:
        ModelNotFound: there is no such file.
        ModelError: the file is not GGUF, is cut short, or has no context length.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            values = _read_values(stream)
    except FileNotFoundError as error:
        raise ModelNotFound(
            f"there is no model file {path}", hint="write gguf:PATH with an existing file"
        ) from error
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror}") from error
    except (struct.error, ValueError, OverflowError, MemoryError) as error:
        raise ModelError(
            f"{path} is not a GGUF model file: {error}",
            hint="download it again, or convert it to GGUF",
        ) from error
    architecture = str(values.get("general.architecture", ""))
    context = values.get(f"{architecture}.context_length")
    if not isinstance(context, int) or context <= 0:
        raise ModelError(f"{path} does not say its context length, so it is not a language model")
    template = values.get("tokenizer.chat_template")
    return GgufHeader(
        architecture=architecture,
        name=str(values.get("general.name", path.stem)),
        context_tokens=context,
        chat_template=template if isinstance(template, str) else None,
        size_bytes=size,
    )


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file as `sha256:HEX`; remembered while size and time are the same."""
    facts = path.stat()
    key = (str(path.resolve()), facts.st_mtime_ns, facts.st_size)
    with _digests_lock:
        known = _digests.get(key)
    if known is None:
        hasher = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                hasher.update(block)
        known = f"sha256:{hasher.hexdigest()}"
        with _digests_lock:
            _digests[key] = known
    return known


def _read_values(stream: BinaryIO) -> dict[str, object]:
    if stream.read(4) != b"GGUF":
        raise ValueError("it does not begin with the letters GGUF")
    version, _tensors, count = struct.unpack("<IQQ", _exactly(stream, 20))
    if version not in (2, 3):
        raise ValueError(f"GGUF version {version} is not supported")
    values: dict[str, object] = {}
    for _ in range(count):
        key = _string(stream)
        values[key] = _value(stream, _number(stream, "<I"))
    return values


def _value(stream: BinaryIO, kind: int) -> object:
    if kind == _STRING:
        return _string(stream)
    if kind == _ARRAY:
        _skip_array(stream)
        return None
    if kind not in _SCALARS:
        raise ValueError(f"unknown value type {kind}")
    return struct.unpack(_SCALARS[kind], _exactly(stream, struct.calcsize(_SCALARS[kind])))[0]


def _skip_array(stream: BinaryIO) -> None:
    kind, count = _number(stream, "<I"), _number(stream, "<Q")
    if kind in _SCALARS:
        stream.seek(struct.calcsize(_SCALARS[kind]) * count, 1)
        return
    for _ in range(count):
        if kind == _STRING:
            stream.seek(_number(stream, "<Q"), 1)
        else:
            _value(stream, kind)


def _string(stream: BinaryIO) -> str:
    return _exactly(stream, _number(stream, "<Q")).decode("utf-8", "replace")


def _number(stream: BinaryIO, layout: str) -> int:
    return int(struct.unpack(layout, _exactly(stream, struct.calcsize(layout)))[0])


def _exactly(stream: BinaryIO, count: int) -> bytes:
    if count > 1 << 28:
        raise ValueError("a length in its header is impossible")
    data = stream.read(count)
    if len(data) != count:
        raise ValueError("it ends in the middle of its header")
    return data
