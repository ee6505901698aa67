"""The bodies of Ollama's HTTP API, built the way the real server builds them.

Follows https://github.com/ollama/ollama/blob/main/docs/api.md and the server's routes. Used by
`lift.testing.ollama_server` only; nothing here opens a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from lift.engine.request import JsonValue, Message, ModelAnswer, ModelRequest

__all__ = [
    "Answerer",
    "ChatCall",
    "FakeModel",
    "Reply",
    "answers_from",
    "chat_chunks",
    "complete_reply",
    "openai_body",
    "show_body",
    "tag_body",
    "whole_body",
]

Json: TypeAlias = "dict[str, JsonValue]"
_WHEN = "2026-01-02T03:04:05.678901Z"
DEFAULT_NUM_CTX = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCall:
    """One chat or generate request as the server understood it."""

    model: str
    messages: tuple[tuple[str, str], ...]
    """(role, content) pairs."""
    options: Mapping[str, JsonValue]
    format: JsonValue
    """None, "json" or a JSON Schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model says, and the figures that go with it."""

    text: str
    thinking: str = ""
    prompt_tokens: int | None = None
    """None leaves the field out, as Ollama does when its prompt cache answered."""
    completion_tokens: int = 0
    done_reason: str = "stop"
    total_ms: float = 12.0
    load_ms: float = 2.0


Answerer: TypeAlias = Callable[[ChatCall], "str | Reply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeModel:
    """A model that the server says it has."""

    name: str
    digest: str = "a" * 64
    context_tokens: int = 8192
    family: str = "llama"
    template: str = "{{ .System }}{{ .Prompt }}"
    capabilities: tuple[str, ...] = ("completion",)
    size: int = 1_234_567
    details: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


def tag_body(model: FakeModel) -> Json:
    """One entry of /api/tags; /api/ps adds to it."""
    details: Json = {
        "parent_model": "",
        "format": "gguf",
        "family": model.family,
        "families": [model.family],
        "parameter_size": "1.2B",
        "quantization_level": "Q4_K_M",
    }
    return {
        "name": model.name,
        "model": model.name,
        "modified_at": _WHEN,
        "size": model.size,
        "digest": model.digest,
        "details": details | dict(model.details),
    }


def show_body(model: FakeModel) -> Json:
    """The answer of /api/show."""
    return {
        "modelfile": f"FROM {model.name}",
        "parameters": "",
        "template": model.template,
        "details": tag_body(model)["details"],
        "model_info": {
            "general.architecture": model.family,
            "general.parameter_count": 1_200_000_000,
            f"{model.family}.context_length": model.context_tokens,
            f"{model.family}.embedding_length": 2048,
        },
        "capabilities": list(model.capabilities),
        "modified_at": _WHEN,
    }


def complete_reply(call: ChatCall, answer: str | Reply) -> Reply:
    """Fill in the figures of a scripted answer: one token per four bytes, cut at the context."""
    if isinstance(answer, Reply):
        return answer
    prompt = sum(len(role) + len(content.encode()) for role, content in call.messages) // 4 + 1
    window = _number(call.options.get("num_ctx"), DEFAULT_NUM_CTX)
    limit = _number(call.options.get("num_predict"), -1)
    tokens = len(answer.encode()) // 4 + 1
    reason = "stop"
    if 0 <= limit < tokens:
        answer, tokens, reason = answer[: limit * 4], limit, "length"
    return Reply(
        text=answer,
        prompt_tokens=min(prompt, window),  # the real server drops the rest without a word
        completion_tokens=tokens,
        done_reason=reason,
    )


def chat_chunks(call: ChatCall, reply: Reply, *, generate: bool) -> Iterator[Json]:
    """The NDJSON chunks of /api/chat or /api/generate; the last one has the figures."""
    for start in range(0, len(reply.thinking), 20):
        yield _chunk(call, "", reply.thinking[start : start + 20], generate=generate)
    for start in range(0, len(reply.text), 20):
        yield _chunk(call, reply.text[start : start + 20], "", generate=generate)
    yield _chunk(call, "", "", generate=generate) | _figures(reply)


def whole_body(call: ChatCall, reply: Reply, *, generate: bool) -> Json:
    """The one object that answers with `"stream": false`."""
    return _chunk(call, reply.text, reply.thinking, generate=generate) | _figures(reply)


def openai_body(call: ChatCall, reply: Reply) -> Json:
    """The answer of /v1/chat/completions; figures that the reply lacks are left out."""
    choice: Json = {
        "index": 0,
        "message": {"role": "assistant", "content": reply.text},
        "finish_reason": reply.done_reason,
    }
    body: Json = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_767_323_045,
        "model": call.model,
        "choices": [choice],
    }
    if reply.prompt_tokens is not None:
        body["usage"] = {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "total_tokens": reply.prompt_tokens + reply.completion_tokens,
        }
    return body


def _chunk(call: ChatCall, text: str, thinking: str, *, generate: bool) -> Json:
    head: Json = {"model": call.model, "created_at": _WHEN}
    extra: Json = {"thinking": thinking} if thinking else {}
    if generate:
        return head | {"response": text} | extra | {"done": False}
    message: Json = {"role": "assistant", "content": text}
    return head | {"message": message | extra, "done": False}


def _figures(reply: Reply) -> Json:
    figures: Json = {
        "done": True,
        "done_reason": reply.done_reason,
        "total_duration": int(reply.total_ms * 1e6),
        "load_duration": int(reply.load_ms * 1e6),
    }
    if reply.prompt_tokens is not None:
        figures |= {"prompt_eval_count": reply.prompt_tokens, "prompt_eval_duration": 1_000_000}
    return figures | {"eval_count": reply.completion_tokens, "eval_duration": 8_000_000}


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) else default


class _Completes(Protocol):
    """The part of a model host that an answerer needs."""

    def complete(self, request: ModelRequest) -> ModelAnswer: ...


def answers_from(host: _Completes) -> Answerer:
    """Return an answerer that lets a real model answer: `answers_from(open_host("builtin"))`."""

    def answer(call: ChatCall) -> Reply:
        schema: Mapping[str, JsonValue] | None = {} if call.format else None
        if isinstance(call.format, Mapping):
            schema = call.format
        passed = {k: v for k, v in call.options.items() if k in {"seed", "stop", "top_p", "top_k"}}
        temperature = call.options.get("temperature", 0.8)
        given = host.complete(
            ModelRequest(
                model=call.model,
                digest=None,
                host="",
                messages=tuple(Message(role=role, content=text) for role, text in call.messages),
                max_tokens=_number(call.options.get("num_predict"), 256),
                temperature=float(temperature) if isinstance(temperature, (int, float)) else 0.0,
                options=passed,
                response_schema=schema,
            )
        )
        return Reply(
            text=given.text,
            prompt_tokens=given.prompt_tokens,
            completion_tokens=given.completion_tokens,
            done_reason=given.finish_reason,
            total_ms=given.latency_ms,
            load_ms=0.0,
        )

    return answer
