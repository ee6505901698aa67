"""What is asked of a model and what comes back, in one canonical form.

Every model call of lift is a `ModelRequest`; its `key` is what the ledger, replay and resume
compare. Built by `lift.adapters.dspy_lm`, answered through `lift.engine.gateway`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias, Union

__all__ = [
    "CallCost",
    "FinishReason",
    "JsonValue",
    "Message",
    "ModelAnswer",
    "ModelInfo",
    "ModelRequest",
    "Phase",
]

JsonValue: TypeAlias = Union[
    bool,
    int,
    float,
    str,
    "list[JsonValue]",
    "tuple[JsonValue, ...]",
    "Mapping[str, JsonValue]",
    None,
]
FinishReason = Literal["stop", "length"]


class Phase(str, Enum):
    """Which part of a run a call belongs to; only `SEARCH` counts against the search caps."""

    BASELINE = "baseline"
    SEARCH = "search"
    PROOF = "proof"
    SERVE = "serve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One chat message."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What a host knows about the model that it serves."""

    address: str
    """The address that names it, as in `ollama/qwen3:8b@http://mac:11434`, `builtin`."""
    digest: str | None
    """Content hash of the weights, or None when the host cannot tell."""
    context_tokens: int
    """Largest context window that will be used, in tokens."""
    details: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Free facts for people: family, quantization, size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One request in canonical form; two equal requests have equal keys."""

    model: str
    """Model name without the host, as in `ollama/qwen3:8b`."""
    digest: str | None
    """Content hash of the weights; with None the host is part of the key instead."""
    host: str
    """Where it is served; identifies the endpoint only when the digest is unknown."""
    messages: tuple[Message, ...]
    max_tokens: int
    """Output limit in tokens; always set, because it is what gets reserved."""
    temperature: float = 0.0
    options: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Further sampling options (seed, stop, top_p, ...), as named by Ollama's chat API."""
    response_schema: Mapping[str, JsonValue] | None = None
    """JSON Schema that the answer has to satisfy, or None for free text; `{}` asks for any JSON."""
    rollout: str = ""
    """Distinguishes repetitions that must not share an answer, as in `baseline:2`."""

    @property
    def canonical(self) -> str:
        """Everything that decides the answer, as JSON with sorted keys."""
        content = {
            "model": self.model,
            "weights": self.digest if self.digest is not None else f"host:{self.host}",
            "messages": [[message.role, message.content] for message in self.messages],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "options": self.options,
            "schema": self.response_schema,
            "rollout": self.rollout,
        }
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def key(self) -> str:
        """SHA-256 (hex) over `canonical`."""
        return self.canonical_and_key()[1]

    def canonical_and_key(self) -> tuple[str, str]:
        """Return `canonical` and `key` for the price of one."""
        text = self.canonical
        return text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def prompt_bytes(self) -> int:
        """UTF-8 length of all messages, an upper bound of their tokens where bytes are tokens."""
        return sum(
            len(message.role.encode()) + len(message.content.encode("utf-8", "surrogatepass"))
            for message in self.messages
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a model answered and what it cost."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    latency_ms: float
    """Engine time of the host in milliseconds, without waiting for a slot."""
    finish_reason: FinishReason
    replayed: bool = False
    """True when the ledger or a recording answered instead of a model."""

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens together."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCost:
    """Cost of one model call inside a rollout, in call order."""

    key: str
    prompt_tokens: int
    completion_tokens: int
    latency_ms: float
    replayed: bool
