"""Write the trained network as GGUF, the format that llama.cpp reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
import torch

from scripts.model.network import EPSILON, ROPE_BASE
from scripts.model.tokens import CHAT_TEMPLATE, END, PAD

CARD: Final = (
    "lift's built-in demonstration model, trained from nothing on synthetic data by scripts/model. "
    "It repairs small Python functions, orders short plans and answers GEPA's reflection prompts "
    "in DSPy's formats, so that lift can be tried and tested offline. It can do nothing else and "
    "must not be used for real work."
)
_NAMES: Final = {
    "norm_in": "attn_norm",
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "out": "attn_output",
    "norm_mid": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def export(checkpoint: Path, tokenizer: Path, target: Path, *, context: int = 4096) -> int:
    """Write `target` and give the number of parameters. Matrices as f16, vectors as f32."""
    saved = torch.load(checkpoint, map_location="cpu")
    shape: dict[str, int] = saved["shape"]
    writer = gguf.GGUFWriter(str(target), "llama")
    writer.add_name("lift-builtin")
    writer.add_description(CARD)
    writer.add_license("Apache-2.0")
    writer.add_context_length(context)
    writer.add_embedding_length(shape["width"])
    writer.add_block_count(shape["layers"])
    writer.add_feed_forward_length(shape["hidden"])
    writer.add_head_count(shape["heads"])
    writer.add_head_count_kv(shape["heads"])
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_rope_dimension_count(shape["width"] // shape["heads"])
    writer.add_vocab_size(shape["vocabulary"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    _add_tokenizer(writer, json.loads(tokenizer.read_text(encoding="utf-8")), shape["vocabulary"])
    count = 0
    for name, tensor in saved["weights"].items():
        array = tensor.detach().float().numpy()
        count += array.size
        writer.add_tensor(
            _tensor_name(name), array.astype(np.float32 if array.ndim == 1 else np.float16)
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return count


def _tensor_name(name: str) -> str:
    if name == "embedding.weight":
        return "token_embd.weight"
    if name == "norm.weight":
        return "output_norm.weight"
    _, number, part, kind = name.split(".")
    return f"blk.{number}.{_NAMES[part]}.{kind}"


def _add_tokenizer(writer: gguf.GGUFWriter, saved: dict[str, Any], size: int) -> None:
    tokens = [""] * size
    kinds = [gguf.TokenType.NORMAL] * size
    for token, number in saved["model"]["vocab"].items():
        tokens[number] = token
    added = {entry["content"]: entry["id"] for entry in saved["added_tokens"]}
    for entry in saved["added_tokens"]:
        tokens[entry["id"]] = entry["content"]
        kind = gguf.TokenType.CONTROL if entry["special"] else gguf.TokenType.USER_DEFINED
        kinds[entry["id"]] = kind
    merges = [m if isinstance(m, str) else " ".join(m) for m in saved["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(added[END])
    writer.add_eos_token_id(added[END])
    writer.add_eot_token_id(added[END])
    writer.add_pad_token_id(added[PAD])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)
