"""The tokenizer: byte-level BPE of about a thousand tokens plus the adapters' fixed sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from scripts.model.prompts import BOILERPLATE, Messages

PAD: Final = "<|pad|>"
END: Final = "<|end|>"
ROLES: Final = ("<|system|>", "<|user|>", "<|assistant|>")
SPECIAL: Final = (PAD, END, *ROLES)
CHAT_TEMPLATE: Final = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def rendered(messages: Messages) -> str:
    """The prompt as the chat template makes it."""
    turns = "".join(f"<|{m['role']}|>{m['content']}{END}" for m in messages)
    return f"{turns}<|assistant|>"


def train_tokenizer(texts: Iterable[str], path: Path, *, size: int) -> Tokenizer:
    """Learn merges from `texts`; the fixed sentences are cut out first, they are tokens anyway."""
    fixed = sorted({*SPECIAL, *BOILERPLATE}, key=len, reverse=True)
    cut = re.compile("|".join(map(re.escape, fixed)))
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size - len(fixed),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((part for t in texts for part in cut.split(t) if part), trainer)
    tokenizer.add_special_tokens(list(SPECIAL))
    boilerplate = [
        AddedToken(t, normalized=False, special=False) for t in dict.fromkeys(BOILERPLATE)
    ]
    tokenizer.add_tokens(boilerplate)
    tokenizer.save(str(path))
    return tokenizer
