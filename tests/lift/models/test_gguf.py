from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from lift.errors import ModelError, ModelNotFound
from lift.models.gguf import file_digest, read_header
from lift.testing.tiny_model import CHAT_TEMPLATE, write_tiny_model


def test_header_of_a_model(tmp_path: Path) -> None:
    header = read_header(write_tiny_model(tmp_path / "tiny.gguf", context_tokens=777))
    assert header.architecture == "llama"
    assert header.name == "tiny"
    assert header.context_tokens == 777
    assert header.chat_template == CHAT_TEMPLATE
    assert header.size_bytes == (tmp_path / "tiny.gguf").stat().st_size


def test_equal_seeds_write_equal_models(tmp_path: Path) -> None:
    first = write_tiny_model(tmp_path / "a.gguf").read_bytes()
    assert write_tiny_model(tmp_path / "b.gguf").read_bytes() == first
    assert write_tiny_model(tmp_path / "c.gguf", seed=1).read_bytes() != first


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="there is no model file"):
        read_header(tmp_path / "none.gguf")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_header(tmp_path)


def test_cut_in_the_header_anywhere(tmp_path: Path) -> None:
    whole = write_tiny_model(tmp_path / "tiny.gguf").read_bytes()
    path = tmp_path / "cut.gguf"
    for length in (0, 3, 4, 10, 23, 24, 30, 60, 200, 1000, 4000):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelError, match="is not a GGUF model file"):
            read_header(path)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GGUF" + struct.pack("<IQQ", 9, 0, 0), "version 9 is not supported"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 60), "a length in its header is impossible"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 99), "type 99"),
        (b"<html>" + b" " * 100, "does not begin with the letters GGUF"),
    ],
)
def test_not_a_model(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "odd.gguf"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=why):
        read_header(path)


def test_a_file_without_context_length_is_no_language_model(tmp_path: Path) -> None:
    path = tmp_path / "vision.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 0))
    with pytest.raises(ModelError, match="does not say its context length"):
        read_header(path)


def test_digest_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    digest = file_digest(path)
    assert digest == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    path.write_bytes(b"abd")
    os.utime(path, ns=(1, 1))
    assert file_digest(path) != digest
