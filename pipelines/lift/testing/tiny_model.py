"""Writes a real, very small GGUF model with random weights.

Tests of everything that stands between lift and llama.cpp need a model that loads and answers,
and do not care what it says: this one has 18,000 weights, a byte-level vocabulary and a chat
template, is written in a few milliseconds with the standard library alone, and is as real to
llama.cpp as any other file. Constrained by a JSON schema, even its answers are useful.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from pathlib import Path

__all__ = ["CHAT_TEMPLATE", "write_tiny_model"]

CHAT_TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_SPECIAL = ("<|system|>", "<|user|>", "<|assistant|>", "<|end|>")
_WIDTH, _HIDDEN, _HEADS, _ALIGNMENT = 32, 64, 2, 32
_NORMAL, _CONTROL = 1, 3
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9


def write_tiny_model(path: Path, *, seed: int = 0, context_tokens: int = 512) -> Path:
    """Write the model; equal arguments write equal bytes.

    Args:
        path: where to, usually ending in `.gguf`.
        seed: decides the weights, and so what the model says.
        context_tokens: context length to declare.

    Returns:
        The path.
    """
    values = _metadata(context_tokens)
    tensors = _tensors(random.Random(seed))
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values)) + b"".join(values)
    offset = 0
    bodies: list[bytes] = []
    for name, shape, numbers in tensors:
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        bodies.append(_padded(struct.pack(f"<{len(numbers)}f", *numbers)))
        offset += len(bodies[-1])
    path.write_bytes(_padded(head) + b"".join(bodies))
    return path


def _metadata(context_tokens: int) -> list[bytes]:
    letters = _byte_letters()
    tokens = [letters[byte] for byte in range(256)] + list(_SPECIAL)
    end = len(tokens) - 1
    kinds = [_NORMAL] * 256 + [_CONTROL] * len(_SPECIAL)
    return [
        _entry("general.architecture", "llama"),
        _entry("general.name", "tiny"),
        _entry("llama.context_length", context_tokens),
        _entry("llama.embedding_length", _WIDTH),
        _entry("llama.block_count", 1),
        _entry("llama.feed_forward_length", _HIDDEN),
        _entry("llama.attention.head_count", _HEADS),
        _entry("llama.attention.head_count_kv", _HEADS),
        _entry("llama.attention.layer_norm_rms_epsilon", 1e-5),
        _entry("llama.rope.dimension_count", _WIDTH // _HEADS),
        _entry("llama.vocab_size", len(tokens)),
        _entry("tokenizer.ggml.model", "gpt2"),
        _entry("tokenizer.ggml.pre", "gpt-2"),
        _text("tokenizer.ggml.tokens") + _strings(tokens),
        _text("tokenizer.ggml.token_type") + _integers(kinds),
        _text("tokenizer.ggml.merges") + _strings([f"{letters[32]} t"]),
        _entry("tokenizer.ggml.bos_token_id", end),
        _entry("tokenizer.ggml.eos_token_id", end),
        _entry("tokenizer.ggml.add_bos_token", value=False),
        _entry("tokenizer.chat_template", CHAT_TEMPLATE),
    ]


def _tensors(chance: random.Random) -> list[tuple[str, tuple[int, ...], list[float]]]:
    vocabulary = 256 + len(_SPECIAL)
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd": (_WIDTH, vocabulary),
        "output_norm": (_WIDTH,),
        "blk.0.attn_norm": (_WIDTH,),
        "blk.0.ffn_norm": (_WIDTH,),
        "blk.0.attn_q": (_WIDTH, _WIDTH),
        "blk.0.attn_k": (_WIDTH, _WIDTH),
        "blk.0.attn_v": (_WIDTH, _WIDTH),
        "blk.0.attn_output": (_WIDTH, _WIDTH),
        "blk.0.ffn_gate": (_WIDTH, _HIDDEN),
        "blk.0.ffn_up": (_WIDTH, _HIDDEN),
        "blk.0.ffn_down": (_HIDDEN, _WIDTH),
    }
    tensors: list[tuple[str, tuple[int, ...], list[float]]] = []
    for name, shape in shapes.items():
        if len(shape) == 1:
            numbers = [1.0] * shape[0]
        else:
            numbers = [chance.gauss(0.0, 0.3) for _ in range(shape[0] * shape[1])]
        tensors.append((f"{name}.weight", shape, numbers))
    return tensors


def _byte_letters() -> dict[int, str]:
    """Return the letter that GPT-2's byte-level vocabulary writes for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {
        byte: chr(256 + place) for place, byte in enumerate(rest)
    }


def _entry(key: str, value: str | float | bool) -> bytes:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, str):
        return _text(key) + struct.pack("<I", _STRING) + _text(value)
    if isinstance(value, bool):
        return _text(key) + struct.pack("<I?", _BOOL, value)
    if isinstance(value, int):
        return _text(key) + struct.pack("<II", _UINT32, value)
    return _text(key) + struct.pack("<If", _FLOAT32, value)


def _strings(items: Sequence[str]) -> bytes:
    return struct.pack("<IIQ", _ARRAY, _STRING, len(items)) + b"".join(map(_text, items))


def _integers(items: Sequence[int]) -> bytes:
    return struct.pack(f"<IIQ{len(items)}i", _ARRAY, _INT32, len(items), *items)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % _ALIGNMENT)
